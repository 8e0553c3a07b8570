import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { readStep } from '../../db/inbox.js';
import { readUpload } from '../../db/uploads.js';
import type { WorkbookTarget } from '../../documents/workbooks/marker.js';
import { applyBody } from '../../documents/workbooks/requests.js';
import { reviewIdOf } from '../../workflows/messages.js';
import type { ApiDeps } from '../deps.js';
import { idempotencyKey, once } from '../idempotent.js';
import { idOr404, parseBody } from '../parse.js';
import { languageOf } from '../problem.js';
import { Refused } from '../refused.js';
import { signedIn } from '../session.js';
import { applyUpload } from '../workbooks/apply.js';
import { compareFile, keepCompared } from '../workbooks/compare.js';
import { sendRows } from '../workbooks/download.js';
import { openTarget } from '../workbooks/open.js';
import { receiveFile } from '../workbooks/receive.js';

type TargetOf = (request: Request) => Promise<WorkbookTarget>;
const step = '/cycles/:id/reviews/:unit/steps/*step';

/** Excel and CSV out and in: rows out, a file in, what it would change, and then the change itself. */
export function workbookRoutes(deps: ApiDeps): Router {
  const router = Router();
  const places: readonly { readonly path: string; readonly targetOf: TargetOf }[] = [
    { path: step, targetOf: (request) => stepTarget(deps, request) },
    { path: '/values', targetOf: () => Promise.resolve({ of: 'values' }) },
    { path: '/organization', targetOf: () => Promise.resolve({ of: 'organization' }) },
  ];
  for (const { path, targetOf } of places) {
    for (const form of ['xlsx', 'csv'] as const) {
      router.get(`${path}/workbook.${form}`, async (request, response) => {
        const person = await signedIn(deps, request);
        const open = await openTarget(deps.sql, person, await targetOf(request), 'look');
        await sendRows(response, open, form, languageOf(request));
      });
    }
    router.post(`${path}/workbook`, (request, response) => upload(deps, request, response, targetOf));
  }
  uploadRoutes(router, deps);
  return router;
}

/** The goals or the plan of a unit; what other steps say fits no table. @throws Refused NOT_FOUND, STEP_NOT_FOUND */
export async function stepTarget({ sql }: ApiDeps, { params }: Request): Promise<WorkbookTarget> {
  const [cycleId, unitId] = [idOr404(params['id']), idOr404(params['unit'])];
  const stepId = ([] as string[]).concat(params['step'] ?? []).join('/');
  const step = await readStep(sql, reviewIdOf(cycleId, unitId), stepId);
  if (step?.kind !== 'goals' && step?.kind !== 'plan') throw new Refused('STEP_NOT_FOUND');
  return { of: step.kind, cycleId, unitId, stepId };
}

async function upload(deps: ApiDeps, request: Request, response: Response, targetOf: TargetOf): Promise<void> {
  const person = await signedIn(deps, request);
  idempotencyKey(request);
  const target = await targetOf(request);
  // Rights before the file: nobody's disk and time for what they may not do.
  await openTarget(deps.sql, person, target, 'write');
  const file = await receiveFile(request);
  request.body = file.bytes;
  const compared = await compareFile(deps.sql, person, target, file);
  await once(deps, request, response, person.id, async (tx) => {
    await keepCompared(tx, compared);
    const { id, digest } = compared.upload;
    return { status: 201, body: { id, digest, target, ...compared.preview } };
  });
}

function uploadRoutes(router: Router, deps: ApiDeps): void {
  router.get('/uploads/:upload', async (request, response) => {
    const person = await signedIn(deps, request);
    const found = await readUpload(deps.sql, uuidOr404(request), person.id);
    if (found === undefined) throw new Refused('NOT_FOUND');
    const { id, digest, target, fileName, createdAt, expiresAt, appliedAt, preview } = found;
    response.json({ id, digest, target, fileName, createdAt, expiresAt, appliedAt, ...(preview as object) });
  });
  router.post('/uploads/:upload/apply', async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const { digest } = parseBody(applyBody, request.body);
      return { status: 200, body: await applyUpload(tx, person, uuidOr404(request), digest) };
    });
  });
}

/** @throws Refused NOT_FOUND */
export function uuidOr404(request: Request): string {
  const parsed = z.uuid().safeParse(request.params['upload']);
  if (!parsed.success) throw new Refused('NOT_FOUND');
  return parsed.data;
}
