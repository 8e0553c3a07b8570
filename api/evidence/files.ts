import { createHash } from 'node:crypto';
import type { StepKind } from '../../domain/process/index.js';
import type { Query, Transaction } from '../../db/connect.js';
import { type CycleRow, loadCycle } from '../../db/cycles.js';
import { type FileRow, filesOfStep, insertFile, readFileRow } from '../../db/files.js';
import { readStep, type StepDetail } from '../../db/inbox.js';
import { appendJournal } from '../../db/journal.js';
import { readClock } from '../../db/record.js';
import { lockReviews, readCycleStanding } from '../../db/reviews.js';
import { commandIdOf, keyedDigest } from '../../documents/digest.js';
import type { ApiDeps } from '../deps.js';
import { needsRunning, personLine, today } from '../in-line.js';
import type { UploadLimits } from '../multipart.js';
import { principalFor } from '../principal.js';
import { Refused } from '../refused.js';
import { maySeeStep } from '../rights.js';
import type { Person } from '../session.js';
import { type StepAddress, toldStep } from '../told-steps.js';
import { kindOf } from './kinds.js';

export const evidenceLimits: UploadLimits = {
  fileSize: 20 * 1024 * 1024,
  files: 20,
  total: 60 * 1024 * 1024,
  fields: 5000,
  fieldSize: 100_000,
  tooLarge: 'EVIDENCE_FILE_TOO_LARGE',
  tooMany: 'EVIDENCE_FILES_TOO_LARGE',
  readOn: true,
};
/** Files of one step, by everybody. */
const mostFiles = 40;

const withFiles: ReadonlySet<StepKind> = new Set<StepKind>([
  'self-evaluation',
  'rating',
  'evaluation',
  'appeal',
  'appeal-2',
  'correction',
]);

/** Does a step of that kind take files as evidence? */
export const takesFiles = (kind: StepKind): boolean => withFiles.has(kind);

/** An open step into which somebody may upload. */
export interface FilePlace {
  readonly cycle: CycleRow;
  readonly step: StepDetail;
  readonly person: Person;
  readonly principal: string;
}

/** Rights before the file: nobody's disk and time for what they may not do. @throws Refused */
export async function openForFiles(sql: Query, person: Person, at: StepAddress): Promise<FilePlace> {
  const { cycle, step } = await toldStep(sql, person, at);
  if (!takesFiles(step.kind)) throw new Refused('EVIDENCE_NOT_HERE');
  const principal = await principalFor(sql, { act: 'submit', actor: person.id }, step, today(cycle));
  needsRunning(cycle);
  if (step.state !== 'open') throw new Refused(step.state === 'closed' ? 'STEP_NOT_OPEN' : 'STEP_ENDED');
  return { cycle, step, person, principal };
}

/**
 * Keeps a file as evidence of the step; the same one again is the one that is there. Judged once more under the lock: a
 * large file takes its time, and what was submitted meanwhile gets no evidence afterwards.
 * @throws Refused EVIDENCE_FILE_KIND, EVIDENCE_FILE_NOT_AS_NAMED, EVIDENCE_FILES_TOO_MANY, STEP_ENDED, STEP_CLOSED
 */
export async function keepFile(
  { config }: Pick<ApiDeps, 'config'>,
  tx: Transaction,
  { cycle, step, person, principal }: FilePlace,
  file: { readonly name: string; readonly bytes: Buffer },
): Promise<FileRow> {
  const mediaType = await kindOf(file);
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const id = commandIdOf(person.id, JSON.stringify(['file', step.reviewId, step.id, file.name, sha256]));
  await lockReviews(tx, [step.reviewId]);
  const there = await filesOfStep(tx, step.reviewId, step.id);
  const known = there.find((each) => each.id === id);
  if (known !== undefined) return known;
  const { now } = await readClock(tx, cycle.id);
  await needsOpen(tx, step, now);
  if (there.length >= mostFiles) throw new Refused('EVIDENCE_FILES_TOO_MANY');
  await insertFile(tx, {
    id,
    cycleId: cycle.id,
    reviewId: step.reviewId,
    unitId: step.unitId,
    stepId: step.id,
    ...file,
    mediaType,
    sha256,
    uploadedBy: person.id,
    principal,
    uploadedAt: now,
  });
  const digest = keyedDigest(config.digestKey, { file: id, sha256, name: file.name });
  const act = { act: 'file-uploaded', actor: person.id, principal, digest, stepId: step.id, data: { file: id } };
  await appendJournal(tx, step.reviewId, [await personLine(tx, cycle.id, act)]);
  const kept = await readFileRow(tx, id);
  if (kept === undefined) throw new Error(`file ${id} was not kept`);
  return kept;
}

/** The attempt into which it was sent still waits for its submit. The caller holds the review. @throws Refused */
async function needsOpen(tx: Query, { cycleId, reviewId, id, attempt }: StepDetail, now: number): Promise<void> {
  const cycle = await readCycleStanding(tx, cycleId);
  const step = await readStep(tx, reviewId, id);
  if (cycle === undefined || step === undefined) throw new Refused('STEP_NOT_FOUND');
  needsRunning(cycle);
  if (step.state !== 'open' || step.attempt !== attempt) throw new Refused('STEP_ENDED');
  if (now >= step.closesAt) throw new Refused('STEP_CLOSED');
}

/** A file for those who may see the step that it is evidence of. @throws Refused NOT_FOUND */
export async function seenFile(sql: Query, person: Person, id: string): Promise<FileRow> {
  const file = await readFileRow(sql, id);
  const cycle = file === undefined ? undefined : await loadCycle(sql, file.cycleId);
  const step = file === undefined ? undefined : await readStep(sql, file.reviewId, file.stepId);
  if (file === undefined || cycle === undefined || step === undefined) throw new Refused('NOT_FOUND');
  if (!(await maySeeStep(sql, person, step, today(cycle)))) throw new Refused('NOT_FOUND');
  return file;
}
