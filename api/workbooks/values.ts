import type { Query } from '../../db/connect.js';
import { listCycles } from '../../db/cycles.js';
import {
  askedSteps,
  metricsFor,
  type StandingValue,
  type TypedMetric,
  valuesAt,
  valuesSince,
} from '../../db/workbook-values.js';
import { planById } from '../../domain/process/index.js';
import { exact } from '../../domain/numbers.js';
import { documentDigest } from '../../documents/digest.js';
import { localDay } from '../../documents/schedule.js';
import type { Workbook } from '../../documents/workbooks/cells.js';
import type { References, RowTexts } from '../../documents/workbooks/columns.js';
import { differenceOf, type Keyed } from '../../documents/workbooks/difference.js';
import type { WorkbookTarget } from '../../documents/workbooks/marker.js';
import {
  type CellProblem,
  type ReadList,
  type ReadRow,
  readList,
  sheetOf,
} from '../../documents/workbooks/read-list.js';
import { sheetMissing, takesPercent } from '../../documents/workbooks/row-checks.js';
import { valuesShape } from '../../documents/workbooks/values.js';
import { Refused } from '../refused.js';
import { may } from '../rights.js';
import type { Person } from '../session.js';
import type { OpenTarget, Proposal } from './open.js';

/** One value to write. */
export interface ValueToWrite {
  readonly metric: string;
  readonly on: string;
  readonly value: string;
  readonly reason?: string;
}

const rowLimit = 20_000;

/** Values of the metrics that the person may report: known ones, and the days that are asked for. @throws Refused FORBIDDEN */
export async function openValues(
  sql: Query,
  person: Person,
  target: Extract<WorkbookTarget, { readonly of: 'values' }>,
): Promise<OpenTarget> {
  const metrics = await metricsFor(sql, person.id, may(person, 'write', 'value'));
  const mine = metrics.filter((metric) => metric.mine);
  if (mine.length === 0 && !may(person, 'write', 'value')) throw new Refused('FORBIDDEN');
  const references: References = {
    metric: metrics.map(({ id, titleZh, titleEn, measuredIn }) => ({
      id,
      zh: titleZh,
      en: titleEn,
      ...(measuredIn !== null && { note: measuredIn }),
    })),
  };
  return {
    target,
    lists: [{ shape: valuesShape, rows: await rowsOf(sql, mine) }],
    references: { metric: (references['metric'] ?? []).filter(({ id }) => mine.some((metric) => metric.id === id)) },
    basedOn: '',
    baseVersion: 0,
    rowLimit,
    read: (book) => readValues(sql, book, references, new Set(mine.map(({ id }) => id))),
  };
}

const keyOf = ({ metric, on }: { readonly metric: string; readonly on: string }): string => `${metric} ${on}`;

/** What is known since the earliest running cycle began, and an empty row for each day that is asked for. */
async function rowsOf(sql: Query, mine: readonly TypedMetric[]): Promise<readonly Keyed[]> {
  const typed = mine.filter(({ source }) => source === 'manual');
  const ids = typed.map(({ id }) => id);
  const cycles = (await listCycles(sql)).filter(({ state, book }) => state === 'running' && book === 'real');
  const since = cycles.map(({ periodStart }) => periodStart).sort()[0] ?? '1900-01-01';
  const known = await valuesSince(sql, ids, since);
  const there = new Set(known.map(keyOf));
  const asked = (await askedSteps(sql, ids)).flatMap(({ cycleId, planId, metric }) => {
    const cycle = cycles.find(({ id }) => id === cycleId);
    const plan = planById(cycle?.schedule.steps ?? [], planId);
    return cycle === undefined || plan === undefined ? [] : [{ metric, on: localDay(plan.opensAt, cycle.zone) }];
  });
  const open = [...new Map(asked.map((place) => [keyOf(place), place])).values()].filter((it) => !there.has(keyOf(it)));
  const byId = new Map(typed.map((metric, index) => [metric.id, { metric, index }]));
  return [...known, ...open]
    .toSorted((a, b) => (byId.get(a.metric)?.index ?? 0) - (byId.get(b.metric)?.index ?? 0) || (a.on < b.on ? -1 : 1))
    .map((row) => ({ key: keyOf(row), texts: textsOf(row, byId.get(row.metric)?.metric) }));
}

