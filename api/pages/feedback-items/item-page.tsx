import type { VNode } from 'preact';
import { developmentPage, itemActNames, itemPage } from '../../../messages/pages.js';
import { Message, Section } from '../components/marks.js';
import { Facts } from '../components/table.js';
import { links } from '../links.js';
import type { Typed } from '../posted.js';
import type { Reader } from '../reader.js';
import { type Named, unnamed } from '../steps/form-facts.js';
import { AnswerForm, OutcomeForm, PassForm, VerdictForm } from './forms.js';
import { ItemState, Owner } from './list-page.js';
import type { ItemView } from './load.js';

export interface ItemProps {
  readonly reader: Reader;
  readonly view: ItemView;
  readonly typed: Typed;
}

export function ItemPage(props: ItemProps): VNode {
  const { reader, view, typed } = props;
  const { t } = reader;
  const { of, cycle, rights, may } = view;
  const waits = of.state === 'open' || of.state === 'promised';
  return (
    <>
      {typed.message !== null && <Message tone={typed.message.tone}>{typed.message.text}</Message>}
      <p class="crumbs">
        <a href={links.cycle(cycle.id)}>{cycle.title}</a> ›{' '}
        <a href={links.unit(cycle.id, of.unitId)}>{reader.name(of.unit)}</a> ›{' '}
        <a href={links.feedbackItems(cycle.id)}>{t(itemPage.title)}</a>
      </p>
      <section>
        <blockquote class="words">{of.text}</blockquote>
        <p class="soft">
          {t(itemPage.namedBy(nameIn(reader, view, of.by), reader.time(of.at)))} ·{' '}
          <a href={links.step(cycle.id, of.unitId, of.stepId)}>{t(itemPage.talk)}</a>
        </p>
        <Facts
          of={[
            [t(itemPage.owner), <Owner reader={reader} item={of} />],
            [t(itemPage.state), <ItemState reader={reader} item={of} />],
            ...(of.answer?.dueOn == null ? [] : [[t(itemPage.due), of.answer.dueOn] as const]),
          ]}
        />
      </section>
      <History {...props} />
      {may.act && waits && rights.answers !== null && <AnswerForm {...props} />}
      {may.act && waits && rights.answers !== null && <OutcomeForm {...props} />}
      {may.act && of.state === 'settled' && rights.judges !== null && <VerdictForm {...props} />}
      {may.act && rights.passesOn !== null && <PassForm {...props} />}
      <Consequences {...props} />
    </>
  );
}

const nameIn = (reader: Reader, { names }: ItemView, id: string): string => reader.name(named(names, id));
const named = (names: ReadonlyMap<string, Named>, id: string): Named => names.get(id) ?? unnamed(id);

function History({ reader, view }: ItemProps): VNode {
  const { t } = reader;
  const who = (by: string, principal: string): string => {
    const actor = nameIn(reader, view, by);
    return by === principal ? actor : `${actor} (${nameIn(reader, view, principal)})`;
  };
  return (
    <Section title={t(itemPage.history)}>
      {view.events.length === 0 && <p class="empty">{t(itemPage.nothingSaid)}</p>}
      <ol class="plain">
        {view.events.map((event) => (
          <li key={event.version}>
            <span class="soft">
              {who(event.by, event.principal)} · {reader.time(event.at)}
            </span>{' '}
            <strong>
              {event.owner === null
                ? t(itemActNames[event.act])
                : t(itemPage.madeOwner(nameIn(reader, view, event.owner)))}
            </strong>
            {event.dueOn !== null && <span> · {event.dueOn}</span>}
            {event.text !== '' && <blockquote class="words">{event.text}</blockquote>}
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** What is planned and assigned because of it. */
function Consequences({ reader, view }: ItemProps): VNode | null {
  const { t } = reader;
  const { cycle, of, development, trainings, may } = view;
  if (development.length + trainings.length === 0 && !may.develop) return null;
  return (
    <Section title={t(developmentPage.title)} id="development">
      <ul>
        {development.map(({ id, learn }) => (
          <li key={`entry ${id}`}>
            <a href={links.developmentEntry(cycle.id, id)}>{t(developmentPage.entry(id))}</a>: {learn}
          </li>
        ))}
        {trainings.map(({ id, titleZh, titleEn }) => (
          <li key={`training ${id}`}>
            {t(developmentPage.training)}: {reader.name({ nameZh: titleZh, nameEn: titleEn })}
          </li>
        ))}
      </ul>
      {may.develop && (
        <p>
          <a class="button" href={`${links.unitDevelopment(cycle.id, of.unitId)}?item=${encodeURIComponent(of.id)}`}>
            {t(itemPage.develop)}
          </a>
        </p>
      )}
    </Section>
  );
}
