import type { Workbook } from '../../documents/workbooks/cells.js';
import type { ListShape, References } from '../../documents/workbooks/columns.js';
import { differenceOf, type Keyed } from '../../documents/workbooks/difference.js';
import { goalColumn, goalOfRow, goalRow } from '../../documents/workbooks/goals.js';
import { type CellProblem, notToldYet, type ReadRow, readList, sheetOf } from '../../documents/workbooks/read-list.js';
import { problemsOfRows, sheetMissing, takesPercent, twiceIn } from '../../documents/workbooks/row-checks.js';
import { taskOfRow, taskRow } from '../../documents/workbooks/tasks.js';
import { parseStepContent } from '../../documents/steps.js';
import { freshId } from '../pages/steps/kinds/goals-content.js';
import type { Proposal } from './open.js';
import type { StepBase, StepTarget } from './step.js';

interface StepFile {
  readonly target: StepTarget;
  readonly shape: ListShape;
  readonly references: References;
  readonly base: StepBase;
  readonly before: readonly Keyed[];
  readonly basedOn: string;
  readonly book: Workbook;
}

/** The goals or tasks of a file as the content of a draft, and what is different from what stands. */
export function readStepFile(file: StepFile): Proposal {
  const { target, shape, references, base, before, basedOn, book } = file;
  const sheet = sheetOf(book.sheets, shape);
  if (sheet === undefined) return { ok: false, problems: [sheetMissing(shape)] };
  const earlier = earlierOf(file);
  const read = readList(sheet, shape, { references, kept: keptIn(before) });
  const problems: CellProblem[] = [...read.problems];
  if (target.of === 'goals') problems.push(...goalProblems(read.rows, new Set(earlier.keys()), references, read.tell));
  problems.push(...twiceIn(shape, read.rows, read.tell));
  const items = itemsOf(file, earlier, read.rows);
  const part = target.of === 'goals' ? 'goals' : 'tasks';
  const content = { [part]: items, answers: base.answers };
  if (items.length > 0) {
    const parsed = parseStepContent(target.of, { ...content, answers: [] });
    problems.push(...notToldYet(problemsOfRows(parsed, [part], read, goalColumn), problems));
  }
  if (problems.length > 0) return { ok: false, problems };
  const rowOf = target.of === 'goals' ? goalRow : taskRow;
  const after = items.map((item): Keyed => ({ key: item.id, texts: rowOf(item) }));
  return { ok: true, content, lists: [differenceOf(shape, before, after)], basedOn };
}

/** What stands in a draft already may stay, also where nobody knows it any more. */
function keptIn(before: readonly Keyed[]): Readonly<Record<string, ReadonlySet<string>>> {
  const values = (column: string): ReadonlySet<string> =>
    new Set(before.flatMap(({ texts }) => (texts.get(column) ?? '').split('; ')).filter((text) => text !== ''));
  return Object.fromEntries(['metric', 'supports', 'swot', 'goal', 'owner'].map((column) => [column, values(column)]));
}

/** What is known by its id: as it stands, else as it is in force. */
function earlierOf({ base, target }: StepFile): ReadonlyMap<string, unknown> {
  const rowOf = target.of === 'goals' ? goalRow : taskRow;
  return new Map(
    [...base.inForce, ...base.rows].flatMap((item): [string, unknown][] => {
      const id = rowOf(item).get('id');
      return id === undefined ? [] : [[id, item]];
    }),
  );
}

function itemsOf({ target }: StepFile, earlier: ReadonlyMap<string, unknown>, rows: readonly ReadRow[]) {
  const taken = new Set([...earlier.keys(), ...rows.map(({ texts }) => texts.get('id') ?? '')]);
  const prefix = target.of === 'goals' ? `${target.unitId}/goal` : 'task';
  return rows.map(({ texts }): Record<string, unknown> & { readonly id: string } => {
    const id = texts.get('id') ?? freshId(prefix, taken);
    const made =
      target.of === 'goals'
        ? goalOfRow(texts, id, target.unitId, earlier.get(id))
        : taskOfRow(texts, id, target.unitId);
    return { ...made, id };
  });
}

/** New goals get their id here; a percent sign belongs to weights, and to metrics that are measured in percent. */
function goalProblems(
  rows: readonly ReadRow[],
  known: ReadonlySet<string>,
  references: References,
  tell: (row: number, column: string, code: string, detail?: string, value?: string) => CellProblem,
): readonly CellProblem[] {
  const inPercent = takesPercent(references);
  return rows.flatMap(({ row, texts, percent }) => {
    const problems: CellProblem[] = [];
    const id = texts.get('id');
    if (id !== undefined && !known.has(id)) problems.push(tell(row, 'id', 'GOAL_UNKNOWN', '', id));
    for (const column of percent) {
      if (column !== 'weight' && !inPercent(texts.get('metric'))) problems.push(tell(row, column, 'PERCENT_HERE'));
    }
    if (texts.has('target') && (texts.has('low') || texts.has('high')))
      problems.push(tell(row, 'target', 'TARGET_AND_BAND'));
    for (const [column, other] of [
      ['low', 'high'],
      ['high', 'low'],
    ] as const) {
      if (texts.has(column) && !texts.has(other)) problems.push(tell(row, other, 'FIELD_MISSING'));
    }
    return problems;
  });
}
