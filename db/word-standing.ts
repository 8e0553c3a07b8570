import type { StepKind } from '../domain/process/index.js';
import { isAppeal } from '../domain/process/index.js';
import type { Query } from './connect.js';
import { personsWithLine } from './own-lines.js';
import { placeOfStep, resolvePersons, whoTookPart } from './people.js';

interface AskedStep {
  readonly id: string;
  readonly cycleId: string;
  readonly reviewId: string;
  readonly unitId: string | null;
  readonly raterUnitId: string | null;
  readonly kind: StepKind;
}

/** Whom a decision about a step is not for, by what they are to it. */
export interface Barred {
  /** Who saved a draft of this attempt. Whoever submitted it stands in the step itself. */
  readonly editors: readonly string[];
  /** Heads of the unit under review, or of the units that are corrected; everybody with a line in a proposal. */
  readonly headsOfUnit: readonly string[];
  /** Who judged, decided or calibrated before what an appeal is about; empty for all other kinds of steps. */
  readonly tookPart: readonly string[];
}

/** As things stand now; the caller holds the review where it must stay so. */
export async function barredFrom(sql: Query, step: AskedStep): Promise<Barred> {
  return {
    editors: await editorsOf(sql, step),
    headsOfUnit: await ownUnit(sql, step),
    tookPart: isAppeal(step.kind) ? await whoTookPart(sql, placeOfStep(step)) : [],
  };
}

async function ownUnit(sql: Query, step: AskedStep): Promise<readonly string[]> {
  if (step.unitId !== null) {
    const persons = await resolvePersons(sql, [{ key: 'head', rule: 'head', ...placeOfStep(step) }]);
    return persons.get('head') ?? [];
  }
  switch (step.kind) {
    case 'bonus':
    case 'bonus-own':
    case 'budget':
    case 'budget-own':
      return personsWithLine(sql, step.cycleId, step.kind);
    case 'correction':
      return headsCorrected(sql, step);
    default:
      return [];
  }
}

/** Heads of the units that a correction is about, as it was submitted last; the schema asks the same function. */
async function headsCorrected(sql: Query, { reviewId, id }: AskedStep): Promise<readonly string[]> {
  const [row] = await sql<{ heads: string[] }[]>`SELECT heads_corrected(${reviewId}, ${id}) AS heads`;
  return row?.heads ?? [];
}

/** Who saved a draft since the last decision; words that came too late to become the draft wrote nothing of it. */
async function editorsOf(sql: Query, { reviewId, id }: AskedStep): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`SELECT unnest(step_editors(${reviewId}, ${id})) AS id`;
  return rows.map((row) => row.id);
}
