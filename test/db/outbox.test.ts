import { type AddressInfo } from 'node:net';
import { WorkflowNotFoundError } from '@temporalio/client';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { json, type Sql } from '../../db/connect.js';
import { digestNotices } from '../../db/notices.js';
import { claimOutbox, markDone } from '../../db/outbox.js';
import { insertHints, insertNotices, type NewNotice } from '../../db/step-notices.js';
import { createHints } from '../../worker/pumps/hints.js';
import { createDigests } from '../../worker/pumps/digests.js';
import { createMail } from '../../worker/pumps/mail.js';
import { createMailer } from '../../worker/pumps/mailer.js';
import { createTestDatabase } from '../setup/database.js';
import { fakeClient } from '../setup/fake-client.js';
import { endStep, insertCycle } from './story-cycle.js';

const slot = Date.UTC(2027, 0, 14, 1);
let sql: Sql;
let cycleId: string;
let cycles = 0;

beforeAll(async () => {
  ({ sql } = await createTestDatabase({ seeded: true }));
  await sql`UPDATE persons SET email = id || '@example.com' WHERE id IN ('lin-xiao', 'su-qing')`;
});

beforeEach(async () => {
  cycles += 1;
  cycleId = `o${cycles}`;
  await sql`UPDATE outbox SET done_at = clock_timestamp() WHERE done_at IS NULL`;
});

const notice = (unit: string, personId: string, code: string, data: NewNotice['data'] = {}): NewNotice => ({
  key: `${cycleId}/${unit}/${code}/${personId}/${JSON.stringify(data)}`,
  cycleId,
  reviewId: `${cycleId}/${unit}`,
  stepId: 'goals',
  personId,
  code,
  data,
  at: slot,
});

async function mailbox() {
  return sql<{ key: string; person: string; subject: string; body: string; rehearsal: boolean; sentAt: number }[]>`
    SELECT key, person_id AS person, subject, body, rehearsal, sent_at AS "sentAt" FROM mailbox
     WHERE cycle_id = ${cycleId} ORDER BY person_id`;
}

const openRows = async (): Promise<number> =>
  (await sql`SELECT FROM outbox WHERE cycle_id = ${cycleId} AND done_at IS NULL`).length;

describe('mail in a rehearsal', () => {
  beforeEach(() => insertCycle(sql, cycleId));
  const drain = () => createMail({ sql, mailer: null, publicUrl: 'http://here' })();

  test('is one digest per person and slot, in both languages, in the mailbox only', async () => {
    await insertNotices(sql, [
      notice('sales', 'lin-xiao', 'STEP_OPENED', { dueAt: Date.UTC(2027, 0, 15, 16) }),
      notice('sales-new', 'lin-xiao', 'STEP_SUBMITTED'),
      notice('marketing', 'su-qing', 'DEVIATION', { title: '有效线索', on: '2027-03-31', severity: 'amber' }),
    ]);
    await digestNotices(sql, cycleId, slot);
    await drain();
    const mails = await mailbox();
    expect(mails.map(({ key, person, sentAt }) => [key, person, sentAt])).toEqual([
      [`mail/${cycleId}/lin-xiao/${slot}`, 'lin-xiao', slot],
      [`mail/${cycleId}/su-qing/${slot}`, 'su-qing', slot],
    ]);
    expect(mails.map((mail) => mail.body)).toEqual([
      '- 销售部「目标」已开放，请提交（2027-01-15 截止）\n- 新市场组「目标」已提交，请您决定\n\n' +
        '- Sales, Goals is open: please submit it (due 2027-01-15)\n- New Markets, Goals was submitted: please decide\n\n' +
        'http://here/inbox',
      '- 市场部「有效线索 (2027-03-31, 黄色)」实际进展落后于预期，请查明原因并采取措施\n\n' +
        '- Marketing, 有效线索 (2027-03-31, amber) is behind what was expected: please find out why and act\n\n' +
        'http://here/inbox',
    ]);
    expect(mails[0]).toMatchObject({ rehearsal: true, subject: '[演练 rehearsal] 远航 2027: 2 条通知 / notices' });
    expect(await openRows()).toBe(0);
  });

  test('is not made again where there is nothing new', async () => {
    await insertNotices(sql, [notice('sales', 'lin-xiao', 'STEP_OPENED')]);
    await digestNotices(sql, cycleId, slot);
    await digestNotices(sql, cycleId, slot + 1);
    await drain();
    expect(await mailbox()).toHaveLength(1);
  });

  test('of one slot is one mail, also where the clock stands still and more comes', async () => {
    await insertNotices(sql, [notice('sales', 'lin-xiao', 'STEP_OPENED')]);
    await digestNotices(sql, cycleId, slot);
    await drain();
    await insertNotices(sql, [notice('sales-new', 'lin-xiao', 'STEP_SUBMITTED')]);
    await digestNotices(sql, cycleId, slot);
    await drain();
    const mails = await mailbox();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toContain(': 2 ');
  });

  test('that gets more while it is being sent is sent again, whole', async () => {
    await insertNotices(sql, [notice('sales', 'lin-xiao', 'STEP_OPENED')]);
    await digestNotices(sql, cycleId, slot);
    const claimed = await claimOutbox(sql, ['mail'], 60_000, 10);
    await insertNotices(sql, [notice('sales-new', 'lin-xiao', 'STEP_SUBMITTED')]);
    await digestNotices(sql, cycleId, slot);
    await markDone(sql, claimed);
    expect(await openRows()).toBe(1);
    await drain();
    expect((await mailbox())[0]?.subject).toContain(': 2 ');
  });

  test('claimed by one worker is passed by by the others, and comes back when the claim has run out', async () => {
    await insertNotices(sql, [notice('sales', 'lin-xiao', 'STEP_OPENED'), notice('rnd', 'fang-yuan', 'STEP_OPENED')]);
    await digestNotices(sql, cycleId, slot);
    const [mine, theirs] = await Promise.all([
      claimOutbox(sql, ['mail'], 60_000, 1),
      claimOutbox(sql, ['mail'], 60_000, 10),
    ]);
    expect(mine.length + theirs.length).toBe(2);
    expect(await claimOutbox(sql, ['mail'], 60_000, 10)).toEqual([]);
    // The worker that held them is gone.
    await sql`UPDATE outbox SET next_try_at = clock_timestamp() WHERE cycle_id = ${cycleId}`;
    await drain();
    expect(await mailbox()).toHaveLength(2);
  });
});

