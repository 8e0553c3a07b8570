import type { VNode } from 'preact';
import { componentId, type Goal, type RatingRule } from '../../../../domain/rules/index.js';
import { contentFields, notePage, stepPage } from '../../../../messages/pages.js';
import { Choices, Hidden, Input, NumberInput, TextArea } from '../../components/fields.js';
import { Table } from '../../components/table.js';
import { quotedNote } from '../../../coaching.js';
import { links } from '../../links.js';
import type { Reader } from '../../reader.js';
import { linesOf, listAt, said, textAt, textsAt } from '../form-data.js';
import type { FormFacts, QuotableNote } from '../form-facts.js';
import type { FieldsProps, ShownProps, StepForm } from '../form.js';
import { ShownValues, ValueFields, valuesOf } from './values.js';

/** Goals that are judged by people: qualitative ones without a metric. */
export const ratedGoals = (facts: FormFacts): readonly Goal[] =>
  facts.goals.filter((goal) => goal.kind === 'qualitative' && goal.metric === undefined);

/** One thing to rate: a goal, or a part of the template's own. */
interface RatedItem {
  readonly id: string;
  readonly title: string;
  readonly rubric: readonly string[];
  readonly rule: RatingRule | null;
}

function ratedItems(reader: Reader, facts: FormFacts): readonly RatedItem[] {
  const goals = ratedGoals(facts).map((goal) => ({
    id: componentId(goal),
    title: goal.title,
    rubric: goal.rubric ?? [],
    rule: facts.ratingRule,
  }));
  const parts = facts.ratedParts.map(({ id, title, rule }) => ({
    id,
    title: title?.[reader.language] ?? id,
    rubric: [],
    rule,
  }));
  return [...goals, ...parts];
}

function ratingsOf(form: unknown): readonly unknown[] {
  return listAt(form, 'ratings').flatMap((row) => {
    const value = textAt(row, 'value').trim();
    // What was typed, and the notes that were picked; a note typed and picked is one piece.
    const evidence = [...new Set([...linesOf(textAt(row, 'evidence')), ...textsAt(row, 'notes')])];
    if (value === '' && evidence.length === 0) return [];
    return [{ item: textAt(row, 'item'), value, evidence, ...said('comment', textAt(row, 'comment')) }];
  });
}

const mostLetters = 60;

function noteLine(reader: Reader, { reference, at, by, title, text }: QuotableNote): string {
  const start = text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text;
  return `${reference} · ${reader.day(at)} · ${reader.name(by)} · ${title}: ${start}`;
}

/** What is wrong with single pieces of evidence is told at the field that holds them all. */
const wrongPieces = ({ fields }: FieldsProps['problems'], place: number): readonly string[] =>
  [...fields].flatMap(([name, sentences]) => (name.startsWith(`ratings.${place}.evidence.`) ? sentences : []));

function RatingFields({ reader, facts, content, problems }: FieldsProps): VNode {
  const { t } = reader;
  const typed = listAt(content, 'ratings');
  const items = ratedItems(reader, facts);
  if (items.length === 0) return <p class="empty">{t(contentFields.noRatings)}</p>;
  const quotable = new Set(facts.notes.map((note) => note.reference));
  return (
    <>
      {items.map(({ id: item, title, rubric, rule }, index) => {
        const place = typed.findIndex((row) => textAt(row, 'item') === item);
        const row = typed[place];
        const name = (field: string): string => `ratings.${index}.${field}`;
        const wrong = (field: string): readonly string[] => [
          ...(problems.fields.get(`ratings.${place}.${field}`) ?? []),
          ...problems.findings
            .filter((it) => field === 'evidence' && it.code === 'EVIDENCE_MISSING' && it.at.includes(item))
            .map((it) => it.sentence),
        ];
        return (
          <fieldset key={item}>
            <legend>{title}</legend>
            <Hidden name={name('item')} value={item} />
            {rubric.length > 0 && (
              <ul class="soft">
                {rubric.map((level) => (
                  <li key={level}>{level}</li>
                ))}
              </ul>
            )}
            <NumberInput
              name={name('value')}
              label={t(contentFields.rating)}
              hint={rule === null ? undefined : t(contentFields.scale(rule.scale.min, rule.scale.max))}
              value={textAt(row, 'value')}
              problems={wrong('value')}
            />
            <TextArea
              name={name('evidence')}
              label={t(contentFields.evidence)}
              value={textsAt(row, 'evidence')
                .filter((each) => !quotable.has(each))
                .join('\n')}
              problems={[...wrong('evidence'), ...wrongPieces(problems, place)]}
            />
            {facts.notes.length > 0 && (
              <details open={textsAt(row, 'evidence').some((each) => quotable.has(each))}>
                <summary>{t(notePage.cite)}</summary>
                <Choices
                  name={name('notes')}
                  label={t(notePage.title)}
                  type="checkbox"
                  chosen={textsAt(row, 'evidence')}
                  options={facts.notes.map((note) => ({ value: note.reference, text: noteLine(reader, note) }))}
                />
              </details>
            )}
            <Input
              name={name('comment')}
              label={t(contentFields.comment)}
              value={textAt(row, 'comment')}
              problems={wrong('comment')}
            />
          </fieldset>
        );
      })}
    </>
  );
}

