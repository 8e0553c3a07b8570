import type { VNode } from 'preact';
import type { PayrollDownload, PayrollExport } from '../../../db/payroll.js';
import { frame, moneyPages } from '../../../messages/pages.js';
import { Hidden } from '../components/fields.js';
import { Badge, Message, Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';

export interface PayrollView {
  readonly cycleId: string;
  readonly cycleTitle: string;
  readonly rehearsal: boolean;
  readonly released: boolean;
  /** Units with something that no export holds. */
  readonly waiting: number;
  readonly exports: readonly PayrollExport[];
  readonly downloads: readonly PayrollDownload[];
  readonly units: ReadonlyMap<string, Named>;
  readonly persons: ReadonlyMap<string, Named>;
  readonly mayMake: boolean;
  readonly idempotencyKey: string;
  readonly message: { readonly tone: 'good' | 'bad'; readonly text: string } | null;
}

interface Props {
  readonly reader: Reader;
  readonly view: PayrollView;
}

const named = (reader: Reader, of: ReadonlyMap<string, Named>, id: string): string => {
  const found = of.get(id);
  return found === undefined ? id : reader.name(found);
};

export function PayrollPage({ reader, view }: Props): VNode {
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(view.cycleId)}>{view.cycleTitle}</a>
        {' › '}
        <a href={links.ledger(view.cycleId)}>{t(moneyPages.ledger)}</a>
      </p>
      {view.message !== null && <Message tone={view.message.tone}>{view.message.text}</Message>}
      <p class="lead">{t(moneyPages.payrollLead)}</p>
      <Make reader={reader} view={view} />
      {view.exports.length === 0 && <p class="empty">{t(moneyPages.none)}</p>}
      {view.exports.map((each) => (
        <Export key={each.number} reader={reader} view={view} made={each} />
      ))}
    </>
  );
}

/** The button where there is something to export, else why there is none. */
function Make({ reader, view }: Props): VNode {
  const { t } = reader;
  if (!view.released) return <p>{t(moneyPages.notReleased)}</p>;
  if (view.waiting === 0) return <p>{t(view.exports.length === 0 ? moneyPages.noBonus : moneyPages.upToDate)}</p>;
  if (!view.mayMake) return <></>;
  return (
    <form method="post" action={links.payroll(view.cycleId)}>
      <Hidden name="idempotencyKey" value={view.idempotencyKey} />
      <div class="actions">
        <button class="main">{t(view.exports.length === 0 ? moneyPages.make : moneyPages.makeSupplement)}</button>
      </div>
    </form>
  );
}

function Export({ reader, view, made }: Props & { readonly made: PayrollExport }): VNode {
  const { t } = reader;
  const forms = ['xlsx', 'csv'] as const;
  const downloads = view.downloads.filter(({ number }) => number === made.number);
  return (
    <Section id={`export-${made.number}`} title={t(moneyPages.exportOf(made.number))}>
      <p>
        {view.rehearsal && <Badge tone="warn">{t(moneyPages.rehearsalExport)}</Badge>}{' '}
        {made.number > 1 && <Badge>{t(moneyPages.supplement)}</Badge>}{' '}
        {t(moneyPages.madeBy(named(reader, view.persons, made.madeBy), reader.time(made.madeAt)))}
      </p>
      <p>
        {forms.map((form) => (
          <span key={form}>
            <a href={links.payrollFile(view.cycleId, made.number, form)} download>
              {t(form === 'csv' ? moneyPages.csv : moneyPages.xlsx)}
            </a>{' '}
          </span>
        ))}
      </p>
      <Table
        caption={t(moneyPages.exportOf(made.number))}
        hideCaption
        rows={made.lines}
        keyOf={(line) => line.unitId}
        empty={t(frame.nothing)}
        columns={[
          { title: t(frame.unit), cell: (line) => named(reader, view.units, line.unitId) },
          {
            title: `${t(moneyPages.amount)} (${made.currency})`,
            number: true,
            cell: (line) => reader.amount(line.amountMinor),
          },
        ]}
        foot={[t(moneyPages.sumAfter), reader.amount(made.totalMinor)]}
      />
      <ul class="plain soft">
        {forms.map((form) => (
          <li key={form}>
            {t(moneyPages.digest)} {form}: <code>{form === 'csv' ? made.csvDigest : made.xlsxDigest}</code>
          </li>
        ))}
        {downloads.map(({ form, copy, person, at }) => (
          <li key={`${form} ${copy}`}>
            {t(moneyPages.fetched)}: {form} · {t(copy === 0 ? moneyPages.original : moneyPages.copy(copy))} ·{' '}
            {named(reader, view.persons, person)} · {reader.time(at)}
          </li>
        ))}
      </ul>
    </Section>
  );
}
