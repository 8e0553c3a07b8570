import type { VNode } from 'preact';
import type { ReportKind } from '../../../domain/reports/index.js';
import { reportLeads, reportNames, reportsPage } from '../../../messages/pages.js';
import { Select } from '../components/fields.js';
import { Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';

export interface ReportsView {
  readonly cycleId: string;
  readonly cycleTitle: string;
  /** Those about many units. */
  readonly kinds: readonly ReportKind[];
  /** Units whose report the reader may open; the first of them. */
  readonly units: readonly (Named & { readonly id: string })[];
  readonly note: string | null;
  /** To look at a part only; null: the whole line, or everybody. */
  readonly scope: string | null;
}

/** All reports of a cycle that are for the reader. */
export function ReportsPage({ reader, view }: { readonly reader: Reader; readonly view: ReportsView }): VNode {
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(view.cycleId)}>{view.cycleTitle}</a>
      </p>
      <p class="lead">{t(reportsPage.lead)}</p>
      {view.note !== null && <p class="soft">{view.note}</p>}
      {view.kinds.length > 0 && (
        <section>
          {view.kinds.length > 1 && view.units.length > 1 && <ScopeForm reader={reader} view={view} />}
          <Table
            caption={t(reportsPage.title)}
            hideCaption
            rows={view.kinds}
            keyOf={(kind) => kind}
            empty={t(reportsPage.noData)}
            columns={[
              {
                title: t(reportsPage.report),
                cell: (kind) => <a href={links.report(view.cycleId, kind, view.scope)}>{t(reportNames[kind])}</a>,
              },
              { title: t(reportsPage.about), cell: (kind) => t(reportLeads[kind]) },
            ]}
          />
        </section>
      )}
      {view.units.length > 0 && (
        <Section title={t(reportNames.unit)}>
          <p class="soft">{t(reportLeads.unit)}</p>
          <ul class="plain wrapping">
            {view.units.map((unit) => (
              <li key={unit.id}>
                <a href={links.report(view.cycleId, 'unit', unit.id)}>{reader.name(unit)}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function ScopeForm({ reader, view }: { readonly reader: Reader; readonly view: ReportsView }): VNode {
  const { t } = reader;
  return (
    <form method="get" action={links.reports(view.cycleId)} class="row">
      <Select
        name="scope"
        label={t(reportsPage.scope)}
        value={view.scope ?? ''}
        options={[
          { value: '', text: t(reportsPage.all) },
          ...view.units.map((unit) => ({ value: unit.id, text: reader.name(unit) })),
        ]}
      />
      <div class="actions">
        <button>{t(reportsPage.show)}</button>
      </div>
    </form>
  );
}
