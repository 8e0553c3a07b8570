import type { StepKind } from '../domain/process/index.js';
import type { Goal, Task } from '../domain/rules/index.js';
import type { Query } from './connect.js';

/** One version of a unit's goals or plan, whole, as it was in force. */
export interface InForceVersion<Row> {
  /** 1 is the first. */
  readonly number: number;
  readonly validFrom: number;
  /** null: in force now. */
  readonly validTo: number | null;
  /** Who submitted it, and in which step; null: it only ended what was before. */
  readonly by: {
    readonly id: string;
    readonly nameZh: string;
    readonly nameEn: string;
    readonly stepId: string;
    readonly kind: StepKind;
  } | null;
  readonly rows: readonly Row[];
}

export type VersionedPart = 'goals' | 'plan';
export type RowOf<Part extends VersionedPart> = Part extends 'goals' ? Goal : Task;

/**
 * All versions of a part of a unit's commitments, oldest first. What was put in
 * force by one command is one version; where the last was ended and nothing came
 * in its place, an empty version says so.
 */
export async function versionsInForce<Part extends VersionedPart>(
  sql: Query,
  cycleId: string,
  unitId: string,
  part: Part,
): Promise<readonly InForceVersion<RowOf<Part>>[]> {
  const source = part === 'goals' ? sql`goals` : sql`tasks`;
  const versions = await sql<Omit<InForceVersion<RowOf<Part>>, 'number'>[]>`
    SELECT min(r.valid_from) AS "validFrom", max(r.valid_to) AS "validTo", jsonb_agg(r.content ORDER BY r.position) AS rows,
           (SELECT jsonb_build_object('id', c.principal_id, 'nameZh', p.name_zh, 'nameEn', p.name_en, 'stepId', c.step_id, 'kind', s.kind)
              FROM commands c JOIN persons p ON p.id = c.principal_id
              JOIN steps s ON s.review_id = c.review_id AND s.step_id = c.step_id WHERE c.id = r.command_id) AS by
      FROM ${source} r WHERE r.cycle_id = ${cycleId} AND r.unit_id = ${unitId}
     GROUP BY r.command_id, r.valid_from ORDER BY r.valid_from, max(r.version)`;
  const numbered = versions.map((version, index) => ({ ...version, number: index + 1 }));
  const last = numbered.at(-1);
  if (last === undefined || last.validTo === null) return numbered;
  return [...numbered, { number: last.number + 1, validFrom: last.validTo, validTo: null, by: null, rows: [] }];
}
