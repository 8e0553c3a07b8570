import type { Request, Router } from 'express';
import { discardUpload, readUpload, type UploadRow } from '../../../db/uploads.js';
import type { WorkbookTarget } from '../../../documents/workbooks/marker.js';
import { frame, workbookPage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { Refused, statusOf } from '../../refused.js';
import { stepTarget, uuidOr404 } from '../../routes/workbooks.js';
import { applyUpload } from '../../workbooks/apply.js';
import { compareFile, keepCompared, type Preview } from '../../workbooks/compare.js';
import { openTarget } from '../../workbooks/open.js';
import { receiveFile } from '../../workbooks/receive.js';
import { Message } from '../components/marks.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { textAt } from '../steps/form-data.js';
import { shownFinding } from '../steps/problems.js';
import { type Around, aroundTarget } from './around.js';
import { findingsOfUpload } from './findings.js';
import { placeOfTarget } from './place.js';
import { PreviewPage } from './preview-page.js';
import { RefusedFile } from './refused-page.js';
import { WorkbookSection } from './section.js';

const stepPath = '/cycles/:id/units/:unit/workbooks/*step';

/** Excel out and in, on pages: a place to download and upload, the difference, and what is done with it. */
export function workbookPageRoutes(router: Router, deps: ApiDeps): void {
  const places: readonly (readonly [string, (request: Request) => Promise<WorkbookTarget>])[] = [
    [stepPath, (request) => stepTarget(deps, request)],
    [links.valuesWorkbook, () => Promise.resolve({ of: 'values' })],
    [links.organizationWorkbook, () => Promise.resolve({ of: 'organization' })],
  ];
  for (const [path, targetOf] of places) {
    router.get(
      path,
      personPage(deps, async (visit) => placePage(visit, await targetOf(visit.request))),
    );
    router.post(
      path,
      personPage(deps, async (visit) => postFile(visit, await targetOf(visit.request))),
    );
  }
  router.get('/uploads/:upload', personPage(deps, previewPage));
  router.post('/uploads/:upload', personPage(deps, postUpload));
}

const framed = ({ title, cycle }: Around) => ({ kind: 'page', title, ...(cycle !== undefined && { cycle }) }) as const;

async function placePage(visit: PersonVisit, target: WorkbookTarget): Promise<PageAnswer> {
  await openTarget(visit.deps.sql, visit.person, target, 'write');
  const place = placeOfTarget(target, true);
  return {
    ...framed(await aroundTarget(visit, target)),
    body: (
      <>
        {visit.request.query['done'] === 'applied' && (
          <Message tone="good">{visit.reader.t(workbookPage.applied)}</Message>
        )}
        <WorkbookSection reader={visit.reader} place={place} />
        {place.back !== place.action && (
          <p>
            <a href={place.back}>{visit.reader.t(frame.back)}</a>
          </p>
        )}
      </>
    ),
  };
}

async function postFile(visit: PersonVisit, target: WorkbookTarget): Promise<PageAnswer> {
  const { deps, person, request, reader } = visit;
  await openTarget(deps.sql, person, target, 'write');
  try {
    const compared = await compareFile(deps.sql, person, target, await receiveFile(request));
    await deps.sql.begin((tx) => keepCompared(tx, compared));
    return redirect(links.upload(compared.upload.id));
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
    const { action, back } = placeOfTarget(target, true);
    return {
      ...framed(await aroundTarget(visit, target)),
      status: statusOf(error.code),
      body: <RefusedFile reader={reader} refused={error} action={action} back={back} />,
    };
  }
}

async function uploadOr404({ deps, request, person }: PersonVisit): Promise<UploadRow> {
  const upload = await readUpload(deps.sql, uuidOr404(request), person.id);
  if (upload === undefined) throw new Refused('NOT_FOUND');
  return upload;
}

async function previewPage(visit: PersonVisit): Promise<PageAnswer> {
  const { deps } = visit;
  const upload = await uploadOr404(visit);
  // Both were written by this program only.
  const [target, preview] = [upload.target as WorkbookTarget, upload.preview as Preview];
  const around = await aroundTarget(visit, target);
  const { reader } = around;
  const { findings, titles: others } = await findingsOfUpload(deps.sql, target, upload.content);
  const titles = new Map([...others, ...around.titles]);
  return {
    ...framed(around),
    body: (
      <PreviewPage
        reader={reader}
        fileName={upload.fileName}
        at={upload.createdAt}
        until={upload.expiresAt}
        applied={upload.appliedAt !== null}
        preview={preview}
        digest={upload.digest}
        action={links.upload(upload.id)}
        back={placeOfTarget(target, true).back}
        findings={findings.map((finding) => shownFinding(reader, finding, titles))}
        ofOrganization={target.of === 'organization'}
      />
    ),
  };
}

async function postUpload(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, person, request, reader } = visit;
  const upload = await uploadOr404(visit);
  const place = placeOfTarget(upload.target as WorkbookTarget, true);
  if (textAt(request.body, 'intent') === 'discard') {
    await discardUpload(deps.sql, upload.id, person.id);
    return redirect(place.back);
  }
  try {
    const digest = textAt(request.body, 'digest');
    await deps.sql.begin((tx) => applyUpload(tx, person, upload.id, digest));
    return redirect(place.draft ? `${place.back}?done=saved#form` : `${place.action}?done=applied`);
  } catch (error) {
    if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
    return {
      ...framed(await aroundTarget(visit, upload.target as WorkbookTarget)),
      status: statusOf(error.code),
      body: <RefusedFile reader={reader} refused={error} action={place.action} back={place.back} />,
    };
  }
}
