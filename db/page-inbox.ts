import type { StepKind } from '../domain/process/index.js';
import type { Query } from './connect.js';

export interface NoticeRow {
  readonly id: string;
  readonly at: number;
  readonly zone: string;
  readonly cycleId: string;
  readonly cycleTitle: string;
  readonly mode: 'real' | 'rehearsal';
  readonly unitId: string | null;
  readonly nameZh: string | null;
  readonly nameEn: string | null;
  /** The other unit that the step is about. */
  readonly otherZh: string | null;
  readonly otherEn: string | null;
  readonly stepId: string;
  /** null: it is not about a step of that review. */
  readonly kind: StepKind | null;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The newest notices of a person. */
export async function noticesOf(sql: Query, personId: string, limit: number): Promise<readonly NoticeRow[]> {
  return sql<NoticeRow[]>`
    SELECT n.id, n.at, c.zone, n.cycle_id AS "cycleId", c.title AS "cycleTitle", c.mode, r.unit_id AS "unitId",
           u.name_zh AS "nameZh", u.name_en AS "nameEn", o.name_zh AS "otherZh", o.name_en AS "otherEn", n.step_id AS "stepId", s.kind, n.code, n.data
      FROM notices n JOIN cycles c ON c.id = n.cycle_id JOIN reviews r ON r.id = n.review_id
      LEFT JOIN units u ON u.id = r.unit_id
      LEFT JOIN steps s ON s.review_id = n.review_id AND s.step_id = n.step_id
      LEFT JOIN units o ON o.id = s.rater_unit_id
     WHERE n.person_id = ${personId} ORDER BY n.id DESC LIMIT ${limit}`;
}

export interface MailRow {
  readonly key: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly subject: string;
  readonly body: string;
  readonly rehearsal: boolean;
  readonly sentAt: number;
}

/** The newest mails of one person, or of everybody. */
export async function mailsOf(sql: Query, personId: string | null, limit: number): Promise<readonly MailRow[]> {
  return sql<MailRow[]>`
    SELECT m.key, p.name_zh AS "nameZh", p.name_en AS "nameEn", m.subject, m.body, m.rehearsal, m.sent_at AS "sentAt"
      FROM mailbox m JOIN persons p ON p.id = m.person_id
     WHERE ${personId}::text IS NULL OR m.person_id = ${personId} ORDER BY m.sent_at DESC, m.key LIMIT ${limit}`;
}
