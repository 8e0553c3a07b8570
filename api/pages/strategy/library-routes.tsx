import type { Router } from 'express';
import { canonicalJson } from '../../../domain/canonical.js';
import type { StrategyKind } from '../../../domain/strategy.js';
import { id as idSchema } from '../../../documents/basics.js';
import { strategyKind } from '../../../documents/strategy-entries.js';
import { refusalTexts } from '../../../messages/errors.js';
import { frame, strategyKindNames } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { idOr404 } from '../../parse.js';
import { Refused, statusOf } from '../../refused.js';
import { needsRight } from '../../rights.js';
import { changeEntry, dropEntry, type Seen, type StrategyPlace, strategyPlace } from '../../strategy.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { at, nest, textAt } from '../steps/form-data.js';
import { nameOf } from '../steps/form.js';
import { shownCycle } from '../steps/load.js';
import { fieldSentence } from '../steps/problems.js';
import { EntriesPage } from './entries-page.js';
import { contentOf, fieldName, formOf } from './entry-form.js';
import { loadChoices, loadEntries, loadEntry, shownPlace } from './entry-load.js';
import { EntryPage } from './entry-page.js';
import { entryTitle } from './entry-shown.js';

/** The pages on which HR edits strategy entry by entry, and others read it. `?cycle=`: a rehearsal's own copy. */
export function strategyLibraryRoutes(router: Router, deps: ApiDeps): void {
  router.get(
    '/strategy/:kind',
    personPage(deps, (visit) => entriesAnswer(visit, untouched)),
  );
  router.post('/strategy/:kind', personPage(deps, postNew));
  router.get(
    '/strategy/:kind/:id',
    personPage(deps, (visit) => entryAnswer(visit, untouched)),
  );
  router.post('/strategy/:kind/:id', personPage(deps, postEntry));
}

/** A form that was posted and refused; its words are shown again. */
interface Posted {
  readonly form: Readonly<Record<string, unknown>> | null;
  readonly refused: Refused | null;
  /** Of the page's own problem, beside those of the refusal. */
  readonly fields: readonly (readonly [name: string, code: string])[];
}
const untouched: Posted = { form: null, refused: null, fields: [] };

function kindOf({ request }: PersonVisit): StrategyKind {
  const parsed = strategyKind.safeParse(request.params['kind']);
  if (!parsed.success) throw new Refused('NOT_FOUND');
  return parsed.data;
}

async function placeOf({ deps, request }: PersonVisit): Promise<StrategyPlace> {
  const cycle = request.query['cycle'];
  return strategyPlace(deps.sql, cycle === undefined ? undefined : idOr404(cycle));
}

async function postNew(visit: PersonVisit): Promise<PageAnswer> {
  needsRight(visit.person, 'write', 'strategy');
  const kind = kindOf(visit);
  const form = nest(visit.request.body);
  const id = idSchema.safeParse(textAt(form, 'id').trim());
  if (!id.success)
    return entriesAnswer(visit, { form, refused: new Refused('BODY_INVALID'), fields: [['id', 'FORMAT_WRONG']] });
  try {
    return await save(visit, kind, id.data, form, 'nothing');
  } catch (error) {
    const refused = refusalOf(error);
    const code =
      refused.code === 'STRATEGY_CHANGED' ? 'ID_DUPLICATE' : refused.code === 'NOT_FOUND' ? 'ID_UNKNOWN' : null;
    return entriesAnswer(visit, { form, refused, fields: code === null ? [] : [['id', code]] });
  }
}

async function postEntry(visit: PersonVisit): Promise<PageAnswer> {
  needsRight(visit.person, 'write', 'strategy');
  const { deps, person, request } = visit;
  const kind = kindOf(visit);
  const id = idOr404(request.params['id']);
  const form = nest(request.body);
  const tag = textAt(form, 'tag');
  const seen: Seen = tag === '' ? 'nothing' : { tag };
  const drops = textAt(form, 'intent') === 'drop';
  try {
    if (!drops) return await save(visit, kind, id, form, seen);
    const place = await placeOf(visit);
    const reason = textAt(form, 'whyTakeOut');
    await deps.sql.begin((tx) => dropEntry(deps, tx, person, { place, kind, id, seen, reason }));
    return redirect(done(links.strategyKind(kind, shownPlace(place).cycleId)));
  } catch (error) {
    const refused = refusalOf(error);
    const why = drops && refused.code === 'REASON_MISSING' ? ([['whyTakeOut', 'REASON_MISSING']] as const) : [];
    return entryAnswer(visit, {
      form: drops ? { whyTakeOut: textAt(form, 'whyTakeOut') } : form,
      refused,
      fields: why,
    });
  }
}

