import type { Query } from './connect.js';

/** Has the release been approved? From then on what stands is paid: nothing is reversed, corrections go to the reserve. */
export async function isReleased(sql: Query, cycleId: string): Promise<boolean> {
  const [row] = await sql<{ released: boolean }[]>`SELECT is_released(${cycleId}) AS released`;
  return row?.released === true;
}
