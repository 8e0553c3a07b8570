import type { VNode } from 'preact';
import type { Effects, GradeCount, Totals, UnitEffect, UnitStanding } from '../../../domain/cycle/index.js';
import { frame, rulesPage } from '../../../messages/pages.js';
import { Message } from '../components/marks.js';
import { type Column, Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';

interface Props {
  readonly reader: Reader;
  readonly effects: Effects;
  /** By id of the unit. */
  readonly names: ReadonlyMap<string, Named>;
}

const nothing = '–';

/** `before → after`, or one of them where nothing moves. */
function pair(before: string | null, after: string | null, shown: (value: string) => string): VNode {
  const [was, is] = [before, after].map((value) => (value === null ? nothing : shown(value)));
  return was === is ? <span>{was}</span> : <strong>{`${was} → ${is}`}</strong>;
}

/** Who moves, sums and grades: the same on the page that asks and on the one that decides. */
export function ShownEffects(props: Props): VNode {
  const { reader, effects } = props;
  const { t } = reader;
  const moved = effects.units.filter((unit) => unit.moved);
  const still = effects.units.length - moved.length;
  return (
    <>
      <p>{t(rulesPage.unitsMoved(effects.moved, effects.units.length))}</p>
      <Lacking {...props} totals={effects.after} />
      <Units {...props} rows={moved} caption={t(rulesPage.result)} empty={t(rulesPage.nobody)} foot />
      {still > 0 && moved.length > 0 && (
        <details>
          <summary>{t(rulesPage.others(still))}</summary>
          <Units
            {...props}
            rows={effects.units.filter((unit) => !unit.moved)}
            caption={t(rulesPage.others(still))}
            empty=""
          />
        </details>
      )}
      <Grades reader={reader} effects={effects} />
    </>
  );
}

function Units({
  reader,
  effects,
  names,
  rows,
  caption,
  empty,
  foot = false,
}: Props & {
  readonly rows: readonly UnitEffect[];
  readonly caption: string;
  readonly empty: string;
  readonly foot?: boolean;
}): VNode {
  const { t } = reader;
  const column = (title: string, of: keyof UnitStanding, shown: (value: string) => string): Column<UnitEffect> => ({
    title,
    number: true,
    cell: ({ before, after }) => pair(before[of], after[of], shown),
  });
  const sum = (of: 'bonusMinor' | 'budgetMinor'): VNode =>
    pair(effects.before[of], effects.after[of], (minor) => reader.amount(minor));
  return (
    <Table
      caption={caption}
      hideCaption
      rows={rows}
      keyOf={(row) => row.unitId}
      empty={empty}
      columns={[
        { title: t(frame.unit), cell: (row) => nameOf(reader, names, row.unitId) },
        column(t(rulesPage.score), 'total', (total) => reader.score(total)),
        column(t(rulesPage.grade), 'grade', (grade) => grade),
        column(t(rulesPage.bonus), 'bonusMinor', (minor) => reader.amount(minor)),
        column(t(rulesPage.budget), 'budgetMinor', (minor) => reader.amount(minor)),
      ]}
      {...(foot && { foot: [t(rulesPage.sum), '', '', sum('bonusMinor'), sum('budgetMinor')] })}
    />
  );
}

const nameOf = (reader: Reader, names: ReadonlyMap<string, Named>, id: string): string => {
  const named = names.get(id);
  return named === undefined ? id : reader.name(named);
};

/** Units that stand in the way of computing anything. */
function Lacking({ reader, names, totals }: Props & { readonly totals: Totals }): VNode {
  const { t } = reader;
  const listed = (ids: readonly string[]): string =>
    ids.map((id) => nameOf(reader, names, id)).join(reader.language === 'en' ? ', ' : '、');
  const sentences = [
    ...(totals.unscorable.length > 0 ? [t(rulesPage.unscorable(listed(totals.unscorable)))] : []),
    ...(['bonus', 'budget'] as const).flatMap((kind) =>
      totals.unfit[kind].length > 0 ? [t(rulesPage.unfit(rulesPage[kind], listed(totals.unfit[kind])))] : [],
    ),
  ];
  return (
    <>
      {sentences.map((sentence) => (
        <Message key={sentence} tone="warn">
          {sentence}
        </Message>
      ))}
    </>
  );
}

/** How many of each grade, found and wanted, before and after. */
function Grades({ reader, effects }: { readonly reader: Reader; readonly effects: Effects }): VNode {
  const { t } = reader;
  const { before, after } = effects;
  const grades = [...new Set([...after.grades, ...before.grades].map(({ grade }) => grade))];
  const count = (totals: Totals, grade: string, of: 'found' | 'wanted'): string | null => {
    const row: GradeCount | undefined = totals.grades.find((each) => each.grade === grade);
    const found = row === undefined ? null : row[of];
    return found === null ? null : String(found);
  };
  const column = (title: string, of: 'found' | 'wanted'): Column<string> => ({
    title,
    number: true,
    cell: (grade) => pair(count(before, grade, of), count(after, grade, of), (value) => value),
  });
  return (
    <Table
      caption={t(rulesPage.grades)}
      rows={grades}
      keyOf={(grade) => grade}
      empty=""
      columns={[
        { title: t(rulesPage.grade), cell: (grade) => grade },
        column(t(rulesPage.found), 'found'),
        column(t(rulesPage.wanted), 'wanted'),
      ]}
    />
  );
}
