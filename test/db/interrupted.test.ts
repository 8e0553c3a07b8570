import { once } from 'node:events';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import {
  consequencesOf,
  insertDepartments,
  insertManyUnits,
  type Stage,
  stageProcess,
  stages,
} from '../setup/many-units.js';

const units = 500;
let sql: Sql;
let owner: Sql;
let databaseUrl = '';

/** Whatever the program writes here may be the end of its transaction, or of its connection. */
const watched = ['results', 'proposals', 'ledger', 'journal'] as const;

beforeAll(async () => {
  ({ sql, owner, databaseUrl } = await createTestDatabase({ seeded: true }));
  await insertDepartments(owner, units);
  await insertManyUnits(sql, 'smooth');
  await insertManyUnits(sql, 'cut');
  await owner.unsafe(`
    -- A sequence is not undone with its transaction: each writing statement has its own number, whatever became of the others.
    CREATE SEQUENCE written;
    CREATE TABLE deadly (nth bigint PRIMARY KEY, how text NOT NULL);
    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    DECLARE it text := (SELECT how FROM public.deadly WHERE nth = nextval('public.written'));
    BEGIN
      IF it = 'terminate' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
      IF it = 'abort' THEN RAISE EXCEPTION 'aborted by the test'; END IF;
      RETURN NULL;
    END $$;
    ${watched.map((table) => `CREATE TRIGGER die AFTER INSERT OR UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION die();`).join('\n')}`);
}, 300_000);

/** Writing statements from now on, by their number, that end so. */
const deadly = (how: 'terminate' | 'abort', numbers: readonly number[]) => owner`
  INSERT INTO deadly SELECT w.last_value + n, ${how} FROM written w, unnest(${numbers as number[]}::int[]) n ON CONFLICT DO NOTHING`;

/** A worker whose connection is cut in the middle of its second writing statement: its transaction fails, and it ends with the error. */
async function cutOff(stage: Stage): Promise<void> {
  await deadly('terminate', [2]);
  const [code] = (await once(stageProcess(databaseUrl, 'cut', stage), 'exit')) as [number | null];
  expect(code, stage).not.toBe(0);
}

/**
 * As the engine does it: what failed is run again, and what has run once more, as after a lost answer. The first
 * attempt is aborted at its first writing statement, the second at its second, and so on. Returns how many were.
 */
async function throughAborts(act: () => Promise<unknown>): Promise<number> {
  await deadly('abort', [1, 3, 6, 10, 15, 21]);
  for (let aborts = 0; aborts < 20; aborts += 1) {
    const failed = await act().then(
      () => false,
      () => true,
    );
    if (failed) continue;
    await owner`DELETE FROM deadly`;
    await act();
    return aborts;
  }
  throw new Error('it never ended');
}

/** What a cycle has come to, in figures that a second entry would change. */
const outcome = (cycleId: string) => owner`
  SELECT 'result' AS what, unit_id::text AS of, count(*)::int AS count, max(total) || ' ' || max(grade) AS said, bool_and(published_at IS NOT NULL) AS done
    FROM results WHERE cycle_id = ${cycleId} GROUP BY unit_id
  UNION ALL SELECT 'proposal ' || kind, '', count(*)::int, md5(max(answer::text)), bool_and(posted_at IS NOT NULL)
    FROM proposals WHERE cycle_id = ${cycleId} GROUP BY kind
  UNION ALL SELECT 'ledger ' || kind, coalesce(unit_id::text, ''), count(*)::int, sum(amount_minor)::text, true
    FROM ledger WHERE cycle_id = ${cycleId} GROUP BY kind, unit_id
  UNION ALL SELECT 'journal ' || act, '', count(*)::int, coalesce(sum((data ->> 'written')::int), 0)::text, true
    FROM journal WHERE cycle_id = ${cycleId} AND act IN ('scored', 'published', 'proposed', 'posted') GROUP BY act
  ORDER BY what, of`;

describe(`what follows a judgement, for ${String(units)} units`, () => {
  test('comes to the same, entry by entry, however often its transactions and connections end in the middle of it', async () => {
    const smooth = consequencesOf(sql, 'smooth');
    for (const stage of stages) await smooth[stage]();
    const expected = await outcome('smooth');
    expect(expected.filter(({ what }) => what === 'ledger bonus')).toHaveLength(units + 1);
    const cut = consequencesOf(sql, 'cut');
    for (const stage of stages) {
      if (stage === 'approve') await cut.approve();
      else {
        await cutOff(stage);
        // Every stage was hit at two points at least, or it proves nothing.
        expect(await throughAborts(cut[stage]), stage).toBeGreaterThan(1);
      }
    }
    expect(await outcome('cut')).toEqual(expected);
  }, 300_000);
});