/** @throws Refused; pressed twice, the second press finds its own words there and is done. */
async function save(
  visit: PersonVisit,
  kind: StrategyKind,
  id: string,
  form: Readonly<Record<string, unknown>>,
  seen: Seen,
): Promise<PageAnswer> {
  const { deps, person } = visit;
  const place = await placeOf(visit);
  const content = contentOf(kind, form);
  const body = { content, reason: textAt(form, 'reason') };
  const saved = redirect(done(links.strategyEntry(kind, id, shownPlace(place).cycleId)));
  try {
    await deps.sql.begin((tx) => changeEntry(deps, tx, person, { place, kind, id, seen, body }));
    return saved;
  } catch (error) {
    const there =
      error instanceof Refused && error.code === 'STRATEGY_CHANGED' ? at(error.errors[0], 'content') : undefined;
    if (there !== undefined && canonicalJson(there) === canonicalJson(content)) return saved;
    throw error;
  }
}

const done = (address: string): string => `${address}${address.includes('?') ? '&' : '?'}done=done`;

/** What is the reader's to mend; anything else goes on. */
function refusalOf(error: unknown): Refused {
  if (!(error instanceof Refused) || statusOf(error.code) >= 500 || error.code === 'FORBIDDEN') throw error;
  return error;
}

async function entriesAnswer(visit: PersonVisit, posted: Posted): Promise<PageAnswer> {
  const { deps, person, reader, request } = visit;
  const [kind, place] = [kindOf(visit), await placeOf(visit)];
  const after = idSchema.safeParse(request.query['after']);
  const view = await loadEntries(deps.sql, person, place, kind, after.success ? after.data : null);
  return {
    ...frameOf(visit, place, posted, reader.t(strategyKindNames[kind])),
    body: (
      <EntriesPage
        reader={reader}
        view={{ ...view, ...saidOf(visit, posted) }}
        form={posted.form}
        problems={problemsOf(visit, posted)}
        {...(view.mayAdd ? await loadChoices(deps.sql, reader, place, kind) : { units: null, known: [] })}
      />
    ),
  };
}

async function entryAnswer(visit: PersonVisit, posted: Posted): Promise<PageAnswer> {
  const { deps, person, reader, request } = visit;
  const [kind, place] = [kindOf(visit), await placeOf(visit)];
  const view = await loadEntry(deps.sql, person, place, kind, idOr404(request.params['id']));
  if (view === undefined || (view.entry === undefined && posted.refused === null)) throw new Refused('NOT_FOUND');
  const { entry } = view;
  const title = entry === undefined ? view.id : entryTitle(reader, entry, view.names);
  const typed = posted.form !== null && textAt(posted.form, 'intent') === 'save';
  const form = typed || entry === undefined ? posted.form : { ...formOf(entry), ...posted.form };
  return {
    ...frameOf(visit, place, posted, title),
    body: (
      <EntryPage
        reader={reader}
        view={{ ...view, ...saidOf(visit, posted), conflict: posted.refused?.code === 'STRATEGY_CHANGED' }}
        form={form}
        problems={problemsOf(visit, posted)}
        {...(view.mayEdit ? await loadChoices(deps.sql, reader, place, kind) : { units: null, known: [] })}
      />
    ),
  };
}

const frameOf = ({ reader }: PersonVisit, { cycle }: StrategyPlace, { refused }: Posted, title: string) => ({
  kind: 'page' as const,
  status: refused === null ? 200 : statusOf(refused.code),
  title: `${title} · ${reader.t(frame.strategy)}`,
  ...(cycle !== null && { cycle: shownCycle(cycle) }),
});

const saidOf = ({ reader, request }: PersonVisit, { refused }: Posted) => ({
  refused: refused === null ? null : reader.t(refusalTexts[refused.code]),
  message: refused === null && request.query['done'] === 'done' ? reader.t(frame.done) : null,
});

/** Each problem at its field, in words. */
function problemsOf({ reader }: PersonVisit, { refused, fields }: Posted): ReadonlyMap<string, readonly string[]> {
  const told = (refused?.errors ?? []).flatMap((error) => {
    const pointer = textAt(error, 'pointer');
    return pointer === '' ? [] : [[fieldName(nameOf(pointer)), textAt(error, 'code')] as const];
  });
  const problems = new Map<string, string[]>();
  for (const [name, code] of [...told, ...fields]) {
    problems.set(name, [...new Set([...(problems.get(name) ?? []), fieldSentence(reader, code)])]);
  }
  return problems;
}
