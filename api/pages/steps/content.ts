import { frame, stepPage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { findingsOfDraft, noDraftFindings } from '../../draft-checks.js';
import type { Reader } from '../reader.js';
import { listAt, textAt } from './form-data.js';
import { type FormProblems, nameOf } from './form.js';
import type { LoadedStep } from './load.js';
import { fieldSentence, shownFinding } from './problems.js';
import type { StepView } from './view.js';

/** What stands in the form when the page is opened: the draft, else the attempt that was returned, else a beginning. */
export function beginning({ view, draftContent }: LoadedStep): unknown {
  if (draftContent !== undefined) return draftContent;
  const last = view.versions.at(-1);
  if (last !== undefined && view.attempt > 1) return last.content;
  return view.kind === 'goals' ? { goals: [{}, {}], answers: [] } : {};
}

/** Titles by id, for findings to name what they are about. */
export function titlesOf(reader: Reader, view: StepView, content: unknown): ReadonlyMap<string, string> {
  const known = [...view.facts.goalsAbove, ...view.facts.goals, ...view.facts.tasks].map(
    ({ id, title }) => [id, title] as const,
  );
  const typed = [...listAt(content, 'goals'), ...listAt(content, 'tasks')].map(
    (row) => [textAt(row, 'id'), textAt(row, 'title')] as const,
  );
  const unit = view.unit === null || view.unitId === null ? [] : [[view.unitId, reader.name(view.unit)] as const];
  const metrics = view.facts.metrics.map(
    (metric) => [metric.id, reader.name({ nameZh: metric.title, nameEn: metric.titleEn })] as const,
  );
  return new Map([...metrics, ...unit, ...known, ...typed.filter(([, title]) => title !== '')]);
}

/** The checks over a saved draft, what was typed wrong, and the comments of the last return, each at its place. */
export async function problemsOfDraft(
  deps: ApiDeps,
  reader: Reader,
  loaded: LoadedStep,
  content: unknown,
): Promise<FormProblems> {
  const { view, cycle, draftContent } = loaded;
  const checked = draftContent === undefined ? noDraftFindings : await findingsOfDraft(deps.sql, cycle, view, content);
  const titles = new Map([...checked.titles, ...titlesOf(reader, view, content)]);
  const fields = new Map<string, string[]>();
  for (const { pointer, code } of checked.problems) {
    fields.set(nameOf(pointer), [...(fields.get(nameOf(pointer)) ?? []), fieldSentence(reader, code)]);
  }
  if (view.attempt > 1) {
    for (const [name, words] of commentsOf(reader, view)) fields.set(name, [...words, ...(fields.get(name) ?? [])]);
  }
  const findings = checked.findings.map((finding) => shownFinding(reader, finding, titles));
  return { findings, fields, load: checked.load };
}

function commentsOf(reader: Reader, view: StepView): ReadonlyMap<string, readonly string[]> {
  const decision = view.versions.at(-1)?.decision;
  if (decision === null || decision === undefined) return new Map();
  const who = reader.name(decision.principal);
  return new Map(
    listAt(decision.words, 'comments').map((comment) => [
      nameOf(textAt(comment, 'at')),
      [`${who}${reader.language === 'en' ? ': ' : ':'}${textAt(comment, 'text')}`],
    ]),
  );
}

/** What a page says on top after something was done. */
export function messageFor(reader: Reader, done: unknown): { readonly tone: 'good'; readonly text: string } | null {
  if (done === 'saved') return { tone: 'good', text: reader.t(stepPage.draftSaved) };
  if (done === 'done') return { tone: 'good', text: reader.t(frame.done) };
  return null;
}
