import type { VNode } from 'preact';
import { goalFields, stepPage, taskFields } from '../../../messages/pages.js';
import { fieldId } from '../components/fields.js';
import type { Reader } from '../reader.js';
import { fieldTitle } from './field-title.js';
import { placeFindings } from './finding-places.js';
import { answersOf, findingId } from './findings.js';
import type { FormFacts } from './form-facts.js';
import { type FormProblems, sameFinding } from './form.js';

interface Entry {
  readonly href: string;
  readonly text: string;
}

/** All that is to be seen to before the submit, each a link to its field: the way there without a mouse. */
export function Summary({
  reader,
  facts,
  content,
  problems,
}: {
  readonly reader: Reader;
  readonly facts: FormFacts;
  readonly content: unknown;
  readonly problems: FormProblems;
}): VNode | null {
  const entries = [...fieldEntries(reader, problems), ...findingEntries(facts, content, problems)];
  if (entries.length === 0) return null;
  return (
    <nav class="message warn" aria-labelledby="to-see-to">
      <p id="to-see-to">
        <strong>{reader.t(stepPage.toSeeTo(entries.length))}</strong>
      </p>
      <ul>
        {entries.map(({ href, text }) => (
          <li key={`${href} ${text}`}>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const fieldEntries = (reader: Reader, problems: FormProblems): readonly Entry[] =>
  [...problems.fields].flatMap(([name, sentences]) =>
    sentences.map((sentence) => ({ href: `#${fieldId(name)}`, text: `${placeName(reader, name)}${sentence}` })),
  );

/** `goals.0.title`: “Goal 1 · Goal: ”; what has no such place stands for itself. */
function placeName(reader: Reader, name: string): string {
  const [list = '', row = '', field = ''] = name.split('.');
  const colon = reader.language === 'en' ? ': ' : '：';
  if (!/^\d+$/.test(row)) return '';
  const number = Number(row) + 1;
  if (list === 'goals')
    return `${reader.t(goalFields.goal(number))} · ${fieldTitle(reader, goalFields, field)}${colon}`;
  if (list === 'tasks')
    return `${reader.t(taskFields.task(number))} · ${fieldTitle(reader, taskFields, field)}${colon}`;
  return '';
}

/** Errors, and warnings that still want their reason. */
function findingEntries(facts: FormFacts, content: unknown, problems: FormProblems): readonly Entry[] {
  const answers = answersOf(content);
  const places = placeFindings(content, facts, problems.findings);
  return problems.findings.flatMap((finding, index): readonly Entry[] => {
    const answered = answers.some((answer) => sameFinding(answer, finding));
    if (finding.mark !== 'error' && (finding.mark !== 'warning' || answered)) return [];
    const field = finding.mark === 'error' ? places.fieldOf(finding) : null;
    return [{ href: `#${field === null ? findingId(index) : fieldId(field)}`, text: finding.sentence }];
  });
}