function textsOf(row: { metric: string; on: string; value?: string; reason?: string }, of?: TypedMetric): RowTexts {
  const all: readonly (readonly [string, string | null | undefined])[] = [
    ['metric', row.metric],
    ['name', of?.titleZh === of?.titleEn ? of?.titleZh : `${of?.titleZh ?? ''} / ${of?.titleEn ?? ''}`],
    ['measuredIn', of?.measuredIn],
    ['on', row.on],
    ['value', row.value],
    ['reason', row.reason],
  ];
  return new Map(all.flatMap(([id, text]) => (text === null || text === undefined || text === '' ? [] : [[id, text]])));
}

async function readValues(
  sql: Query,
  book: Workbook,
  references: References,
  mine: ReadonlySet<string>,
): Promise<Proposal> {
  const sheet = sheetOf(book.sheets, valuesShape);
  if (sheet === undefined) return { ok: false, problems: [sheetMissing(valuesShape)] };
  const read = readList(sheet, valuesShape, { references });
  const rows = read.rows.filter(({ texts }) => texts.has('value'));
  const problems = [...read.problems, ...rowProblems(rows, read, references, mine)];
  const places = rows.map(valueOf);
  const standing = problems.length > 0 ? [] : await valuesAt(sql, places);
  const known = new Map(standing.map((value) => [keyOf(value), value]));
  const content: ValueToWrite[] = [];
  rows.forEach(({ row }, index) => {
    const place = places[index];
    const before = place === undefined ? undefined : known.get(keyOf(place));
    if (place === undefined || problems.length > 0 || (before !== undefined && same(before.value, place.value))) return;
    if (before === undefined || place.reason !== undefined) content.push(place);
    else problems.push(read.tell(row, 'reason', 'VALUE_WITHOUT_REASON', '', `${before.value} → ${place.value}`));
  });
  if (problems.length > 0) return { ok: false, problems };
  const old = standing.map((value): Keyed => ({ key: keyOf(value), texts: textsOf(value) }));
  const changed = new Set(content.map(keyOf));
  const after = places.map((place): Keyed => {
    const key = keyOf(place);
    const before = known.get(key);
    return { key, texts: textsOf(changed.has(key) || before === undefined ? place : before) };
  });
  return { ok: true, content, lists: [differenceOf(valuesShape, old, after)], basedOn: basisOf(content, standing) };
}

const valueOf = ({ texts }: ReadRow): ValueToWrite => {
  const reason = texts.get('reason');
  return {
    metric: texts.get('metric') ?? '',
    on: texts.get('on') ?? '',
    value: texts.get('value') ?? '',
    ...(reason !== undefined && { reason }),
  };
};

/** `0.50` is `0.5`. */
const same = (a: string, b: string): boolean => exact(a).equals(exact(b));

/** Which versions of the values to write were seen. */
export function basisOf(content: readonly ValueToWrite[], standing: readonly StandingValue[]): string {
  const versions = new Map(standing.map((value) => [keyOf(value), value.version]));
  return documentDigest(content.map((value) => [value.metric, value.on, versions.get(keyOf(value)) ?? 0]));
}

function rowProblems(
  rows: readonly ReadRow[],
  { tell }: Pick<ReadList, 'tell'>,
  references: References,
  mine: ReadonlySet<string>,
): readonly CellProblem[] {
  const inPercent = takesPercent(references);
  const seen = new Set<string>();
  return rows.flatMap(({ row, texts, percent }) => {
    const metric = texts.get('metric');
    const on = texts.get('on');
    if (metric === undefined || on === undefined) return [];
    if (!mine.has(metric)) return [tell(row, 'metric', 'METRIC_NOT_YOURS', '', metric)];
    if (percent.has('value') && !inPercent(metric)) return [tell(row, 'value', 'PERCENT_HERE')];
    const key = `${metric} ${on}`;
    if (seen.has(key)) return [tell(row, 'on', 'ROW_TWICE', '', key)];
    seen.add(key);
    return [];
  });
}
