import type { Query } from './connect.js';

/**
 * One digest per person of what is not yet mailed: a mail per (cycle, person,
 * slot), its key also the Message-ID. A stepped clock may stand at one slot for
 * several sweeps; the same mail is then written again, with all of the slot.
 */
export async function digestNotices(sql: Query, cycleId: string, at: number): Promise<void> {
  await sql`
    WITH fresh AS (
      UPDATE notices SET mail_key = 'mail/' || cycle_id || '/' || person_id || '/' || ${at}::text
       WHERE cycle_id = ${cycleId} AND mail_key IS NULL RETURNING mail_key, person_id)
    INSERT INTO outbox (key, kind, cycle_id, payload)
    SELECT DISTINCT mail_key, 'mail', ${cycleId}, jsonb_build_object('person', person_id, 'at', ${at}::bigint) FROM fresh
    ON CONFLICT (key) DO UPDATE SET done_at = NULL, next_try_at = clock_timestamp(), tries = outbox.tries + 1`;
}

/**
 * What was told after the last sweep of a cycle that sleeps on: it waits for its mail no longer than a day. Of real cycles
 * only: a rehearsal's day has another length.
 */
export async function digestWaiting(sql: Query): Promise<void> {
  const rows = await sql<{ cycleId: string; at: number }[]>`
    SELECT DISTINCT n.cycle_id AS "cycleId", clock_timestamp() AS at FROM notices n
      JOIN cycles c ON c.id = n.cycle_id AND c.mode = 'real' AND c.state = 'running'
     WHERE n.mail_key IS NULL AND n.at < clock_timestamp() - interval '1 day'`;
  for (const { cycleId, at } of rows) await digestNotices(sql, cycleId, at);
}

export interface MailNotice {
  readonly code: string;
  readonly stepId: string;
  /** null: it is not about a step. */
  readonly kind: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly unitZh: string | null;
  readonly unitEn: string | null;
  /** The other unit that the step is about. */
  readonly otherZh: string | null;
  readonly otherEn: string | null;
  readonly dueAt: number | null;
}

export async function noticesOfMail(sql: Query, mailKey: string): Promise<readonly MailNotice[]> {
  return sql<MailNotice[]>`
    SELECT n.code, n.step_id AS "stepId", s.kind, n.data, u.name_zh AS "unitZh", u.name_en AS "unitEn",
           o.name_zh AS "otherZh", o.name_en AS "otherEn",
           (n.data ->> 'dueAt')::float8 AS "dueAt"
      FROM notices n JOIN reviews r ON r.id = n.review_id
      LEFT JOIN steps s ON s.review_id = n.review_id AND s.step_id = n.step_id
      LEFT JOIN units o ON o.id = s.rater_unit_id
      LEFT JOIN units u ON u.id = r.unit_id WHERE n.mail_key = ${mailKey} ORDER BY n.id`;
}

/** At least once under one key: the mailbox shows it once. */
export async function putInMailbox(
  sql: Query,
  mail: {
    readonly key: string;
    readonly cycleId: string;
    readonly personId: string;
    readonly subject: string;
    readonly body: string;
    readonly rehearsal: boolean;
    readonly sentAt: number;
  },
): Promise<void> {
  await sql`
    INSERT INTO mailbox (key, cycle_id, person_id, subject, body, rehearsal, sent_at)
    VALUES (${mail.key}, ${mail.cycleId}, ${mail.personId}, ${mail.subject}, ${mail.body}, ${mail.rehearsal}, ${mail.sentAt})
    ON CONFLICT (key) DO UPDATE SET subject = excluded.subject, body = excluded.body`;
}
