import type { ComponentChildren, VNode } from 'preact';
import type { NoteRow } from '../../../db/coaching.js';
import { notePage, reportWords } from '../../../messages/pages.js';
import { stepName } from '../../../messages/steps.js';
import { noteReference } from '../../coaching.js';
import { Hidden, Select, TextArea } from '../components/fields.js';
import { Badge, Message, Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';
import { textAt } from '../steps/form-data.js';
import { type AsksView, nameIn, type NotesView, type NoteView, type TalkPlace } from './load.js';

/** What was typed and refused, or nothing yet. */
export interface TypedWords {
  readonly content: unknown;
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly idempotencyKey: string;
  readonly message: { readonly tone: 'good' | 'bad'; readonly text: string } | null;
}

interface Props<View> {
  readonly reader: Reader;
  readonly view: View;
  readonly typed: TypedWords;
}

function Frame({ reader, view, typed, children }: Props<TalkPlace> & { readonly children: ComponentChildren }): VNode {
  return (
    <>
      {typed.message !== null && <Message tone={typed.message.tone}>{typed.message.text}</Message>}
      <p class="crumbs">
        <a href={links.cycle(view.cycle.id)}>{view.cycle.title}</a> ›{' '}
        <a href={links.unit(view.cycle.id, view.unitId)}>{reader.name(view.unit)}</a>
      </p>
      {children}
    </>
  );
}

export function NotesPage(props: Props<NotesView>): VNode {
  const { reader, view, typed } = props;
  const { t } = reader;
  return (
    <Frame {...props}>
      <p class="lead">{t(notePage.lead)}</p>
      {view.may.write && (
        <Section title={t(notePage.write)} id="write">
          {view.goals.length === 0 ? (
            <p class="empty">{t(notePage.noGoals)}</p>
          ) : (
            <form method="post" action={links.notes(view.cycle.id, view.unitId)} noValidate>
              <Hidden name="idempotencyKey" value={typed.idempotencyKey} />
              <Select
                name="goal"
                label={t(notePage.onGoal)}
                value={textAt(typed.content, 'goal')}
                options={view.goals.map(({ id, title }) => ({ value: id, text: title }))}
                problems={typed.fields.get('goal')}
              />
              <Words reader={reader} typed={typed} label={t(notePage.text)} save={t(notePage.save)} />
            </form>
          )}
        </Section>
      )}
      <Section title={t(notePage.title)}>
        {view.threads.length === 0 && <p class="empty">{t(notePage.none)}</p>}
        <ul class="plain">
          {view.threads.map(([first, ...answers]) =>
            first === undefined ? null : (
              <li key={first.id}>
                <a href={links.note(view.cycle.id, first.id)}>{noteReference(first.id)}</a> · {first.title}{' '}
                <Badge>{t(notePage.answers(answers.length))}</Badge>
                <Entry reader={reader} entry={first} names={view.names} />
              </li>
            ),
          )}
        </ul>
        {view.next !== null && (
          <p>
            <a class="button" href={`${links.notes(view.cycle.id, view.unitId)}?before=${view.next}`}>
              …
            </a>
          </p>
        )}
      </Section>
    </Frame>
  );
}

export function NotePage(props: Props<NoteView>): VNode {
  const { reader, view, typed } = props;
  const { t } = reader;
  const [first] = view.thread;
  return (
    <Frame {...props}>
      {first !== undefined && (
        <p>
          {t(notePage.onGoal)}: <strong>{first.title}</strong> · {t(notePage.reference)}{' '}
          <code>{noteReference(first.id)}</code> ·{' '}
          <a href={links.notes(view.cycle.id, view.unitId)}>{t(notePage.title)}</a>
        </p>
      )}
      <ol class="plain">
        {view.thread.map((entry) => (
          <li key={entry.id}>
            <Entry reader={reader} entry={entry} names={view.names} />
          </li>
        ))}
      </ol>
      {view.may.answer && first !== undefined && (
        <Section title={t(notePage.answer)} id="answer">
          <form method="post" action={links.note(view.cycle.id, first.id)} noValidate>
            <Hidden name="idempotencyKey" value={typed.idempotencyKey} />
            <Words reader={reader} typed={typed} label={t(notePage.text)} save={t(notePage.save)} />
          </form>
        </Section>
      )}
    </Frame>
  );
}

function Words({
  typed,
  label,
  save,
}: Pick<Props<unknown>, 'reader' | 'typed'> & { readonly label: string; readonly save: string }): VNode {
  return (
    <>
      <TextArea
        name="text"
        label={label}
        value={textAt(typed.content, 'text')}
        problems={typed.fields.get('text')}
        rows={4}
      />
      <div class="actions">
        <button class="main">{save}</button>
      </div>
    </>
  );
}

function Entry({
  reader,
  entry,
  names,
}: {
  readonly reader: Reader;
  readonly entry: NoteRow;
  readonly names: ReadonlyMap<string, Named>;
}): VNode {
  const who = reader.name(nameIn(names, entry.by));
  const whom = entry.by === entry.principal ? who : `${who} (${reader.name(nameIn(names, entry.principal))})`;
  return (
    <div>
      <span class="soft">
        {whom} · {reader.t(notePage[entry.side])} · {reader.time(entry.at)}
      </span>
      <blockquote class="words">{entry.text}</blockquote>
    </div>
  );
}

export function AsksPage(props: Props<AsksView>): VNode {
  const { reader, view, typed } = props;
  const { t } = reader;
  return (
    <Frame {...props}>
      {view.asks.length === 0 && <p class="empty">{t(reportWords.noAsks)}</p>}
      <ul class="plain">
        {view.asks.map((ask) => (
          <li key={ask.id}>
            <span class="soft">
              {reader.name(nameIn(view.names, ask.by))} · {reader.time(ask.at)} ·{' '}
              <a href={links.step(view.cycle.id, view.unitId, ask.stepId)}>
                {t(stepName({ kind: 'checkpoint', stepId: ask.stepId, other: null }))}
              </a>
            </span>
            <p class="words">{ask.text}</p>
            {ask.answer !== null && (
              <>
                <span class="soft">
                  {reader.name(nameIn(view.names, ask.answer.by))} · {reader.time(ask.answer.at)}
                </span>
                <blockquote class="words">{ask.answer.text}</blockquote>
              </>
            )}
            {ask.answer === null && <Badge tone="warn">{t(reportWords.unanswered)}</Badge>}
            {ask.answer === null && view.may.answer && (
              <form method="post" action={links.asks(view.cycle.id, view.unitId)} noValidate>
                <Hidden name="idempotencyKey" value={`${typed.idempotencyKey}-${ask.id}`} />
                <Hidden name="ask" value={ask.id} />
                <TextArea
                  name={`text-${ask.id}`}
                  label={t(reportWords.answer)}
                  value={textAt(typed.content, `text-${ask.id}`)}
                  problems={textAt(typed.content, 'ask') === ask.id ? typed.fields.get('text') : []}
                  rows={2}
                />
                <div class="actions">
                  <button class="main">{t(reportWords.answerIt)}</button>
                </div>
              </form>
            )}
          </li>
        ))}
      </ul>
    </Frame>
  );
}
