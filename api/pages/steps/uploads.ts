import { fileReference } from '../../../domain/evidence.js';
import { evidenceLimits, keepFile, openForFiles } from '../../evidence/files.js';
import { type FormFile, isForm, readForm, refuseLength } from '../../multipart.js';
import { Refused } from '../../refused.js';
import type { PersonVisit } from '../http.js';
import type { StepPlace } from './load.js';

/** The field of a form that uploads evidence for what stands at `path` (`ratings.0`). */
export const uploadField = (path: string): string => `upload:${path}`;
const uploadFields = /^upload:(ratings\.\d{1,3}|basis)$/;

/** What was posted, with or without files: fields as of any form, and what was wrong with files, at their fields. */
export interface Posted {
  readonly body: unknown;
  readonly refused: Refused | null;
}

/** The step is no longer open: its files are let go by, its words are not. */
const over: ReadonlySet<string> = new Set(['STEP_ENDED', 'STEP_NOT_OPEN', 'STEP_CLOSED', 'CYCLE_CLOSED']);

/**
 * Reads a posted form. Files in it are kept as evidence of the step and stand in the form as if they had been picked;
 * one that is refused takes nothing else with it. @throws Refused
 */
export async function readPosted(visit: PersonVisit, place: StepPlace): Promise<Posted> {
  const { deps, request, person } = visit;
  if (!isForm(request)) return { body: request.body as unknown, refused: null };
  refuseLength(request, evidenceLimits);
  // Rights before the file.
  const open = await openForFiles(deps.sql, person, place).catch((error: unknown) => {
    if (error instanceof Refused && over.has(error.code)) return null;
    throw error;
  });
  const form = await readForm(request, evidenceLimits);
  const body: Record<string, string | readonly string[]> = { ...form.fields };
  const wrong: { readonly pointer: string; readonly code: Refused['code'] }[] = [];
  for (const file of form.files) {
    const path = uploadFields.exec(file.field)?.[1];
    if (open === null || path === undefined || file.name === '') continue;
    try {
      const kept = await deps.sql.begin((tx) => keepFile(deps, tx, open, checked(file)));
      body[`${path}.files`] = [...[body[`${path}.files`] ?? []].flat(), fileReference(kept.id)];
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      // It ended while the files came: the words go on, and are kept.
      if (over.has(error.code)) continue;
      wrong.push({ pointer: `/${file.field.replaceAll('.', '/')}`, code: error.code });
    }
  }
  const [first] = wrong;
  return { body, refused: first === undefined ? null : new Refused(first.code, wrong) };
}

function checked(file: FormFile): FormFile {
  if (file.refused !== null) throw new Refused(file.refused);
  if (file.bytes.length === 0) throw new Refused('FILE_EMPTY');
  return file;
}
