import type { VNode } from 'preact';
import type { RefusalCode } from '../../domain/errors.js';
import type { Bilingual } from '../../messages/language.js';
import { problemPage } from '../../messages/pages.js';
import { Facts } from './components/table.js';
import { Message } from './components/marks.js';
import { links } from './links.js';
import type { Reader } from './reader.js';

export interface ProblemProps {
  readonly reader: Reader;
  readonly code: string;
  readonly sentence: string;
  readonly requestId: string;
}

/** What the reader can do, by code; everything else: go back. */
const advice: Partial<Readonly<Record<RefusalCode, Bilingual>>> = {
  NOT_SIGNED_IN: problemPage.signInAgain,
  SIGN_IN_FAILED: problemPage.signInAgain,
  FORBIDDEN: problemPage.askHr,
  INTERNAL: problemPage.askAdmin,
  DATABASE_AWAY: problemPage.waitAndRetry,
  ENGINE_AWAY: problemPage.waitAndRetry,
  TOO_MANY_REQUESTS: problemPage.waitAndRetry,
};

export function ProblemPage({ reader, code, sentence, requestId }: ProblemProps): VNode {
  const { t } = reader;
  const known: Readonly<Record<string, Bilingual | undefined>> = advice;
  return (
    <>
      <Message tone="bad">{sentence}</Message>
      <section>
        <h2>{t(problemPage.whatToDo)}</h2>
        <p>{t(known[code] ?? problemPage.goBack)}</p>
        <p>
          <a href={links.inbox}>{t(problemPage.toInbox)}</a>
        </p>
        <Facts
          of={[
            [t(problemPage.code), <code>{code}</code>],
            [t(problemPage.requestId), <code>{requestId}</code>],
          ]}
        />
      </section>
    </>
  );
}
