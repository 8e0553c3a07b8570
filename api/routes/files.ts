import { createHash } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { filesOfStep, type FileRow, readFileBytes } from '../../db/files.js';
import { fileReference } from '../../domain/evidence.js';
import type { ApiDeps } from '../deps.js';
import { evidenceLimits, keepFile, openForFiles, seenFile } from '../evidence/files.js';
import { idempotencyKey, once } from '../idempotent.js';
import { today } from '../in-line.js';
import { Refused } from '../refused.js';
import { maySeeStep } from '../rights.js';
import { signedIn } from '../session.js';
import { receiveOne } from '../workbooks/receive.js';
import { toldStep } from '../told-steps.js';
import { addressOf, reviewBase } from './review-address.js';

/** Whatever they are called: what they are is seen by their content. */
const anyType = ['*/*'];

/** Files as evidence: into a step, and out again as download. */
export function fileRoutes(deps: ApiDeps): Router {
  const router = Router();
  router.post(`${reviewBase}/steps/*step/files`, (request, response) => upload(deps, request, response));
  router.get(`${reviewBase}/steps/*step/files`, async (request, response) => {
    const person = await signedIn(deps, request);
    const { cycle, step } = await toldStep(deps.sql, person, addressOf(request));
    if (!(await maySeeStep(deps.sql, person, step, today(cycle)))) throw new Refused('FORBIDDEN');
    response.json({ items: (await filesOfStep(deps.sql, step.reviewId, step.id)).map(told), next: null });
  });
  router.get('/files/:file', async (request, response) => {
    const person = await signedIn(deps, request);
    const id = z.uuid().safeParse(request.params.file);
    if (!id.success) throw new Refused('NOT_FOUND');
    const file = await seenFile(deps.sql, person, id.data);
    send(response, file, await readFileBytes(deps.sql, file.id));
  });
  return router;
}

async function upload(deps: ApiDeps, request: Request, response: Response): Promise<void> {
  const person = await signedIn(deps, request);
  idempotencyKey(request);
  const place = await openForFiles(deps.sql, person, addressOf(request));
  const one = { ...evidenceLimits, files: 1, total: evidenceLimits.fileSize, fields: 20, readOn: false };
  const file = await receiveOne(request, anyType, one);
  // Under another name it is another request.
  request.body = { name: file.name, sha256: createHash('sha256').update(file.bytes).digest('hex') };
  await once(deps, request, response, person.id, async (tx) => ({
    status: 201,
    body: told(await keepFile(deps, tx, place, file)),
  }));
}

const told = ({ id, stepId, name, mediaType, size, sha256, uploadedBy, uploadedAt }: FileRow) => ({
  id,
  reference: fileReference(id),
  stepId,
  name,
  mediaType,
  size,
  sha256,
  uploadedBy,
  uploadedAt,
});

/** Nothing in it is ever shown by a browser as a page of ours. */
function send(response: Response, { name, mediaType }: FileRow, bytes: Buffer): void {
  response.attachment(name);
  response.set('Content-Type', mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType);
  response.set('Content-Security-Policy', "default-src 'none'; sandbox");
  response.set('X-Content-Type-Options', 'nosniff');
  response.set('Cache-Control', 'private, no-store');
  response.send(bytes);
}
