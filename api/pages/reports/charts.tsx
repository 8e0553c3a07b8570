import type { VNode } from 'preact';
import { exact, showNumber } from '../../../domain/numbers.js';
import type { Chart } from '../../../domain/reports/index.js';
import { chartUnitNames, reportsPage, reportWordNames } from '../../../messages/pages.js';
import { valueText } from '../../reports/texts.js';
import { Bars, Distribution, type ShownBar } from '../components/charts/bars.js';
import { Boxes } from '../components/charts/boxes.js';
import { LineChart } from '../components/charts/line.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';

interface Props {
  readonly reader: Reader;
  readonly chart: Chart;
  readonly id: string;
}

/** A chart of a report with its data as a table. */
export function ReportChart({ reader, chart, id }: Props): VNode {
  const { t } = reader;
  const title = t(reportWordNames[chart.id]);
  return (
    <figure class="chart report-chart">
      <figcaption>
        {title} <span class="soft">({t(chartUnitNames[chart.unit])})</span>
        {'series' in chart && chart.series.length > 1 && (
          <span class="legend">
            {chart.series.map((series, index) => (
              <span key={series}>
                <span class={`swatch series-${index}`} /> {t(reportWordNames[series])}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      {isEmpty(chart) ? (
        <p class="empty">{t(reportsPage.noData)}</p>
      ) : (
        <>
          <Picture reader={reader} chart={chart} id={id} />
          <details>
            <summary>{t(reportsPage.data)}</summary>
            <Data reader={reader} chart={chart} id={id} />
          </details>
        </>
      )}
    </figure>
  );
}

function isEmpty(chart: Chart): boolean {
  switch (chart.kind) {
    case 'bars':
    case 'distribution':
      return chart.bars.every(({ values }) => values.every((value) => value === null));
    case 'line':
      return chart.points.length === 0;
    case 'box':
      return chart.boxes.length === 0;
  }
}

function Picture({ reader, chart, id }: Props): VNode {
  const { t } = reader;
  const title = t(reportWordNames[chart.id]);
  switch (chart.kind) {
    case 'bars':
    case 'distribution': {
      const rows = chart.bars.map(({ label, values }): ShownBar => ({
        label: valueText(reader, label),
        bars: values.map((value) => ({ value, shown: value === null ? '–' : rounded(value) })),
      }));
      const picture = { id, title, about: t(reportsPage.chartBars(title)), rows };
      return chart.kind === 'bars' ? <Bars {...picture} /> : <Distribution {...picture} />;
    }
    case 'line':
      return <LineChart id={id} points={chart.points} label={t(reportsPage.chartLine(title))} />;
    case 'box':
      return (
        <Boxes
          id={id}
          title={title}
          about={t(reportsPage.chartBox(title))}
          rows={chart.boxes.map((box) => ({ ...box, label: valueText(reader, box.label) }))}
        />
      );
  }
}

/** A picture has room for the rounded form only; the exact one stands in its data. */
const rounded = (value: string): string => (value.includes('/') ? showNumber(exact(value), 2) : value);

const marks = ['least', 'lower', 'median', 'upper', 'ninth', 'most'] as const;

function Data({ reader, chart }: Props): VNode {
  const { t } = reader;
  const caption = t(reportWordNames[chart.id]);
  const shared = { caption, hideCaption: true, empty: t(reportsPage.noData) };
  switch (chart.kind) {
    case 'bars':
    case 'distribution':
      return (
        <Table
          {...shared}
          rows={chart.bars.map((bar, index) => ({ ...bar, index }))}
          keyOf={({ index }) => String(index)}
          columns={[
            { title: t(reportsPage.figure), cell: ({ label }) => valueText(reader, label) },
            ...chart.series.map((series, at) => ({
              title: t(reportWordNames[series]),
              number: true,
              cell: ({ values }: { readonly values: readonly (string | null)[] }) =>
                values[at] == null ? '–' : reader.score(values[at]),
            })),
          ]}
        />
      );
    case 'line':
      return (
        <Table
          {...shared}
          rows={chart.points.map((point, index) => ({ ...point, index }))}
          keyOf={({ index }) => String(index)}
          columns={[
            { title: t(reportWordNames.on), cell: ({ on }) => on },
            { title: t(reportsPage.value), number: true, cell: ({ value }) => reader.score(value) },
          ]}
        />
      );
    case 'box':
      return (
        <Table
          {...shared}
          rows={chart.boxes}
          keyOf={({ label }) => valueText(reader, label)}
          columns={[
            { title: t(reportsPage.figure), cell: ({ label }) => valueText(reader, label) },
            ...marks.map((mark) => ({
              title: t(reportsPage[mark]),
              number: true,
              cell: (box: (typeof chart.boxes)[number]) => reader.score(box[mark]),
            })),
          ]}
        />
      );
  }
}
