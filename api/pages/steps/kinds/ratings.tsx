import type { VNode } from 'preact';
import { componentId, type Goal, type RatingRule } from '../../../../domain/rules/index.js';
import { lessonPage } from '../../../../messages/lesson.js';
import { contentFields, evidencePage, stepPage } from '../../../../messages/pages.js';
import { Hidden, Input, NumberInput, TextArea } from '../../components/fields.js';
import { Message } from '../../components/marks.js';
import { Table } from '../../components/table.js';
import { links } from '../../links.js';
import type { Reader } from '../../reader.js';
import { listAt, said, textAt, textsAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { FieldsProps, ShownProps, StepForm } from '../form.js';
import { Basis, basisOf, Evidence, EvidenceFields, evidenceOf, wrongPieces } from './evidence.js';
import { ShownValues, ValueFields, valuesOf } from './values.js';

/** Goals that are judged by people: qualitative ones without a metric. */
const ratedGoals = (facts: FormFacts): readonly Goal[] =>
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

/** Whoever is not asked about it is not offered it; a unit may rate itself on whatever is rated. */
const isAsked = ({ ratingRole }: FormFacts, rule: RatingRule | null): boolean =>
  ratingRole === null || ratingRole === 'self' || rule === null || rule.by.some(({ role }) => role === ratingRole);

const titlesOf = (reader: Reader, facts: FormFacts): ReadonlyMap<string, string> =>
  new Map(ratedItems(reader, facts).map(({ id, title }) => [id, title]));

function ratingsOf(form: unknown): readonly unknown[] {
  return listAt(form, 'ratings').flatMap((row) => {
    const value = textAt(row, 'value').trim();
    const evidence = evidenceOf(row);
    const comment = said('comment', textAt(row, 'comment'));
    // A comment without a rating is a word as well: it stays, and the form asks for the rating.
    if (value === '' && evidence.length === 0 && comment.comment === undefined) return [];
    return [{ item: textAt(row, 'item'), value, evidence, ...comment }];
  });
}

function RatingFields({ reader, facts, content, problems }: FieldsProps): VNode {
  const { t } = reader;
  const typed = listAt(content, 'ratings');
  const items = ratedItems(reader, facts).filter(({ rule }) => isAsked(facts, rule));
  if (items.length === 0) return <p class="empty">{t(contentFields.noRatings)}</p>;
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
              problems={[...wrong('item'), ...wrong('value')]}
            />
            <EvidenceFields
              reader={reader}
              facts={facts}
              path={`ratings.${index}`}
              chosen={textsAt(row, 'evidence')}
              problems={problems}
              wrong={[...wrong('evidence'), ...wrongPieces(problems, `ratings.${place}.evidence`)]}
            />
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
  const titles = titlesOf(reader, facts);
  const basis = textsAt(content, 'evidence');
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
            cell: (row) => <Evidence reader={reader} facts={facts} of={textsAt(row, 'evidence')} />,
          },
          { title: t(contentFields.comment), cell: (row) => textAt(row, 'comment') },
        ]}
      />
      <p class="words">{textAt(content, 'text')}</p>
      {basis.length > 0 && (
        <p>
          {t(contentFields.evidence)}: <Evidence reader={reader} facts={facts} of={basis} />
        </p>
      )}
    </>
  );
}

const placesOf: StepForm['places'] = ({ reader, facts, content }) => {
  const titles = titlesOf(reader, facts);
  return [
    ...listAt(content, 'ratings').map((row, index) => ({
      value: `/ratings/${index}`,
      text: titles.get(textAt(row, 'item')) ?? textAt(row, 'item'),
    })),
    { value: '/text', text: reader.t(contentFields.text) },
  ];
};

function basisIn(form: unknown): { readonly evidence?: readonly string[] } {
  const evidence = basisOf(form);
  return evidence.length === 0 ? {} : { evidence };
}

/** The lesson that these ratings wait for. */
function Lesson({ reader, facts }: Pick<FieldsProps, 'reader' | 'facts'>): VNode | null {
  if (facts.lesson === null) return null;
  const { passed } = facts.lesson;
  return (
    <Message tone={passed ? 'good' : 'warn'}>
      {reader.t(passed ? evidencePage.lessonDone : evidencePage.lessonFirst)}{' '}
      <a href={links.lesson(facts.cycleId)}>{reader.t(lessonPage.title)}</a>
    </Message>
  );
}

export const ratingForm: StepForm = {
  contentOf: (form) => ({ ratings: ratingsOf(form), text: textAt(form, 'text'), ...basisIn(form) }),
  Fields: (props) => (
    <>
      <Lesson {...props} />
      <RatingFields {...props} />
      <Words {...props} />
      <Basis {...props} legend={props.reader.t(evidencePage.basis)} />
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
