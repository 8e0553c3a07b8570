import {
  gapBetween,
  gradeCounts,
  gradesOf,
  type Odd,
  oddities,
  type RaterSeen,
  ratersSeen,
  type Seen,
  selfScore,
} from '../domain/cycle/index.js';
import { grouped } from '../domain/rules/grouped.js';
import { computedFrom, readSeen, seenDigest } from '../db/before-publication.js';
import { type CalibrationStanding, readCalibration } from '../db/calibration.js';
import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import { sha256Hex } from '../documents/digest.js';

export interface Scored {
  readonly total: string;
  readonly grade: string | null;
}

/** One unit: what it says of itself, what was computed from all ratings that count, and what calibration made of it. */
export interface Gap {
  readonly unitId: string;
  readonly self: Scored | null;
  readonly superior: Scored | null;
  /** self − superior, exact; null where one of them is missing. */
  readonly gap: string | null;
  /** The grade after calibration. */
  readonly calibrated: string | null;
}

export interface GradeBeforeAfter {
  readonly grade: string;
  /** null: the grade has no share. */
  readonly wanted: number | null;
  readonly before: number;
  readonly after: number;
}

export interface GradeChange {
  readonly unitId: string;
  readonly from: string | null;
  readonly to: string;
  readonly reason: string;
}

/** What HR looks at before results are published. */
export interface BeforePublication {
  readonly raters: readonly RaterSeen[];
  readonly driftMinimum: number;
  readonly gaps: readonly Gap[];
  readonly odd: readonly Odd[];
  readonly distribution: { readonly mode: 'guide' | 'quota' | null; readonly grades: readonly GradeBeforeAfter[] };
  /** Of the calibration as it was submitted last, none where it ended without approval; `approved`: two persons have agreed on them. */
  readonly changes: { readonly approved: boolean; readonly rows: readonly GradeChange[] };
  /** What a publication of exactly this names. */
  readonly seenDigest: string;
}

const usualMinimum = 5;

export async function beforePublication(sql: Query, cycle: CycleRow): Promise<BeforePublication> {
  const seen = await readSeen(sql, cycle.id);
  const changes = changesOf(await readCalibration(sql, cycle.id), seen);
  const driftMinimum = cycle.template.driftMinimum ?? usualMinimum;
  const to = new Map(changes.rows.map((change) => [change.unitId, change.to]));
  return {
    raters: ratersSeen(seen.ratings, driftMinimum),
    driftMinimum,
    gaps: await gapsOf(sql, cycle, seen, to),
    odd: oddities(seen),
    distribution: distributionOf(cycle, seen, to),
    changes,
    seenDigest: seenDigest(seen),
  };
}

function changesOf({ changes, approved }: CalibrationStanding, { results }: Seen): BeforePublication['changes'] {
  const from = new Map(results.map(({ unitId, grade }) => [unitId, grade]));
  const rows = changes.map(({ unit, grade, reason }) => ({
    unitId: unit,
    from: from.get(unit) ?? null,
    to: grade,
    reason,
  }));
  return { approved, rows };
}

async function gapsOf(
  sql: Query,
  cycle: CycleRow,
  seen: Seen,
  to: ReadonlyMap<string, string>,
): Promise<readonly Gap[]> {
  const own = grouped(
    seen.ratings.filter(({ role }) => role === 'self'),
    ({ unitId }) => unitId,
  );
  const selves = new Map(
    (await computedFrom(sql, cycle.id, [...own.keys()])).map(({ unitId, ...from }) => {
      const said = Object.fromEntries((own.get(unitId) ?? []).map(({ item, value }) => [item, value]));
      return [unitId, selfScore(from, said, { sha256: sha256Hex })];
    }),
  );
  const results = new Map(seen.results.map((result) => [result.unitId, result]));
  return seen.units.map((unitId): Gap => {
    const { total = null, grade = null } = results.get(unitId) ?? {};
    const self = selves.get(unitId) ?? null;
    const superior = total === null ? null : { total, grade };
    return { unitId, self, superior, gap: gapBetween(self?.total ?? null, total), calibrated: to.get(unitId) ?? grade };
  });
}

function distributionOf(
  { template }: CycleRow,
  { results }: Seen,
  to: ReadonlyMap<string, string>,
): BeforePublication['distribution'] {
  const distribution = template.distribution ?? null;
  const count = (gradeOf: (result: Seen['results'][number]) => string | null) =>
    gradeCounts(gradesOf(template.scorecard), distribution, results.map(gradeOf));
  const [before, after] = [count(({ grade }) => grade), count(({ unitId, grade }) => to.get(unitId) ?? grade)];
  const found = (counts: typeof before, grade: string): number =>
    counts.find((each) => each.grade === grade)?.found ?? 0;
  const grades = [...new Map([...before, ...after].map((row) => [row.grade, row.wanted]))].map(([grade, wanted]) => ({
    grade,
    wanted,
    before: found(before, grade),
    after: found(after, grade),
  }));
  return { mode: distribution === null ? null : (distribution.mode ?? 'guide'), grades };
}
