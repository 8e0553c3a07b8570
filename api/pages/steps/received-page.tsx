import type { VNode } from 'preact';
import { received, stepPage } from '../../../messages/pages.js';
import { Message } from '../components/marks.js';
import { Facts } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';

export interface ReceivedProps {
  readonly reader: Reader;
  readonly commandId: string;
  readonly receivedAt: number;
  readonly state: 'received' | 'applied' | 'refused';
  /** Why it was refused, as a sentence. */
  readonly why: string | null;
  readonly step: { readonly href: string; readonly title: string };
}

/** What became of one act: for when the answer took too long to wait for. */
export function ReceivedPage({ reader, commandId, receivedAt, state, why, step }: ReceivedProps): VNode {
  const { t } = reader;
  return (
    <>
      <Message tone={state === 'refused' ? 'bad' : state === 'applied' ? 'good' : 'warn'}>
        {state === 'received' && t(received.notYet)}
        {state === 'applied' && t(received.applied)}
        {state === 'refused' && `${t(received.refused)} ${why ?? ''}`}
      </Message>
      <section>
        <h2>{step.title}</h2>
        <Facts
          of={[
            [t(received.receivedAt), reader.time(receivedAt)],
            [t(received.commandId), <code>{commandId}</code>],
          ]}
        />
        <div class="actions">
          {state === 'received' && (
            <a class="button main" href={links.command(commandId)}>
              {t(received.look)}
            </a>
          )}
          <a class="button" href={step.href}>
            {t(received.toStep)}
          </a>
        </div>
        {state === 'refused' && <p class="hint">{t(stepPage.draftSaved)}</p>}
      </section>
    </>
  );
}
