import { canonicalJson } from '../../../domain/canonical.js';
import { type Draft, keepBeside, keptDrafts, readDraft, saveDraft } from '../../../db/drafts.js';
import { Refused } from '../../refused.js';
import type { PersonVisit } from '../http.js';
import { textAt } from './form-data.js';
import type { LoadedStep } from './load.js';

type Kept =
  | { readonly kind: 'saved' }
  /** Somebody else's words stand there; these are kept beside them. */
  | { readonly kind: 'conflict'; readonly other: Draft };

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

/** Saves what was typed over the version that the form was made from, and never over another one. */
export async function saveTyped(
  { deps: { sql }, person }: PersonVisit,
  { reviewId, view: { stepId } }: LoadedStep,
  form: unknown,
  content: unknown,
): Promise<Kept> {
  const seen = Number(textAt(form, 'draftVersion'));
  // A form without a version has seen none that stands.
  const version = Number.isSafeInteger(seen) && seen >= 0 && seen < 2 ** 31 ? seen : 0;
  const typed = { reviewId, stepId, version, content, by: person.id };
  if ((await saveDraft(sql, typed)) !== null) return { kind: 'saved' };
  const other = await readDraft(sql, reviewId, stepId);
  // Discarded or submitted meanwhile: what was typed begins a new one.
  if (other === undefined) {
    if ((await saveDraft(sql, { ...typed, version: 0 })) !== null) return { kind: 'saved' };
    throw new Refused('DRAFT_CHANGED');
  }
  if (same(other.content, content)) return { kind: 'saved' };
  await keepBeside(sql, typed);
  return { kind: 'conflict', other };
}

/** What was typed is kept beside the draft, unless it is there already. */
export async function keepTyped(
  { deps: { sql }, person }: PersonVisit,
  { reviewId, view: { stepId } }: LoadedStep,
  content: unknown,
): Promise<void> {
  const draft = await readDraft(sql, reviewId, stepId);
  const kept = await keptDrafts(sql, reviewId, stepId);
  if ([draft, ...kept].some((each) => each !== undefined && same(each.content, content))) return;
  await keepBeside(sql, { reviewId, stepId, version: draft?.version ?? 0, content, by: person.id });
}

/** The content of an earlier draft. @throws Refused NOT_FOUND */
export async function keptContent(visit: PersonVisit, loaded: LoadedStep, id: string): Promise<unknown> {
  const kept = await keptDrafts(visit.deps.sql, loaded.reviewId, loaded.view.stepId);
  const found = kept.find((each) => each.id === id);
  if (found === undefined) throw new Refused('NOT_FOUND');
  return found.content;
}
