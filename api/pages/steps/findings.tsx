import type { VNode } from 'preact';
import { stepPage } from '../../../messages/pages.js';
import { Hidden, TextArea } from '../components/fields.js';
import { Badge, type Tone } from '../components/marks.js';
import type { Reader } from '../reader.js';
import { listAt, textAt, textsAt } from './form-data.js';
import { type FormProblems, sameFinding, type ShownFinding } from './form.js';

/** Answers as the content carries them: `{code, at, reason}`. */
export function answersOf(form: unknown): readonly { code: string; at: readonly string[]; reason: string }[] {
  return listAt(form, 'answers').flatMap((answer) => {
    const reason = textAt(answer, 'reason').trim();
    const listed = textsAt(answer, 'at');
    // A form carries the ids in one field; ids hold no spaces.
    const at = listed.length === 1 ? (listed[0] ?? '').split(' ') : listed;
    return reason === '' ? [] : [{ code: textAt(answer, 'code'), at: at.filter((id) => id !== ''), reason }];
  });
}

const tones: Readonly<Record<ShownFinding['mark'], Tone>> = {
  error: 'bad',
  warning: 'warn',
  advice: 'calm',
  conflict: 'warn',
};

/** The id of a finding on its page, by its place among all. */
export const findingId = (index: number): string => `finding-${String(index)}`;

/** Findings about certain ids; a warning or conflict can be kept with a reason, typed right there. */
export function Findings({
  reader,
  content,
  findings,
  all,
}: {
  readonly reader: Reader;
  readonly content: unknown;
  readonly findings: readonly ShownFinding[];
  /** All findings of the page: an answer is numbered by its place among them. */
  readonly all: FormProblems;
}): VNode | null {
  if (findings.length === 0) return null;
  const { t } = reader;
  const answers = answersOf(content);
  const { error, warning, advice, conflict } = stepPage;
  const marks = { error, warning, advice, conflict };
  return (
    <ul class="plain findings">
      {findings.map((finding) => {
        const index = all.findings.indexOf(finding);
        return (
          <li key={index} id={findingId(index)} tabIndex={-1}>
            <Badge tone={tones[finding.mark]}>{t(marks[finding.mark])}</Badge> {finding.sentence}{' '}
            <code>{finding.code}</code>
            {(finding.mark === 'warning' || finding.mark === 'conflict') && (
              <>
                <Hidden name={`answers.${index}.code`} value={finding.code} />
                <Hidden name={`answers.${index}.at`} value={finding.at.join(' ')} />
                <TextArea
                  name={`answers.${index}.reason`}
                  label={t(stepPage.answerWhy)}
                  hint={finding.mark === 'conflict' ? t(stepPage.conflictHint) : undefined}
                  value={answers.find((answer) => sameFinding(answer, finding))?.reason ?? ''}
                  problems={all.fields.get(`answers.${index}.reason`)}
                  rows={2}
                />
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Answers whose finding is not on the page now are carried along: nothing typed is lost. */
export function KeptAnswers({
  content,
  problems,
}: {
  readonly content: unknown;
  readonly problems: FormProblems;
}): VNode {
  const kept = answersOf(content).filter(
    (answer) => !problems.findings.some((finding) => sameFinding(answer, finding)),
  );
  return (
    <>
      {kept.map((answer, index) => {
        const name = `answers.${problems.findings.length + index}`;
        return (
          <div key={name} hidden>
            <Hidden name={`${name}.code`} value={answer.code} />
            <Hidden name={`${name}.at`} value={answer.at.join(' ')} />
            <Hidden name={`${name}.reason`} value={answer.reason} />
          </div>
        );
      })}
    </>
  );
}

/** Reasons given for what was kept, for the decider to read. */
export function ShownAnswers({
  reader,
  content,
}: {
  readonly reader: Reader;
  readonly content: unknown;
}): VNode | null {
  const answers = answersOf(content);
  if (answers.length === 0) return null;
  return (
    <>
      <h3>{reader.t(stepPage.answerWhy)}</h3>
      <ul>
        {answers.map((answer, index) => (
          <li key={index}>
            <code>{answer.code}</code> {answer.at.join(', ')}: {answer.reason}
          </li>
        ))}
      </ul>
    </>
  );
}
