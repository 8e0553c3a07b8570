import type { Router } from 'express';
import { type ConnectorReader, createConnectorReader } from '../../../connectors/reader.js';
import { loadCalendar } from '../../../db/calendar.js';
import { connectorRuns } from '../../../db/connector-runs.js';
import {
  connectorVersions,
  listConnectors,
  listTries,
  saveConnector,
  switchConnector,
} from '../../../db/connectors.js';
import { personNames } from '../../../db/page-names.js';
import { wakeCyclesOf } from '../../../db/values.js';
import { parseConnector } from '../../../documents/connector.js';
import { localDay } from '../../../documents/schedule.js';
import { workingDays } from '../../../domain/dates.js';
import { nextSlot } from '../../../domain/values/index.js';
import { refusalTexts } from '../../../messages/errors.js';
import { connectorsPage } from '../../../messages/pages.js';
import { problemSentence } from '../../../messages/problems.js';
import { connectorOr404, tryConnector } from '../../connectors.js';
import type { ApiDeps } from '../../deps.js';
import { idOr404, parseBody } from '../../parse.js';
import { may, needsRight } from '../../rights.js';
import { tryBody } from '../../../documents/value-requests.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { defaultZone, type Reader } from '../reader.js';
import { nest, textAt } from '../steps/form-data.js';
import { ConnectorPage } from './connector-page.js';
import { ConnectorsPage, type RefusedDefinition } from './list-page.js';

const runsShown = 50;
const triesShown = 10;

/** Connectors: HR writes, tries and switches; board and auditors look. */
export function connectorPages(router: Router, deps: ApiDeps): void {
  const source = createConnectorReader(deps.config.connectors);
  router.get(
    '/connectors',
    personPage(deps, (visit) => listAnswer(visit, null)),
  );
  router.post(
    '/connectors',
    personPage(deps, (visit) => postDefinition(visit, null)),
  );
  router.get(
    '/connectors/:id',
    personPage(deps, (visit) => connectorAnswer(visit, null)),
  );
  router.post(
    '/connectors/:id',
    personPage(deps, (visit) => postDefinition(visit, idOr404(visit.request.params['id']))),
  );
  router.post(
    '/connectors/:id/tries',
    personPage(deps, (visit) => postTry(visit, source)),
  );
  router.post('/connectors/:id/switch', personPage(deps, postSwitch));
}

async function listAnswer(
  { deps, reader, person }: PersonVisit,
  refused: RefusedDefinition | null,
): Promise<PageAnswer> {
  needsRight(person, 'see', 'connector');
  const rows = await listConnectors(deps.sql);
  const connectors = await Promise.all(
    rows.map(async (row) => {
      const [last] = await connectorRuns(deps.sql, row.id, { before: null, limit: 1 });
      return { ...row, last: last ?? null };
    }),
  );
  return {
    kind: 'page',
    status: refused === null ? 200 : 400,
    title: reader.t(connectorsPage.title),
    body: (
      <ConnectorsPage
        reader={reader}
        connectors={connectors}
        mayWrite={may(person, 'write', 'connector')}
        refused={refused}
      />
    ),
  };
}

async function connectorAnswer(
  { deps, request, reader, person }: PersonVisit,
  refused: RefusedDefinition | null,
): Promise<PageAnswer> {
  needsRight(person, 'see', 'connector');
  const { sql } = deps;
  const row = await connectorOr404(sql, idOr404(request.params['id']));
  const versions = await connectorVersions(sql, row.id);
  const tries = await listTries(sql, row.id, triesShown);
  const ids = new Set([...versions.map((each) => each.writtenBy), ...tries.map((each) => each.by)]);
  const days = workingDays(await loadCalendar(sql));
  const view = {
    row,
    versions,
    tries,
    runs: await connectorRuns(sql, row.id, { before: null, limit: runsShown }),
    people: await personNames(sql, [...ids]),
    nextDay: nextSlot(row.definition.schedule, localDay(Date.now(), defaultZone), days).day,
    mayWrite: may(person, 'write', 'connector'),
  };
  return {
    kind: 'page',
    status: refused === null ? 200 : 400,
    title: reader.t(row.definition.title),
    body: <ConnectorPage reader={reader} view={view} refused={refused} message={messageOf(reader, request.query)} />,
  };
}

function messageOf(reader: Reader, { saved, done, refused }: Readonly<Record<string, unknown>>) {
  if (typeof saved === 'string') return { tone: 'good' as const, text: reader.t(connectorsPage.saved(saved)) };
  if (done === 'switched') return { tone: 'good' as const, text: reader.t(connectorsPage.switched) };
  if (refused === 'untried') return { tone: 'bad' as const, text: reader.t(refusalTexts.CONNECTOR_NOT_TRIED) };
  return null;
}

/** A new connector (null), or a new version of one. */
async function postDefinition(visit: PersonVisit, known: string | null): Promise<PageAnswer> {
  const { deps, request, reader, person } = visit;
  needsRight(person, 'write', 'connector');
  const form = nest(request.body);
  const definition = textAt(form, 'definition');
  const id = known ?? textAt(form, 'id').trim();
  const again = (problems: readonly string[]): Promise<PageAnswer> => {
    const refused = { id, definition, problems };
    return known === null ? listAnswer(visit, refused) : connectorAnswer(visit, refused);
  };
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id)) {
    return again([`${reader.t(connectorsPage.id)}: ${problemSentence(reader.language, { code: 'FORMAT_WRONG' })}`]);
  }
  const parsed = read(definition);
  if (!parsed.ok) {
    return again(
      parsed.problems.map(({ pointer, ...problem }) =>
        `${pointer} ${problemSentence(reader.language, problem)}`.trim(),
      ),
    );
  }
  const { version } = await deps.sql.begin((tx) => saveConnector(tx, id, parsed.value, person.id));
  return redirect(`${links.connector(id)}?saved=${version}`);
}

function read(
  text: string,
): ReturnType<typeof parseConnector> | { ok: false; problems: [{ pointer: ''; code: 'BAD_JSON' }] } {
  try {
    return parseConnector(JSON.parse(text));
  } catch {
    return { ok: false, problems: [{ pointer: '', code: 'BAD_JSON' }] };
  }
}

async function postTry({ deps, request, person }: PersonVisit, source: ConnectorReader): Promise<PageAnswer> {
  needsRight(person, 'write', 'connector');
  const { id } = await connectorOr404(deps.sql, idOr404(request.params['id']));
  const day = textAt(nest(request.body), 'on').trim();
  const { on } = parseBody(tryBody, day === '' ? {} : { on: day });
  await deps.sql.begin((tx) => tryConnector(tx, source, person, { id, version: undefined, on }));
  return redirect(`${links.connector(id)}#tries`);
}

async function postSwitch({ deps, request, person }: PersonVisit): Promise<PageAnswer> {
  needsRight(person, 'write', 'connector');
  const { id, version: newest } = await connectorOr404(deps.sql, idOr404(request.params['id']));
  const form = nest(request.body);
  const version = Number(textAt(form, 'version')) || newest;
  const switched = await deps.sql.begin(async (tx) => {
    const done = await switchConnector(tx, id, { on: textAt(form, 'to') === 'on', version }, person.id);
    if (done === 'switched') await wakeCyclesOf(tx, 'real');
    return done;
  });
  return redirect(`${links.connector(id)}?${switched === 'CONNECTOR_NOT_TRIED' ? 'refused=untried' : 'done=switched'}`);
}