const Words = ({ reader, content, problems }: FieldsProps): VNode => (
  <TextArea
    name="text"
    label={reader.t(contentFields.text)}
    value={textAt(content, 'text')}
    problems={problems.fields.get('text')}
    rows={4}
  />
);

function ShownRatings({ reader, facts, content }: ShownProps): VNode {
  const { t } = reader;
  const titles = new Map(ratedItems(reader, facts).map(({ id, title }) => [id, title]));
  return (
    <>
      <Table
        caption={t(contentFields.ratings)}
        rows={listAt(content, 'ratings')}
        keyOf={(row) => textAt(row, 'item')}
        empty={t(contentFields.noRatings)}
        columns={[
          {
            title: t(stepPage.wholeText),
            cell: (row) => titles.get(textAt(row, 'item')) ?? textAt(row, 'item'),
          },
          { title: t(contentFields.rating), number: true, cell: (row) => textAt(row, 'value') },
          {
            title: t(contentFields.evidence),
            cell: (row) => <Evidence facts={facts} of={textsAt(row, 'evidence')} />,
          },
          { title: t(contentFields.comment), cell: (row) => textAt(row, 'comment') },
        ]}
      />
      <p class="words">{textAt(content, 'text')}</p>
    </>
  );
}

/** A note that is quoted is a link to it; whoever may not read it is told so there. */
const Evidence = ({ facts, of }: { readonly facts: FormFacts; readonly of: readonly string[] }): VNode => (
  <span class="words">
    {of.map((each, index) => {
      const note = quotedNote(each);
      return (
        <span key={each}>
          {index > 0 && '\n'}
          {note === null ? each : <a href={links.note(facts.cycleId, note)}>{each}</a>}
        </span>
      );
    })}
  </span>
);

const placesOf: StepForm['places'] = ({ reader, content }) => [
  ...listAt(content, 'ratings').map((row, index) => ({ value: `/ratings/${index}`, text: textAt(row, 'item') })),
  { value: '/text', text: reader.t(contentFields.text) },
];

export const ratingForm: StepForm = {
  contentOf: (form) => ({ ratings: ratingsOf(form), text: textAt(form, 'text') }),
  Fields: (props) => (
    <>
      <RatingFields {...props} />
      <Words {...props} />
    </>
  ),
  Shown: (props) => <ShownRatings {...props} />,
  places: placesOf,
};

export const selfEvaluationForm: StepForm = {
  contentOf: (form) => ({ values: valuesOf(form), ratings: ratingsOf(form), text: textAt(form, 'text') }),
  Fields: (props) => (
    <>
      <ValueFields {...props} />
      <RatingFields {...props} />
      <Words {...props} />
    </>
  ),
  Shown: (props) => (
    <>
      <ShownValues {...props} />
      <ShownRatings {...props} />
    </>
  ),
  places: placesOf,
};
