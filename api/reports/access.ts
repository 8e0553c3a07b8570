import type { Query } from '../../db/connect.js';
import type { CycleRow } from '../../db/cycles.js';
import { type ReportScope, unitsUnder, unpublishedOf } from '../../db/reports.js';
import { tellingOf, unitsInLine } from '../../db/sight.js';
import { stepKinds } from '../../domain/process/index.js';
import { type ReportKind, reportKinds } from '../../domain/reports/index.js';
import { anyTime, fieldOfKind, type Relation, relationsThatMay, type Telling } from '../../domain/rights/index.js';
import { Refused } from '../refused.js';
import { may, seesAll } from '../rights.js';
import type { Person } from '../session.js';
import { untoldKinds } from '../told-steps.js';

/** What of a cycle's reports a person sees: the table of DESIGN.md 1, applied to rows before anything is counted. */
export interface ReportAccess {
  /** null: money only. */
  readonly scope: ReportScope | null;
  /** Units whose money is shown; null: everybody's, and the reserve; none: nobody's. */
  readonly money: readonly string[] | null;
  /** How steps went and who decided, for members only their unit's result. */
  readonly whole: boolean;
}

/** Everybody's amounts, and nothing else of a cycle's reports. */
export const seesMoney = (person: Person): boolean => may(person, 'see', 'amount');

/** The reports that somebody can open at all; a member's own unit is asked for by name. */
export function kindsFor(person: Person): readonly ReportKind[] {
  if (seesAll(person) || person.heads.length > 0) return reportKinds;
  return seesMoney(person) ? ['cycle'] : [];
}

/**
 * HR, board and auditor see all; heads their line, judgements of units they head themselves once those are published; finance the
 * money; a member the own unit once its result was told. `unit`: only that unit and those below; of a unit's report, that unit.
 * @throws Refused FORBIDDEN, NOT_FOUND
 */
export async function accessTo(
  sql: Query,
  person: Person,
  cycle: CycleRow,
  kind: ReportKind,
  unit: string | null,
): Promise<ReportAccess> {
  if (kind === 'unit' && unit === null) throw new Refused('NOT_FOUND');
  const asked = unit === null ? null : kind === 'unit' ? [unit] : await unitsUnder(sql, unit);
  if (asked !== null && !asked.some((each) => cycle.subjects.includes(each))) throw new Refused('NOT_FOUND');
  const untold = await untoldKinds(sql, person, cycle);
  const scopeOf = (
    units: readonly string[] | null,
    rights: Pick<ReportScope, 'early' | 'secret' | 'hidden'>,
  ): ReportScope => ({
    ...{ cycleId: cycle.id, zone: cycle.zone, units: within(units, asked), untold },
    ...rights,
  });
  if (seesAll(person))
    return { scope: scopeOf(null, { early: true, secret: [], hidden: [] }), money: asked, whole: true };
  const finance = seesMoney(person);
  const line = person.heads.length > 0 ? await unitsInLine(sql, person.id) : [];
  const inLine = line.length > 0 && (asked === null || asked.some((each) => line.includes(each)));
  if (inLine) {
    const secret = await unpublishedOf(sql, cycle.id, person.heads);
    const hidden = [
      { units: person.heads, kinds: kindsHiddenFrom('own-head', 'published') },
      { units: secret, kinds: kindsHiddenFrom('own-head', 'secret') },
    ];
    const scope = scopeOf(line, { early: false, secret, hidden });
    return { scope, money: finance ? asked : within(line, asked), whole: true };
  }
  if (kind === 'cycle' && finance) return { scope: null, money: asked, whole: false };
  if (kind !== 'unit' || unit === null || !person.memberOf.includes(unit)) throw new Refused('FORBIDDEN');
  if (!(await tellingOf(sql, cycle.id, unit)).told) throw new Refused('FORBIDDEN');
  const hidden = [{ units: [unit], kinds: kindsHiddenFrom('member', 'told') }];
  return { scope: scopeOf([unit], { early: false, secret: [unit], hidden }), money: [], whole: false };
}

/** Steps of which somebody who stands so towards their unit is not told: what is nominated, what is judged in secret. */
const kindsHiddenFrom = (relation: Relation, telling: Telling): readonly string[] =>
  stepKinds.filter((kind) => !relationsThatMay('see', { ...anyTime, telling }, fieldOfKind[kind]).has(relation));

function within(units: readonly string[] | null, asked: readonly string[] | null): readonly string[] | null {
  if (units === null) return asked;
  return asked === null ? units : asked.filter((each) => units.includes(each));
}
