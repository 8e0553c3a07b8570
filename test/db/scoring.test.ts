import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createScoringActivities } from '../../activities/scoring.js';
import type { Sql } from '../../db/connect.js';
import { blockedUnits, latestResults, type ResultRow } from '../../db/results.js';
import { documentDigest, sha256Hex } from '../../documents/digest.js';
import { canonicalJson } from '../../domain/canonical.js';
import { score } from '../../domain/rules/index.js';
import { createTestDatabase } from '../setup/database.js';
import {
  asActivity,
  endStep,
  insertCycle,
  insertGoals,
  insertRating,
  insertRatings,
  insertValue,
  insertValues,
  insertYear,
  storyResults,
} from './story-cycle.js';

let sql: Sql;
let scoring: ReturnType<typeof createScoringActivities>;
let cycleId: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  scoring = createScoringActivities({ sql });
});

beforeEach(async () => {
  cycles += 1;
  cycleId = `c${cycles}`;
  await insertCycle(sql, cycleId);
});

const scoreAll = () => asActivity(scoring.scoreUnits, { cycleId });

async function resultOf(unit: string): Promise<ResultRow> {
  const [result] = await latestResults(sql, cycleId, unit);
  if (result === undefined) throw new Error(`no result of ${unit}`);
  return result;
}

describe('scoring a cycle', () => {
  test('gives the totals, grades and lines of the story, to the fraction', async () => {
    await insertYear(sql, cycleId);
    expect(await scoreAll()).toEqual({ scored: 7, blocked: 0, unchanged: 0 });
    for (const [unit, { expect: wanted, facts }] of Object.entries(storyResults.units)) {
      const found = await resultOf(unit);
      expect(found.result, unit).toMatchObject(wanted);
      expect(withoutRatings(found.facts), unit).toEqual(withoutRatings(facts));
    }
    expect(
      (await latestResults(sql, cycleId)).map(({ unitId, total, grade }) => `${unitId} ${total} ${grade}`),
    ).toEqual([
      'finance 95 A',
      'marketing 83.6 C',
      'production 69.25 D',
      'quality 763/13 D',
      'rnd 105 A',
      'sales 91.25 B',
      'sales-new 308/3 A',
    ]);
  });

  test('writes nothing when it is repeated', async () => {
    await insertYear(sql, cycleId);
    await scoreAll();
    expect(await scoreAll()).toEqual({ scored: 7, blocked: 0, unchanged: 7 });
    expect((await resultOf('sales')).version).toBe(1);
  });

  test('writes a new version for those whom a corrected value concerns, also through a guard', async () => {
    await insertYear(sql, cycleId);
    await scoreAll();
    const correction = { metric: 'material-pass-rate', on: '2027-12-31', value: '99.2', reason: 'counted again' };
    await insertValue(sql, cycleId, 'quality', cycleId, [correction]);
    expect(await scoreAll()).toEqual({ scored: 7, blocked: 0, unchanged: 5 });
    expect(await resultOf('production')).toMatchObject({ version: 2, total: '95.5', grade: 'A' });
    expect(await resultOf('quality')).toMatchObject({ version: 2 });
    expect(await resultOf('sales')).toMatchObject({ version: 1 });
  });

  test('blocks production while the metric of its guard has no value, and says why', async () => {
    await insertGoals(sql, cycleId);
    await insertValues(sql, cycleId, { without: ['material-pass-rate'] });
    await insertRatings(sql, cycleId);
    expect(await scoreAll()).toEqual({ scored: 5, blocked: 2, unchanged: 0 });
    expect(await resultOf('production')).toMatchObject({ status: 'blocked', total: null, grade: null });
    expect(await blockedUnits(sql, cycleId)).toEqual([
      {
        unitId: 'production',
        findings: [
          { code: 'NO_DATA', component: 'material-pass-rate' },
          { code: 'GATE_NOT_TESTED', gate: 'quality-guard', component: 'material-pass-rate' },
        ],
      },
      { unitId: 'quality', findings: [{ code: 'NO_DATA', component: 'material-pass-rate' }] },
    ]);
  });

  test('reads the values of its own book only', async () => {
    await insertGoals(sql, cycleId);
    await insertRatings(sql, cycleId);
    await insertValues(sql, cycleId, { book: 'real' });
    expect(await scoreAll()).toMatchObject({ scored: 0, blocked: 7 });
  });

  test('reads the last day within the period, not one after it', async () => {
    await insertYear(sql, cycleId);
    await insertValue(sql, cycleId, 'rnd', cycleId, [{ metric: 'patents', on: '2028-01-05', value: '40' }]);
    await scoreAll();
    expect((await resultOf('rnd')).facts.facts['patents']).toMatchObject({ actual: '9' });
  });

  test('takes the last version of a rating, and none without evidence', async () => {
    await insertYear(sql, cycleId);
    await scoreAll();
    const rating = { cycleId, unit: 'sales', step: 'evaluation', role: 'superior', by: 'hq' } as const;
    await insertRating(sql, { ...rating, value: '5' });
    await scoreAll();
    expect((await resultOf('sales')).result.lines['teamwork']).toMatchObject({ x: '4.4', points: '85' });
    await insertRating(sql, { ...rating, value: '5', evidence: [] });
    await scoreAll();
    expect((await resultOf('sales')).result.findings).toEqual([{ code: 'EVIDENCE_MISSING', component: 'teamwork' }]);
  });

  test('keeps documents from which anybody recomputes the same bytes', async () => {
    await insertYear(sql, cycleId);
    await scoreAll();
    for (const { scorecard, facts, result } of await latestResults(sql, cycleId)) {
      expect(canonicalJson(score(scorecard, facts, { sha256: sha256Hex }))).toBe(canonicalJson(result));
      expect(result.digests).toEqual({ rules: documentDigest(scorecard), facts: documentDigest(facts) });
    }
  });

  test('journals what it wrote, with a digest of it, and nothing where it wrote nothing', async () => {
    await insertYear(sql, cycleId);
    await scoreAll();
    await scoreAll();
    const lines = await sql<{ data: Record<string, unknown> }[]>`
      SELECT data FROM journal WHERE cycle_id = ${cycleId} AND act = 'scored'`;
    expect(lines.map((line) => line.data)).toEqual([
      { scored: 7, blocked: 0, written: 7, digest: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown },
    ]);
  });
});