describe('mail of a real cycle', () => {
  interface Received {
    readonly to: readonly string[];
    readonly text: string;
  }
  let server: SMTPServer;
  let received: Received[];
  let refuse: boolean;
  let drain: () => Promise<boolean>;

  beforeEach(async () => {
    received = [];
    refuse = false;
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, session, callback) {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
        stream.on('end', () => {
          if (!refuse) received.push({ to: session.envelope.rcptTo.map((each) => each.address), text });
          callback(refuse ? new Error('not now') : null);
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    const mailer = createMailer({ url: `smtp://127.0.0.1:${port}`, from: 'perfcycle@example.com' });
    drain = createMail({ sql, mailer, publicUrl: 'http://here' });
  });

  afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

  test('goes out by SMTP under the key of the effect, and is in the mailbox too', async () => {
    await insertCycle(sql, cycleId, 'real');
    await insertNotices(sql, [notice('sales', 'lin-xiao', 'STEP_OPENED'), notice('rnd', 'fang-yuan', 'STEP_OPENED')]);
    await digestNotices(sql, cycleId, slot);
    await drain();
    // One of the two has no address.
    expect(received.map((mail) => mail.to)).toEqual([['lin-xiao@example.com']]);
    expect(received[0]?.text).toContain(`Message-ID: <mail/${cycleId}/lin-xiao/${slot}@example.com>`);
    expect((await mailbox()).map((mail) => [mail.person, mail.rehearsal])).toEqual([
      ['fang-yuan', false],
      ['lin-xiao', false],
    ]);
  });

  test('that the server refuses is tried again later under the same Message-ID', async () => {
    await insertCycle(sql, cycleId, 'real');
    await insertNotices(sql, [notice('sales', 'lin-xiao', 'STEP_OPENED')]);
    await digestNotices(sql, cycleId, slot);
    refuse = true;
    await drain();
    const [row] = await sql<{ error: string; due: boolean }[]>`
      SELECT error, next_try_at <= clock_timestamp() AS due FROM outbox WHERE cycle_id = ${cycleId}`;
    expect(row).toMatchObject({ error: expect.stringContaining('not now') as unknown, due: false });
    expect(await mailbox()).toEqual([]);
    refuse = false;
    await sql`UPDATE outbox SET next_try_at = clock_timestamp() WHERE cycle_id = ${cycleId}`;
    await drain();
    expect(received[0]?.text).toContain(`<mail/${cycleId}/lin-xiao/${slot}@example.com>`);
    expect(await openRows()).toBe(0);
  });

  test('of what was told after the last sweep waits a day for the next one, not longer', async () => {
    await insertCycle(sql, cycleId, 'real');
    const told = (hours: number, unit: string) => ({
      ...notice(unit, 'lin-xiao', 'STEP_DECIDED'),
      at: Date.now() - hours * 3_600_000,
    });
    const digest = createDigests({ sql });
    await insertNotices(sql, [told(23, 'sales')]);
    await digest();
    expect(await openRows()).toBe(0);
    await insertNotices(sql, [told(25, 'rnd')]);
    await digest();
    await drain();
    expect(received.map((mail) => mail.to)).toEqual([['lin-xiao@example.com']]);
    await digest();
    expect(await openRows()).toBe(0);
  });

  test('of a rehearsal never reaches the server', async () => {
    await insertCycle(sql, cycleId, 'rehearsal');
    await insertNotices(sql, [notice('sales', 'lin-xiao', 'STEP_OPENED')]);
    await digestNotices(sql, cycleId, slot);
    await drain();
    expect(received).toEqual([]);
    expect(await mailbox()).toHaveLength(1);
  });
});

describe('hints', () => {
  let sent: [workflowId: string, name: string, payload: unknown][];
  let fail: Error | null;
  let time: number;
  let drain: () => Promise<boolean>;

  beforeEach(async () => {
    await insertCycle(sql, cycleId);
    sent = [];
    fail = null;
    time = 1_000_000;
    const client = fakeClient({
      signal: (workflowId, name, payload) => {
        if (fail !== null) return Promise.reject(fail);
        sent.push([workflowId, name, payload]);
        return Promise.resolve();
      },
    });
    drain = createHints({ sql, client, now: () => time });
  });

  const wake = (n: number, payload: Record<string, unknown>) =>
    insertHints(sql, [{ key: `wake/${cycleId}/${n}`, kind: 'wake', cycleId, payload }]);
  const dueNow = () =>
    sql`UPDATE outbox SET next_try_at = clock_timestamp() WHERE cycle_id = ${cycleId} AND done_at IS NULL`;
  const endCalibration = () => endStep(sql, { cycleId, step: 'calibration', content: {}, decider: 'wu-tong' });

  test('wake the cycle only when the barrier may be met', async () => {
    await wake(1, { phase: 'evaluation', of: 'calibration' });
    await drain();
    expect(sent).toEqual([]);
    expect(await openRows()).toBe(0);
    await endCalibration();
    await wake(2, { phase: 'evaluation', of: 'calibration' });
    await drain();
    expect(sent).toEqual([[`cycle/${cycleId}`, 'wake', { phase: 'evaluation' }]]);
  });

  test('of one phase are one wake, and at most one in five seconds', async () => {
    await endCalibration();
    for (const n of [1, 2, 3]) await wake(n, { phase: 'evaluation', of: 'calibration' });
    await drain();
    expect(sent).toHaveLength(1);
    await wake(4, { phase: 'evaluation', of: 'calibration' });
    time += 4000;
    await drain();
    expect(sent).toHaveLength(1);
    expect(await openRows()).toBe(1);
    time += 1000;
    await dueNow();
    await drain();
    expect(sent).toHaveLength(2);
    expect(await openRows()).toBe(0);
  });

  test('that a person waits for go out at once', async () => {
    await wake(1, { phase: 'evaluation' });
    await drain();
    await wake(2, { phase: 'evaluation' });
    await drain();
    expect(sent).toHaveLength(2);
  });

  test('sync living reviews; one that is not there needs none', async () => {
    const payload = { reviewId: `${cycleId}/sales`, revision: 7 };
    await insertHints(sql, [{ key: `sync/${cycleId}`, kind: 'sync', cycleId, payload }]);
    await drain();
    expect(sent).toEqual([[`review/${cycleId}/sales`, 'sync', { revision: 7 }]]);
    await insertHints(sql, [{ key: `sync/${cycleId}/gone`, kind: 'sync', cycleId, payload }]);
    fail = new WorkflowNotFoundError('gone', 'x', undefined);
    await drain();
    expect(await openRows()).toBe(0);
  });

  test('that Temporal does not take are kept and given again', async () => {
    await wake(1, { phase: 'evaluation' });
    fail = new Error('unavailable');
    await drain();
    expect(await openRows()).toBe(1);
    fail = null;
    await dueNow();
    await drain();
    expect(sent).toHaveLength(1);
    expect(await openRows()).toBe(0);
  });

  test('are not held up by mail, nor mail by them', async () => {
    await sql`INSERT INTO outbox (key, kind, cycle_id, payload)
              VALUES (${`mail/${cycleId}`}, 'mail', ${cycleId}, ${json(sql, { person: 'nobody', at: slot })})`;
    await wake(1, { phase: 'evaluation' });
    await drain();
    expect(sent).toHaveLength(1);
    expect(await openRows()).toBe(1);
  });
});
