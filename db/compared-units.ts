import type { ComparedUnit } from '../domain/cycle/index.js';
import type { Query } from './connect.js';
import { approvedCalibration } from './calibration.js';
import { scoringInputs } from './results.js';

type Row = Omit<ComparedUnit, 'input' | 'published' | 'calibratedGrade'> & {
  readonly id: string;
  readonly calibrated: string | null;
  readonly published: ComparedUnit['published'];
};

/** The next page of a cycle's units, by id, with all that a comparison of rules needs. */
export async function comparedUnits(
  sql: Query,
  cycleId: string,
  afterUnit: string,
  limit: number,
): Promise<readonly ComparedUnit[]> {
  const inputs = await scoringInputs(sql, cycleId, afterUnit, limit);
  if (inputs.length === 0) return [];
  const rows = await sql<Row[]>`
    SELECT u.id, u.kind, u.payroll_base AS "payrollBase", coalesce(b.base_minor, u.budget_base_minor) AS "budgetBaseMinor",
           r.calibrated_grade AS calibrated,
           CASE WHEN r.version IS NOT NULL THEN jsonb_build_object('total', r.total,
             'grade', coalesce(r.calibrated_grade, r.grade), 'rulesDigest', r.rules_digest) END AS published
      FROM units u LEFT JOIN cycle_budget_bases b ON b.cycle_id = ${cycleId} AND b.unit_id = u.id
      LEFT JOIN LATERAL (SELECT * FROM results r WHERE r.cycle_id = ${cycleId} AND r.unit_id = u.id
                          AND r.published_at IS NOT NULL ORDER BY version DESC LIMIT 1) r ON true
     WHERE u.id = ANY (${inputs.map((input) => input.unitId)})`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  // Approved and not yet published, a calibration will count when publication comes.
  const approved = new Map((await approvedCalibration(sql, cycleId)).map((change) => [change.unit, change.grade]));
  return inputs.flatMap((input): ComparedUnit[] => {
    const row = byId.get(input.unitId);
    if (row === undefined) return [];
    const { kind, payrollBase, budgetBaseMinor, published } = row;
    const calibratedGrade = published === null ? (approved.get(input.unitId) ?? null) : row.calibrated;
    return [{ input, kind, payrollBase, budgetBaseMinor, calibratedGrade, published }];
  });
}