describe('publishing', () => {
  const publish = () => scoring.publishResults({ cycleId });

  test('happens once, and leaves out what is blocked', async () => {
    await insertGoals(sql, cycleId);
    await insertValues(sql, cycleId, { without: ['material-pass-rate'] });
    await insertRatings(sql, cycleId);
    await scoreAll();
    expect(await publish()).toEqual({ published: 5, blocked: 2 });
    const first = (await resultOf('sales')).publishedAt;
    expect(await publish()).toEqual({ published: 0, blocked: 2 });
    expect((await resultOf('sales')).publishedAt).toBe(first);
    expect((await resultOf('production')).publishedAt).toBeNull();
  });

  test('applies an approved calibration, beside the computed grade and with its reason', async () => {
    await insertYear(sql, cycleId);
    await scoreAll();
    const content = { changes: [{ unit: 'marketing', grade: 'B', reason: '市场条件特殊' }], note: '' };
    await endStep(sql, { cycleId, step: 'calibration', content, decider: 'wu-tong' });
    await publish();
    expect(await resultOf('marketing')).toMatchObject({
      grade: 'C',
      calibratedGrade: 'B',
      calibrationReason: '市场条件特殊',
    });
    expect(await resultOf('sales')).toMatchObject({ grade: 'B', calibratedGrade: null });
  });

  test('applies no calibration that nobody approved', async () => {
    await insertYear(sql, cycleId);
    await scoreAll();
    const content = { changes: [{ unit: 'marketing', grade: 'A', reason: 'because' }], note: '' };
    await endStep(sql, { cycleId, step: 'calibration', content, decider: 'wu-tong', outcome: 'forwarded' });
    await publish();
    expect(await resultOf('marketing')).toMatchObject({ grade: 'C', calibratedGrade: null });
  });
});

function withoutRatings(facts: ResultRow['facts']): unknown {
  return Object.fromEntries(Object.entries(facts.facts).filter(([, fact]) => fact.ratings === undefined));
}
