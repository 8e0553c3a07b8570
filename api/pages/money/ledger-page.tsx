import type { VNode } from 'preact';
import type { LedgerPosting, LedgerRow } from '../../../domain/cycle/index.js';
import { frame, moneyPages } from '../../../messages/pages.js';
import { kindNames } from '../../../messages/steps.js';
import type { PostingReason, ShownLedger } from '../../ledger.js';
import { Section } from '../components/marks.js';
import { type Column, Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';

export interface LedgerView {
  readonly cycleId: string;
  readonly cycleTitle: string;
  readonly currency: string;
  readonly books: readonly ShownLedger[];
  readonly units: ReadonlyMap<string, Named>;
  readonly persons: ReadonlyMap<string, Named>;
  /** False: the own line of units only, without what tells about others. */
  readonly whole: boolean;
  readonly may: { readonly payroll: boolean };
}

interface Props {
  readonly reader: Reader;
  readonly view: LedgerView;
}

const nothing = '–';
const named = (reader: Reader, of: ReadonlyMap<string, Named>, id: string): string => {
  const found = of.get(id);
  return found === undefined ? id : reader.name(found);
};

export function LedgerPage({ reader, view }: Props): VNode {
  const { t } = reader;
  const books = view.books.filter(({ table }) => table.postings.length > 0);
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(view.cycleId)}>{view.cycleTitle}</a>
      </p>
      <p class="lead">{t(view.whole ? moneyPages.ledgerLead : moneyPages.ownLines)}</p>
      <p>
        <a href={links.ledgerFile(view.cycleId, 'xlsx')} download>
          {t(moneyPages.xlsx)}
        </a>
        {' · '}
        <a href={links.ledgerFile(view.cycleId, 'csv')} download>
          {t(moneyPages.csv)}
        </a>
        {view.may.payroll && (
          <>
            {' · '}
            <a href={links.payroll(view.cycleId)}>{t(moneyPages.payroll)}</a>
          </>
        )}
      </p>
      {books.length === 0 && <p class="empty">{t(moneyPages.noEntries)}</p>}
      {books.map((book) => (
        <Section
          key={book.table.kind}
          id={book.table.kind}
          title={`${t(kindNames[book.table.kind])} (${view.currency})`}
        >
          <Entries reader={reader} view={view} book={book} />
          {view.whole && <Postings reader={reader} view={view} book={book} />}
        </Section>
      ))}
    </>
  );
}

type BookProps = Props & { readonly book: ShownLedger };

/** One row a unit; for each posting what it wrote, and what took it off again. */
function Entries({ reader, view, book }: BookProps): VNode {
  const { t } = reader;
  const { postings, rows, kind } = book.table;
  const amount = (minor: string | null | undefined): string =>
    minor === null || minor === undefined ? nothing : reader.amount(minor);
  const columns = postings.flatMap(({ attempt, cell, reserve }, at): Column<LedgerRow>[] => {
    const wasReversed = cell.reversedMinor !== null || reserve.reversedMinor !== null;
    return [
      { title: t(moneyPages.postedIn(attempt)), number: true, cell: ({ cells }) => amount(cells[at]?.postedMinor) },
      ...(wasReversed
        ? [
            {
              title: t(moneyPages.reversedOf(attempt)),
              number: true,
              cell: ({ cells }: LedgerRow) => amount(cells[at]?.reversedMinor),
            },
          ]
        : []),
    ];
  });
  const sums = postings.flatMap(({ cell, reserve }) => {
    const both = (of: 'postedMinor' | 'reversedMinor'): string =>
      reader.amount((BigInt(cell[of] ?? '0') + BigInt(reserve[of] ?? '0')).toString());
    const wasReversed = cell.reversedMinor !== null || reserve.reversedMinor !== null;
    return [both('postedMinor'), ...(wasReversed ? [both('reversedMinor')] : [])];
  });
  return (
    <Table
      caption={`${t(moneyPages.ledger)}: ${t(kindNames[kind])}`}
      hideCaption
      rows={rows}
      keyOf={(row) => row.unitId ?? '-'}
      empty={t(moneyPages.noEntries)}
      columns={[
        {
          title: t(frame.unit),
          cell: ({ unitId }) => (unitId === null ? t(moneyPages.reserve) : named(reader, view.units, unitId)),
        },
        ...columns,
        { title: t(moneyPages.stands), number: true, cell: (row) => <strong>{reader.amount(row.standsMinor)}</strong> },
      ]}
      {...(view.whole && {
        foot: [t(moneyPages.sumAfter), ...sums, reader.amount(postings.at(-1)?.standsMinor ?? '0')],
      })}
    />
  );
}

/** Posting by posting: when, by whom, why, and the sums after it beside pool or envelope. */
function Postings({ reader, view, book }: BookProps): VNode {
  const { t } = reader;
  const comma = reader.language === 'en' ? ', ' : '、';
  return (
    <Table
      caption={t(moneyPages.postings)}
      rows={book.table.postings}
      keyOf={(posting) => String(posting.attempt)}
      empty={t(moneyPages.noEntries)}
      columns={[
        { title: t(moneyPages.attempt), cell: ({ attempt }) => String(attempt) },
        { title: t(moneyPages.when), cell: ({ postedAt }) => reader.time(postedAt) },
        {
          title: t(moneyPages.approvedBy),
          cell: ({ approvedBy }) => approvedBy.map((person) => named(reader, view.persons, person)).join(comma),
        },
        { title: t(moneyPages.why), cell: (posting) => why(reader, view, book, posting) },
        { title: t(moneyPages.linesAfter), number: true, cell: ({ linesMinor }) => reader.amount(linesMinor) },
        { title: t(moneyPages.reserveAfter), number: true, cell: ({ reserveMinor }) => reader.amount(reserveMinor) },
        { title: t(moneyPages.sumAfter), number: true, cell: ({ standsMinor }) => reader.amount(standsMinor) },
        { title: t(moneyPages.whole), number: true, cell: (posting) => wholeAfter(reader, book, posting) },
      ]}
    />
  );
}

function wholeAfter(reader: Reader, { reasons }: ShownLedger, { attempt }: LedgerPosting): string {
  const reason = reasons.find((each) => each.attempt === attempt);
  return reason === undefined ? nothing : reader.amount(reason.wholeMinor);
}

function why(reader: Reader, view: LedgerView, { reasons }: ShownLedger, { attempt }: LedgerPosting): string {
  const { t } = reader;
  const reason: PostingReason | undefined = reasons.find((each) => each.attempt === attempt);
  if (reason === undefined || reason.causes === null) return t(moneyPages.first);
  const comma = reader.language === 'en' ? ', ' : '、';
  const { units, rules } = reason.causes;
  const decided = reason.decisions.map(({ unitId, kind, decidedBy }) =>
    t(
      moneyPages.byDecision(
        t(kindNames[kind]),
        unitId === null ? '' : named(reader, view.units, unitId),
        named(reader, view.persons, decidedBy),
      ),
    ),
  );
  return [
    ...decided,
    ...(units.length > 0
      ? [t(moneyPages.byResults(units.map((unit) => named(reader, view.units, unit)).join(comma)))]
      : []),
    ...(rules ? [t(moneyPages.byRules)] : []),
    ...(reason.correction ? [t(moneyPages.asCorrection)] : []),
  ].join(reader.language === 'en' ? '; ' : '；');
}
