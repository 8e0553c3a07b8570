import { atSubmit } from '../../../domain/cycle/index.js';
import { type RefusalCode, refusalCodes } from '../../../domain/errors.js';
import { type Finding, type GoalFindingCode, goalFindingCodes } from '../../../domain/rules/index.js';
import { refusalTexts } from '../../../messages/errors.js';
import { fieldTexts, fieldWrong, findingSentence } from '../../../messages/pages.js';
import type { Reader } from '../reader.js';
import { at, textAt, textsAt } from './form-data.js';
import { type FormProblems, nameOf, type ShownFinding } from './form.js';

/** A finding of the checks as the page shows it: what it is about, then the sentence. */
export function shownFinding(reader: Reader, finding: Finding, titles: ReadonlyMap<string, string>): ShownFinding {
  const sentence = reader.t(findingSentence(finding.code, finding.data));
  const about = finding.at.map((id) => titles.get(id) ?? id).join(reader.language === 'en' ? ', ' : '、');
  return { code: finding.code, mark: markOf(finding), at: finding.at, sentence: `${about}: ${sentence}` };
}

/** What it asks of the author; a conflict asks for nothing, whatever its weight for the organization. */
function markOf(finding: Finding): ShownFinding['mark'] {
  switch (atSubmit(finding)) {
    case 'stops':
      return 'error';
    case 'asks':
      return 'warning';
    case 'informs':
      return finding.severity === 'advice' ? 'advice' : 'conflict';
  }
}

export function fieldSentence(reader: Reader, code: string): string {
  const known: Readonly<Record<string, (typeof fieldTexts)[keyof typeof fieldTexts] | undefined>> = fieldTexts;
  const refusal = refusalCodes.find((each) => each === code);
  return reader.t(known[code] ?? (refusal === undefined ? fieldWrong : refusalTexts[refusal]));
}

/** The details of a refusal at their fields: `{pointer, code}` of bodies, findings of the checks. */
export function problemsOf(
  reader: Reader,
  refusal: { readonly code: RefusalCode; readonly errors: readonly object[] },
  titles: ReadonlyMap<string, string>,
): FormProblems {
  const fields = new Map<string, string[]>();
  const findings: ShownFinding[] = [];
  for (const error of refusal.errors) {
    const code = textAt(error, 'code');
    if (at(error, 'pointer') !== undefined) {
      const name = nameOf(textAt(error, 'pointer'));
      fields.set(name, [...new Set([...(fields.get(name) ?? []), fieldSentence(reader, code)])]);
      continue;
    }
    const finding = findingOf(error, code);
    if (finding === null) continue;
    findings.push(shownFinding(reader, finding, titles));
    if (refusal.code === 'WARNING_UNANSWERED') {
      fields.set(`answers.${findings.length - 1}.reason`, [fieldSentence(reader, 'WARNING_UNANSWERED')]);
    }
  }
  return { fields, findings };
}

function findingOf(error: object, code: string): Finding | null {
  const known: GoalFindingCode | undefined = goalFindingCodes.find((each) => each === code);
  const severity = (['error', 'warning', 'advice'] as const).find((each) => each === textAt(error, 'severity'));
  if (known === undefined || severity === undefined) return null;
  const said = at(error, 'data');
  const entries: [string, unknown][] = typeof said === 'object' && said !== null ? Object.entries(said) : [];
  const data = Object.fromEntries(
    entries.filter((entry): entry is [string, string | number] => ['string', 'number'].includes(typeof entry[1])),
  );
  return { code: known, severity, at: textsAt(error, 'at'), data };
}
