/** What follows: results, talks, money, and the end. */
import type { Sql } from '../../../db/connect.js';
import { makeExport } from '../../../api/payroll.js';
import { loadCycle } from '../../../db/cycles.js';
import { post } from '../../../db/ledger.js';
import { saveProposal } from '../../../db/money.js';
import { publish, saveResults } from '../../../db/results.js';
import { sha256Hex } from '../../../documents/digest.js';
import { score } from '../../../domain/rules/index.js';
import { putRelease } from '../money-desk.js';
import { headOf, storyResults, units } from '../story-cycle.js';
import { above, board, finance, grouped, hr, mark, markFigure } from './marks.js';
import { cycleId, isWalked, walkedUnits } from './stages.js';
import { clockAt, cycleStep, written } from './written.js';

export async function published(sql: Sql): Promise<void> {
  await clockAt(sql, '2028-01-26');
  await cycleStep(
    sql,
    'calibration',
    { changes: [], note: mark('calibration', null, { submits: hr, decides: hr }) },
    'wu-tong',
  );
  await cycleStep(sql, 'publication', { note: mark('publication', null, { submits: hr, decides: hr }) }, 'wu-tong');
  const results = units.flatMap((unit) => {
    const story = storyResults.units[unit];
    return story === undefined ? [] : [{ unit, story }];
  });
  await saveResults(
    sql,
    cycleId,
    Date.now(),
    results.map(({ unit, story: { scorecard, facts } }) => ({
      ...{ unitId: unit, scorecard, facts, result: score(scorecard, facts, { sha256: sha256Hex }) },
    })),
  );
  const changes = walkedUnits.map((unit) => ({ unit, grade: 'B', reason: mark('result', unit) }));
  await publish(sql, cycleId, Date.now(), changes);
}

export async function told(sql: Sql): Promise<void> {
  for (const unit of units) {
    const text = isWalked(unit) ? mark('feedback', unit, { submits: [above(unit)], decides: [headOf(unit)] }) : 'told';
    await written(sql, unit, 'feedback', above(unit), { heldOn: '2028-01-27', text });
  }
}

export async function posted(sql: Sql): Promise<void> {
  const lines = Object.fromEntries(units.map((unit, index) => [unit, String(31_415_900 + 13 * index)]));
  for (const unit of walkedUnits) {
    const amount = lines[unit] ?? '';
    markFigure('amount', unit, [amount, grouped(amount)], {});
  }
  const pool = Object.values(lines)
    .reduce((sum, amount) => sum + BigInt(amount), 0n)
    .toString();
  const document = { format: 'perfcycle/pool@1', currency: 'CNY', pool: { amountMinor: pool }, shares: [] } as const;
  const answer = { poolMinor: pool, reserveMinor: '0', lines, findings: [] };
  const digest = sha256Hex('walk');
  await saveProposal(sql, cycleId, { kind: 'bonus', document, answer, digest, correction: null }, Date.now());
  const note = mark('proposal', null, { submits: hr, decides: finance });
  await cycleStep(sql, 'bonus', { proposalDigest: digest, note }, 'gao-yan');
  const own = mark('proposal', null, { submits: hr, decides: board });
  await cycleStep(sql, 'bonus-own', { proposalDigest: digest, note: own }, 'shen-guo');
  await sql.begin((tx) =>
    post(tx, {
      ...{ cycleId, book: cycleId, kind: 'bonus', attempt: 1, currency: 'CNY', at: Date.now(), reversesEarlier: false },
      lines: Object.entries(lines).map(([unit, amountMinor]) => ({
        kind: 'bonus',
        unit,
        amountMinor,
        approvedBy: 'gao-yan',
      })),
    }),
  );
  await paid(sql);
}

/** Released, and gone to payroll. */
async function paid(sql: Sql): Promise<void> {
  await putRelease(sql, cycleId, { state: 'done' });
  await sql.begin(async (tx) => {
    const cycle = await loadCycle(tx, cycleId);
    if (cycle === undefined) throw new Error('no cycle');
    await makeExport(tx, cycle, 'gao-yan');
  });
}

export async function closed(sql: Sql): Promise<void> {
  await sql`UPDATE cycles SET state = 'closed' WHERE id = ${cycleId}`;
}
