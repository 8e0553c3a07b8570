import type { Query } from '../../db/connect.js';
import { saveDraft } from '../../db/drafts.js';
import { importOrganization, lockOrganization } from '../../db/organization.js';
import { readUpload, takeUpload, type UploadRow } from '../../db/uploads.js';
import { lockMetrics, valuesAt } from '../../db/workbook-values.js';
import type { Organization } from '../../documents/organization.js';
import type { WorkbookTarget } from '../../documents/workbooks/marker.js';
import { realBook } from '../../domain/strategy.js';
import { reviewIdOf } from '../../workflows/messages.js';
import { Refused } from '../refused.js';
import type { Person } from '../session.js';
import { refusedPlainly, writeValues } from '../values.js';
import { openTarget } from './open.js';
import { basisOf, type ValueToWrite } from './values.js';

export interface Applied {
  readonly target: WorkbookTarget;
  /** Of the draft, where it is one. */
  readonly draftVersion: number | null;
}

/**
 * Writes exactly what was previewed, once, in the caller's transaction. The same again has been done already.
 * @throws Refused NOT_FOUND, UPLOAD_CHANGED (another digest), UPLOAD_STALE, and what the list's own rights say
 */
export async function applyUpload(tx: Query, person: Person, id: string, digest: string): Promise<Applied> {
  const upload = await readUpload(tx, id, person.id);
  if (upload === undefined) throw new Refused('NOT_FOUND');
  if (upload.digest !== digest) throw new Refused('UPLOAD_CHANGED');
  // Written by this program only.
  const target = upload.target as WorkbookTarget;
  const applied: Applied = { target, draftVersion: 'cycleId' in target ? upload.baseVersion + 1 : null };
  if (!(await takeUpload(tx, id))) return applied;
  switch (target.of) {
    case 'goals':
    case 'plan':
      return { target, draftVersion: await applyToStep(tx, person, target, upload) };
    case 'values':
      await applyValues(tx, person, upload);
      return applied;
    case 'organization':
      await applyOrganization(tx, person, target, upload);
      return applied;
  }
}

async function applyToStep(
  tx: Query,
  person: Person,
  target: Extract<WorkbookTarget, { readonly cycleId: string }>,
  upload: UploadRow,
): Promise<number> {
  const now = await openTarget(tx, person, target, 'write');
  if (now.basedOn !== upload.basedOn || now.baseVersion !== upload.baseVersion) throw new Refused('UPLOAD_STALE');
  const version = await saveDraft(tx, {
    reviewId: reviewIdOf(target.cycleId, target.unitId),
    stepId: target.stepId,
    version: upload.baseVersion,
    content: upload.content,
    by: person.id,
  });
  // Somebody was quicker by a moment.
  if (version === null) throw new Refused('UPLOAD_STALE');
  return version;
}

async function applyValues(tx: Query, person: Person, upload: UploadRow): Promise<void> {
  const values = upload.content as readonly ValueToWrite[];
  await lockMetrics(tx, [...new Set(values.map(({ metric }) => metric))]);
  if (basisOf(values, await valuesAt(tx, values)) !== upload.basedOn) throw new Refused('UPLOAD_STALE');
  const rows = values.map((value, index) => ({ row: index + 1, ...value }));
  const scope = { book: realBook, cycle: null };
  await refusedPlainly(() => writeValues(tx, person, scope, { rows, source: 'imported' }));
}

async function applyOrganization(tx: Query, person: Person, target: WorkbookTarget, upload: UploadRow): Promise<void> {
  await lockOrganization(tx);
  const now = await openTarget(tx, person, target, 'write');
  if (now.basedOn !== upload.basedOn) throw new Refused('UPLOAD_STALE');
  await importOrganization(tx, upload.content as Organization);
}
