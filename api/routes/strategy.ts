import { type Request, Router } from 'express';
import { entryVersions, listEntries, readEntry } from '../../db/strategy-versions.js';
import { bookQuery, entriesQuery, removeQuery, strategyKind } from '../../documents/strategy-entries.js';
import type { StrategyKind } from '../../domain/strategy.js';
import type { ApiDeps } from '../deps.js';
import { once } from '../idempotent.js';
import { pageAsk, pageOf, pageOfAll } from '../paging.js';
import { idOr404, parseBody } from '../parse.js';
import { Refused } from '../refused.js';
import { needsVersions } from '../rights.js';
import { signedIn } from '../session.js';
import { changeEntry, dropEntry, etagOf, type Seen, shownEntry, strategyPlace } from '../strategy.js';

const path = '/strategy/:kind/:id';

/** Strategy entry by entry: read, changed over what was seen, taken out where nothing uses it. */
export function strategyRoutes(deps: ApiDeps): Router {
  const router = Router();
  readRoutes(router, deps);
  actRoutes(router, deps);
  return router;
}

function readRoutes(router: Router, deps: ApiDeps): void {
  const { sql } = deps;
  router.get('/strategy/:kind', async (request, response) => {
    await signedIn(deps, request);
    const kind = kindOr404(request);
    const { cycle } = parseBody(entriesQuery, request.query);
    const ask = pageAsk(request, ['string']);
    const { book } = await strategyPlace(sql, cycle);
    const after = ask.after === null ? null : String(ask.after[0]);
    const rows = await listEntries(sql, book, kind, { after, limit: ask.limit + 1 });
    response.json(pageOf(rows.map(shownEntry), ask, (entry) => [entry.id]));
  });
  router.get(path, async (request, response) => {
    await signedIn(deps, request);
    const { book } = await strategyPlace(sql, parseBody(bookQuery, request.query).cycle);
    const entry = await readEntry(sql, book, kindOr404(request), idOr404(request.params.id));
    if (entry === undefined) throw new Refused('NOT_FOUND');
    response.set('ETag', etagOf(entry)).json(shownEntry(entry));
  });
  router.get(`${path}/versions`, async (request, response) => {
    needsVersions(await signedIn(deps, request));
    const { cycle } = parseBody(entriesQuery, request.query);
    const ask = pageAsk(request, ['number', 'number']);
    const { book } = await strategyPlace(sql, cycle);
    const versions = await entryVersions(sql, book, kindOr404(request), idOr404(request.params['id']));
    if (versions.length === 0) throw new Refused('NOT_FOUND');
    // A copy's versions come before the real ones, the newest first.
    const page = pageOfAll(versions, ask, (each) => [each.book === book ? 0 : 1, -each.version]);
    const items = page.items.map(({ entry, ...version }) => ({ ...version, content: entry?.content ?? null }));
    response.json({ ...page, items });
  });
}

function actRoutes(router: Router, deps: ApiDeps): void {
  router.put(path, async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const place = await strategyPlace(tx, parseBody(bookQuery, request.query).cycle);
      const asked = { place, kind: kindOr404(request), id: idOr404(request.params.id), seen: seenBy(request) };
      const { entry, isNew } = await changeEntry(deps, tx, person, { ...asked, body: request.body });
      response.set('ETag', etagOf(entry));
      return { status: isNew ? 201 : 200, body: shownEntry(entry) };
    });
  });
  router.delete(path, async (request, response) => {
    const person = await signedIn(deps, request);
    await once(deps, request, response, person.id, async (tx) => {
      const { cycle, reason } = parseBody(removeQuery, request.query);
      const place = await strategyPlace(tx, cycle);
      const asked = { place, kind: kindOr404(request), id: idOr404(request.params.id), seen: seenBy(request) };
      await dropEntry(deps, tx, person, { ...asked, reason });
      return { status: 200, body: { kind: asked.kind, id: asked.id } };
    });
  });
}

function kindOr404(request: Request): StrategyKind {
  const parsed = strategyKind.safeParse(request.params['kind']);
  if (!parsed.success) throw new Refused('NOT_FOUND');
  return parsed.data;
}

/** @throws Refused STRATEGY_TAG_MISSING: nobody writes over what they have not seen */
function seenBy(request: Request): Seen {
  const tag = request.get('if-match')?.trim();
  if (tag !== undefined && tag !== '') return { tag };
  if (request.get('if-none-match')?.trim() === '*') return 'nothing';
  throw new Refused('STRATEGY_TAG_MISSING');
}
