import type { VNode } from 'preact';
import { lessonCases, lessonScale } from '../../../domain/lesson.js';
import { lessonCaseTexts, lessonPage, lessonParts } from '../../../messages/lesson.js';
import type { LessonStanding } from '../../lesson.js';
import { Choices, Hidden } from '../components/fields.js';
import { Badge, Message, Section } from '../components/marks.js';
import { Facts } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';

export interface LessonProps {
  readonly reader: Reader;
  readonly cycle: { readonly id: string; readonly title: string };
  readonly standing: LessonStanding;
  /** As typed, where the form comes again. */
  readonly answers: Readonly<Record<string, string>>;
  readonly refused: string | null;
  readonly idempotencyKey: string;
}

export function LessonPage(props: LessonProps): VNode {
  const { reader, cycle, standing, refused } = props;
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(cycle.id)}>{cycle.title}</a>
      </p>
      {refused !== null && <Message tone="bad">{refused}</Message>}
      {refused === null && <Standing reader={reader} standing={standing} />}
      <p>{t(lessonPage.lead)}</p>
      <p class="soft">{t(standing.atLeast === null ? lessonPage.notAsked : lessonPage.asked(standing.atLeast))}</p>
      {lessonParts.map(({ title, points }) => (
        <Section key={title.en} title={t(title)}>
          <ul>
            {points.map((point) => (
              <li key={point.en}>{t(point)}</li>
            ))}
          </ul>
        </Section>
      ))}
      <Section title={t(lessonPage.cases)} id="cases">
        <p class="hint">{t(lessonPage.scale)}</p>
        {standing.attempts.length > 0 && <Answered reader={reader} standing={standing} />}
        {standing.atLeast !== null && !standing.passed && <Form {...props} />}
        {standing.atLeast === null && <Situations reader={reader} />}
      </Section>
    </>
  );
}

function Standing({ reader, standing }: Pick<LessonProps, 'reader' | 'standing'>): VNode | null {
  const last = standing.attempts.at(-1);
  if (last === undefined) return null;
  return standing.passed ? (
    <Message tone="good">{reader.t(lessonPage.passed)}</Message>
  ) : (
    <Message tone="warn">{reader.t(lessonPage.notPassed(last.agreed))}</Message>
  );
}

/** One's own answer, and beside it the one that was agreed on, with why. */
function Answered({ reader, standing }: Pick<LessonProps, 'reader' | 'standing'>): VNode {
  const { t } = reader;
  const last = standing.attempts.at(-1);
  return (
    <>
      <p class="soft">{t(lessonPage.attempts(standing.attempts.length))}</p>
      {lessonCases.map(({ id, agreed }, index) => {
        const { situation, why } = lessonCaseTexts[id];
        const yours = last?.answers[id] ?? '–';
        return (
          <section key={id}>
            <h3>{t(lessonPage.case(index + 1))}</h3>
            <p>{t(situation)}</p>
            <Facts
              of={[
                [t(lessonPage.yours), <Badge tone={yours === agreed ? 'good' : 'warn'}>{yours}</Badge>],
                [t(lessonPage.agreed), agreed],
              ]}
            />
            <p>{t(why)}</p>
          </section>
        );
      })}
    </>
  );
}

const Situations = ({ reader }: Pick<LessonProps, 'reader'>): VNode => (
  <>
    {lessonCases.map(({ id }, index) => (
      <section key={id}>
        <h3>{reader.t(lessonPage.case(index + 1))}</h3>
        <p>{reader.t(lessonCaseTexts[id].situation)}</p>
        <p class="soft">{reader.t(lessonCaseTexts[id].why)}</p>
      </section>
    ))}
  </>
);

function Form({ reader, cycle, standing, answers, idempotencyKey }: LessonProps): VNode {
  const { t } = reader;
  const again = standing.attempts.length > 0;
  return (
    <form method="post" action={links.lesson(cycle.id)} noValidate>
      {again && <h3>{t(lessonPage.again)}</h3>}
      <Hidden name="idempotencyKey" value={idempotencyKey} />
      {lessonCases.map(({ id }, index) => (
        <section key={id}>
          {!again && <p>{t(lessonCaseTexts[id].situation)}</p>}
          <Choices
            name={`answers.${id}`}
            label={`${t(lessonPage.case(index + 1))}: ${t(lessonPage.yours)}`}
            type="radio"
            chosen={[answers[id] ?? '']}
            options={lessonScale.map((value) => ({ value, text: value }))}
          />
        </section>
      ))}
      <div class="actions">
        <button class="main">{t(again ? lessonPage.again : lessonPage.answer)}</button>
      </div>
    </form>
  );
}
