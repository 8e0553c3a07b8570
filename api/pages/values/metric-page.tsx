import type { VNode } from 'preact';
import type { MetricState } from '../../../db/metric-states.js';
import type { ChartPoint, newestVersions } from '../../../db/metrics.js';
import { cadenceNames, contentFields, frame, libraryPages, originNames, valuesPage } from '../../../messages/pages.js';
import { Input, NumberInput } from '../components/fields.js';
import { Message, Section } from '../components/marks.js';
import { Facts, Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';
import { LineChart } from '../components/charts/line.js';
import { FreshnessBadge } from './freshness.js';

export interface MetricView {
  readonly cycle: string | null;
  readonly state: MetricState;
  readonly unitName: Named;
  readonly versions: Awaited<ReturnType<typeof newestVersions>>;
  /** There are more than those. */
  readonly isCut: boolean;
  readonly points: readonly ChartPoint[];
  readonly mayWrite: boolean;
  readonly seesConnectors: boolean;
}

/** What was typed and refused. */
export interface RefusedValue {
  readonly on: string;
  readonly value: string;
  readonly reason: string;
  /** By field; '' for the form as a whole. */
  readonly problems: ReadonlyMap<string, string>;
}

interface Props {
  readonly reader: Reader;
  readonly view: MetricView;
  readonly refused: RefusedValue | null;
  readonly message: string | null;
}

export function MetricPage(props: Props): VNode {
  const { reader, view, message, refused } = props;
  const { t } = reader;
  const { state, points } = view;
  const title = reader.name({ nameZh: state.titleZh, nameEn: state.titleEn });
  const whole = refused?.problems.get('');
  return (
    <>
      {message !== null && <Message tone="good">{message}</Message>}
      {whole !== undefined && <Message tone="bad">{whole}</Message>}
      <p>
        <a href={links.values(view.cycle)}>{t(valuesPage.all)}</a> · <code>{state.id}</code>
      </p>
      <Facts
        of={[
          [t(frame.unit), reader.name(view.unitName)],
          [t(libraryPages.measuredIn), state.measuredIn ?? '–'],
          [t(valuesPage.source), t(libraryPages[state.source])],
          [t(valuesPage.cadence), state.cadence === null ? '–' : t(cadenceNames[state.cadence])],
          [t(valuesPage.freshness), <FreshnessBadge reader={reader} of={state.freshness} />],
          [t(valuesPage.dueFrom), state.dueFrom ?? t(valuesPage.never)],
        ]}
      />
      {points.length > 1 && (
        <Section title={t(valuesPage.chart)}>
          <LineChart
            points={points}
            label={t(valuesPage.chartOf(title, points[0]?.on ?? '', points.at(-1)?.on ?? ''))}
          />
        </Section>
      )}
      <Versions {...props} />
      {view.mayWrite && <ValueForm {...props} />}
    </>
  );
}

function Versions({ reader, view }: Props): VNode {
  const { t } = reader;
  return (
    <Section title={t(valuesPage.history)}>
      <Table
        caption={t(valuesPage.history)}
        hideCaption
        rows={view.versions}
        keyOf={({ on, version }) => `${on} ${version}`}
        empty={t(frame.nothing)}
        columns={[
          { title: t(contentFields.on), cell: ({ on }) => on },
          { title: t(contentFields.value), number: true, cell: ({ value }) => value },
          { title: t(valuesPage.version), number: true, cell: ({ version }) => String(version) },
          {
            title: t(valuesPage.source),
            cell: ({ source, connector }) => (
              <span>
                {t(originNames[source])}{' '}
                {connector !== null &&
                  (view.seesConnectors ? <a href={links.connector(connector)}>{connector}</a> : connector)}
              </span>
            ),
          },
          {
            title: t(valuesPage.by),
            cell: ({ nameZh, nameEn }) =>
              nameZh === null || nameEn === null ? t(frame.system) : reader.name({ nameZh, nameEn }),
          },
          { title: t(frame.when), cell: ({ at }) => reader.time(at) },
          { title: t(valuesPage.reason), cell: ({ reason }) => reason ?? '' },
        ]}
      />
      {view.isCut && <p class="hint">{t(valuesPage.onlyNewest(view.versions.length))}</p>}
    </Section>
  );
}

function ValueForm({ reader, view, refused }: Props): VNode {
  const { t } = reader;
  const problems = (field: string): readonly string[] => {
    const found = refused?.problems.get(field);
    return found === undefined ? [] : [found];
  };
  return (
    <Section title={t(valuesPage.enter)} id="enter">
      <form method="post" action={`${links.metricValues(view.cycle, view.state.id)}#enter`} noValidate>
        <div class="row">
          <Input
            name="on"
            type="date"
            label={t(contentFields.on)}
            value={refused?.on ?? ''}
            problems={problems('on')}
          />
          <NumberInput
            name="value"
            label={t(contentFields.value)}
            value={refused?.value ?? ''}
            problems={problems('value')}
          />
          <Input
            name="reason"
            label={t(valuesPage.reason)}
            hint={t(valuesPage.reasonHint)}
            value={refused?.reason ?? ''}
            problems={problems('reason')}
          />
        </div>
        <button>{t(valuesPage.send)}</button>
      </form>
    </Section>
  );
}
