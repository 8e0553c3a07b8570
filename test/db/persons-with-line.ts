import type { Query } from '../../db/connect.js';

/** Whom the schema keeps from deciding a money step: heads and members of the units whose lines it decides. */
export async function personsWithLine(sql: Query, cycleId: string, step: string): Promise<readonly string[]> {
  const [row] = await sql<{ persons: string[] }[]>`SELECT persons_with_line(${cycleId}, ${step}) AS persons`;
  return row?.persons ?? [];
}
