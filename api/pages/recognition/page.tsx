import type { VNode } from 'preact';
import { frame, recognitionPage, recognitionStateNames, unitPage } from '../../../messages/pages.js';
import { Hidden, type OptionGroup, Select, TextArea } from '../components/fields.js';
import { Badge, Message, Section, type Tone } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import type { RecognitionView, ShownRecognition } from './load.js';

/** What was typed and refused, or nothing yet. */
export interface TypedRecognition {
  readonly content: unknown;
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly idempotencyKey: string;
  readonly message: { readonly tone: Tone; readonly text: string } | null;
}

interface Props {
  readonly reader: Reader;
  readonly view: RecognitionView;
  readonly typed: TypedRecognition;
}

const tones: Readonly<Record<ShownRecognition['state'], Tone>> = {
  given: 'warn',
  confirmed: 'good',
  declined: 'calm',
  'taken-back': 'bad',
};

export function RecognitionPage(props: Props): VNode {
  const { reader, view, typed } = props;
  const { t } = reader;
  return (
    <>
      {typed.message !== null && <Message tone={typed.message.tone}>{typed.message.text}</Message>}
      <p class="hint">{t(recognitionPage.lead)}</p>
      <p>{view.grades === null ? t(recognitionPage.none) : t(recognitionPage.criterion(view.grades.join(', ')))}</p>
      <Section title={t(recognitionPage.proposals)}>
        <Proposals {...props} />
        {view.mayGive && <Give {...props} />}
      </Section>
      <Section title={t(recognitionPage.given)}>
        {view.items.length === 0 && <p class="empty">{t(recognitionPage.noneGiven)}</p>}
        <ul class="plain findings">
          {view.items.map((item) => (
            <Item key={item.number} {...props} item={item} />
          ))}
        </ul>
      </Section>
    </>
  );
}

function Proposals({ reader, view }: Props): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(recognitionPage.proposals)}
      hideCaption
      rows={view.proposals}
      keyOf={({ unit }) => unit.id}
      empty={t(recognitionPage.noProposals)}
      columns={[
        {
          title: t(frame.unit),
          cell: ({ unit }) => <a href={links.unit(view.cycleId, unit.id)}>{reader.name(unit)}</a>,
        },
        { title: t(unitPage.total), number: true, cell: ({ total }) => reader.score(total) },
        { title: t(unitPage.grade), cell: ({ grade }) => grade },
        {
          title: t(recognitionPage.given),
          cell: ({ named }) => (named ? <Badge tone="good">{t(recognitionPage.named)}</Badge> : '–'),
        },
      ]}
    />
  );
}

/** One choice names unit and person together, so that it works without script. */
function Give({ reader, view, typed }: Props): VNode {
  const { t } = reader;
  const options = view.proposals
    .filter(({ gives }) => gives)
    .map(({ unit, people }): OptionGroup => ({
      title: reader.name(unit),
      options: [
        { value: unit.id, text: t(recognitionPage.whole(reader.name(unit))) },
        ...people.map((person) => ({ value: `${unit.id} ${person.id}`, text: reader.name(person) })),
      ],
    }));
  return (
    <form method="post" action={links.recognitions(view.cycleId)} noValidate>
      <h3>{t(recognitionPage.give)}</h3>
      <Hidden name="idempotencyKey" value={typed.idempotencyKey} />
      <Hidden name="act" value="give" />
      <Select
        name="whom"
        label={t(recognitionPage.whom)}
        value={textAt(typed.content, 'whom')}
        options={options}
        problems={[...(typed.fields.get('unit') ?? []), ...(typed.fields.get('person') ?? [])]}
      />
      <TextArea
        name="words"
        label={t(recognitionPage.words)}
        value={textAt(typed.content, 'words')}
        problems={typed.fields.get('words')}
      />
      <button class="main">{t(recognitionPage.give)}</button>
    </form>
  );
}

function Item({ reader, view, typed, item }: Props & { readonly item: ShownRecognition }): VNode {
  const { t } = reader;
  const whom = `${reader.name(item.unit)} · ${item.person === null ? t(recognitionPage.wholeUnit) : reader.name(item.person)}`;
  const field = `reason-${item.number}`;
  return (
    <li>
      <Badge tone={tones[item.state]}>{t(recognitionStateNames[item.state])}</Badge> <strong>{whom}</strong> (
      {item.grade})<p class="words">{item.words}</p>
      <p class="soft">
        {t(recognitionPage.by)}: {reader.name(item.givenBy)} · {reader.time(item.givenAt)}
        {item.confirmedBy !== null && (
          <>
            {' · '}
            {t(recognitionPage.confirmedBy)}: {reader.name(item.confirmedBy)}
          </>
        )}
      </p>
      {item.mayAnswer && (
        <form method="post" action={links.recognitions(view.cycleId)} noValidate>
          <Hidden name="idempotencyKey" value={`${typed.idempotencyKey}-${item.number}`} />
          <Hidden name="number" value={String(item.number)} />
          <TextArea
            name={field}
            label={t(recognitionPage.reason)}
            value={textAt(typed.content, field)}
            problems={textAt(typed.content, 'number') === String(item.number) ? typed.fields.get('words') : []}
            rows={2}
          />
          <p class="actions">
            <button class="main" name="act" value="confirm" aria-label={t(recognitionPage.confirmFor(whom))}>
              {t(recognitionPage.confirm)}
            </button>
            <button name="act" value="decline" aria-label={t(recognitionPage.declineFor(whom))}>
              {t(recognitionPage.decline)}
            </button>
          </p>
        </form>
      )}
    </li>
  );
}
