import type { Sql } from '../../db/connect.js';
import { noticesOfMail, putInMailbox } from '../../db/notices.js';
import { claimOutbox, mailContext, markDone, markFailed, type OutboxRow } from '../../db/outbox.js';
import { lastDay } from '../../documents/schedule.js';
import { writeMail } from '../../messages/mail.js';
import type { Mailer } from './mailer.js';

interface Deps {
  readonly sql: Sql;
  /** null: no SMTP is configured; the mailbox page shows what would have been sent. */
  readonly mailer: Mailer | null;
  readonly publicUrl: string;
}

/** Longer than the slowest page of mails: until then nobody else sends them. */
const leaseMs = 300_000;
const batch = 20;

/** Sends the digests that sweeps have promised, each at least once under its key. */
export function createMail(deps: Deps): () => Promise<boolean> {
  return async function drain(): Promise<boolean> {
    const rows = await claimOutbox(deps.sql, ['mail'], leaseMs, batch);
    for (const row of rows) {
      try {
        await send(deps, row);
        await markDone(deps.sql, [row]);
      } catch (error) {
        await markFailed(deps.sql, row, error instanceof Error ? error.message : String(error));
      }
    }
    return rows.length === batch;
  };
}

/** A rehearsal's mail goes to the mailbox page only. */
async function send({ sql, mailer, publicUrl }: Deps, row: OutboxRow): Promise<void> {
  const personId = String(row.payload['person']);
  const context = await mailContext(sql, row.cycleId, personId);
  if (context === undefined) return;
  const rehearsal = context.mode === 'rehearsal';
  const notices = (await noticesOfMail(sql, row.key)).map((notice) => ({
    ...notice,
    due: notice.dueAt === null ? null : lastDay(notice.dueAt, context.zone),
  }));
  const { subject, body } = writeMail({ notices, title: context.title, rehearsal, url: `${publicUrl}/inbox` });
  if (!rehearsal && mailer !== null && context.email !== null) {
    await mailer.send({ to: context.email, subject, text: body, messageId: row.key });
  }
  const sentAt = Number(row.payload['at']);
  await putInMailbox(sql, { key: row.key, cycleId: row.cycleId, personId, subject, body, rehearsal, sentAt });
}
