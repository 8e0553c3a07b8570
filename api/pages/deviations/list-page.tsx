import type { VNode } from 'preact';
import { caseStates } from '../../../domain/cycle/index.js';
import { caseStateNames, cyclePage, deviationPage, outcomeOfCase } from '../../../messages/pages.js';
import { Hidden, Select } from '../components/fields.js';
import { Badge, type Tone } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { CasesView, ShownCase } from './load.js';

const tones: Readonly<Record<ShownCase['state'], Tone>> = { open: 'bad', acting: 'warn', done: 'calm', closed: 'good' };

export function DeviationsPage({ reader, view }: { readonly reader: Reader; readonly view: CasesView }): VNode {
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(view.cycleId)}>{view.title}</a>
      </p>
      <p class="lead">{t(deviationPage.lead)}</p>
      <form method="get" action={links.deviations(view.cycleId)} class="row">
        {view.unit !== null && <Hidden name="unit" value={view.unit} />}
        <Select
          name="state"
          label={t(deviationPage.filter)}
          value={view.state ?? ''}
          options={[
            { value: '', text: t(deviationPage.all) },
            ...caseStates.map((state) => ({ value: state, text: t(caseStateNames[state]) })),
          ]}
        />
        <div class="actions">
          <button>{t(deviationPage.show)}</button>
        </div>
      </form>
      <Cases reader={reader} view={view} />
      {view.next !== null && (
        <p>
          <a class="button" href={`${links.deviations(view.cycleId)}?${query(view)}`}>
            {t(deviationPage.more)}
          </a>
        </p>
      )}
    </>
  );
}

const query = ({ state, unit, next }: CasesView): string =>
  new URLSearchParams({
    ...(state !== null && { state }),
    ...(unit !== null && { unit }),
    ...(next !== null && { before: next }),
  }).toString();

function Cases({ reader, view }: { readonly reader: Reader; readonly view: CasesView }): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(deviationPage.title)}
      hideCaption
      rows={view.cases}
      keyOf={(row) => row.id}
      empty={t(deviationPage.none)}
      columns={[
        {
          title: t(deviationPage.goal),
          cell: (row) => (
            <a href={links.deviation(view.cycleId, row.id)}>
              {reader.name(row.unit)} · {row.title}
            </a>
          ),
        },
        {
          title: t(deviationPage.severity),
          cell: (row) => <Badge tone={row.severity === 'red' ? 'bad' : 'warn'}>{t(cyclePage[row.severity])}</Badge>,
        },
        { title: t(deviationPage.since), cell: (row) => row.since },
        { title: t(deviationPage.owner), cell: (row) => (row.owner === null ? '–' : reader.name(row.owner)) },
        { title: t(deviationPage.state), cell: (row) => <Standing reader={reader} row={row} /> },
        {
          title: t(deviationPage.due),
          cell: (row) => (
            <span>
              {row.state === 'acting' ? (row.action?.dueOn ?? '–') : '–'}{' '}
              {row.overdue && <Badge tone="bad">{t(deviationPage.overdue)}</Badge>}
            </span>
          ),
        },
      ]}
    />
  );
}

/** How it stands, with the words where they are for the reader. */
export function Standing({ reader, row }: { readonly reader: Reader; readonly row: ShownCase }): VNode {
  const { t } = reader;
  return (
    <div>
      <Badge tone={tones[row.state]}>{t(caseStateNames[row.state])}</Badge>
      {row.outcome !== null && <span class="soft"> {t(outcomeOfCase[row.outcome])}</span>}
      {row.outcome === null && row.whole && row.action !== null && <div class="words">{row.action.action}</div>}
    </div>
  );
}
