import type { VNode } from 'preact';
import { frame, mailbox } from '../../../messages/pages.js';
import { Badge, Section } from '../components/marks.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';

export interface ShownMail {
  readonly key: string;
  readonly person: Named;
  readonly subject: string;
  readonly body: string;
  readonly rehearsal: boolean;
  readonly sentAt: number;
}

export interface MailboxProps {
  readonly reader: Reader;
  readonly mails: readonly ShownMail[];
  readonly all: boolean;
  /** Real mail goes out by SMTP: only rehearsals' mail is here. */
  readonly smtp: boolean;
}

export function MailboxPage({ reader, mails, all, smtp }: MailboxProps): VNode {
  const { t } = reader;
  return (
    <>
      <p class="lead">{t(smtp ? mailbox.leadSmtp : mailbox.lead)}</p>
      <Section title={t(all ? mailbox.all : mailbox.mine)}>
        {mails.length === 0 && <p class="empty">{t(mailbox.empty)}</p>}
        <ul class="plain">
          {mails.map((mail) => (
            <li key={mail.key}>
              <details>
                <summary>
                  {mail.subject} · {reader.name(mail.person)}{' '}
                  {mail.rehearsal && <Badge tone="warn">{t(frame.rehearsal)}</Badge>}
                </summary>
                <p class="soft">
                  {t(mailbox.to)}: {reader.name(mail.person)} · {reader.time(mail.sentAt)} · <code>{mail.key}</code>
                </p>
                <blockquote>{mail.body}</blockquote>
              </details>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
