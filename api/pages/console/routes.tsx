import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import { DateTime } from 'luxon';
import { changeClock, type ClockMessage } from '../../../db/clocks.js';
import { type CycleRow, listCycles, loadCycle } from '../../../db/cycles.js';
import { listUnits } from '../../../db/organization.js';
import { unitNames } from '../../../db/page-names.js';
import { startCycle, previewCycle } from '../../../db/preview.js';
import { listTemplates } from '../../../db/templates.js';
import { parseNewCycle } from '../../../documents/cycle.js';
import type { Problem } from '../../../documents/problems.js';
import type { PreflightFinding } from '../../../domain/preflight.js';
import { refusalTexts } from '../../../messages/errors.js';
import { kindNames, phaseNames } from '../../../messages/steps.js';
import type { Bilingual } from '../../../messages/language.js';
import { cyclesPage, frame, newCycle, preflightTexts } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { Refused } from '../../refused.js';
import { needsRight } from '../../rights.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { createReader, type Reader } from '../reader.js';
import { nest, plainNumber, textAt } from '../steps/form-data.js';
import { nameOf } from '../steps/form.js';
import { shownCycle } from '../steps/load.js';
import { unnamed } from '../steps/load-facts.js';
import { fieldSentence } from '../steps/problems.js';
import { correctionRoute } from './corrections.js';
import { CyclePage } from './cycle-page.js';
import { CyclesPage } from './cycles-page.js';
import { loadCycleView } from './load.js';
import { NewCyclePage } from './new-cycle-page.js';
import type { ShownPreview } from './preview.js';

const watchSeconds = 3;

export function consoleRoutes(router: Router, deps: ApiDeps): void {
  router.get(
    '/cycles',
    personPage(deps, async ({ reader, person }) => {
      const cycles = await listCycles(deps.sql);
      const shown = cycles.map((cycle) => ({ ...cycle, now: cycle.clock.now, held: cycle.clock.held }));
      const mayStart = person.roles.includes('hr');
      return {
        kind: 'page',
        title: reader.t(cyclesPage.title),
        body: <CyclesPage reader={reader} cycles={shown} mayStart={mayStart} />,
      };
    }),
  );
  router.get(
    '/cycles/new',
    personPage(deps, (visit) => newCyclePage(visit, beginning(), {})),
  );
  router.post('/cycles/new', personPage(deps, postNewCycle));
  router.get('/cycles/:cycle', personPage(deps, cyclePage));
  router.post('/cycles/:cycle/clock', personPage(deps, postClock));
  correctionRoute(router, deps);
}

export async function knownCycle(deps: ApiDeps, id: unknown): Promise<CycleRow> {
  const cycle = typeof id === 'string' ? await loadCycle(deps.sql, id) : undefined;
  if (cycle === undefined) throw new Refused('NOT_FOUND');
  return cycle;
}

async function cyclePage({ deps, request, reader, person }: PersonVisit): Promise<PageAnswer> {
  const cycle = await knownCycle(deps, request.params['cycle']);
  const watching = request.query['watch'] === '1' && cycle.mode === 'rehearsal';
  const view = await loadCycleView(deps, cycle, person, watching);
  const zoned = createReader(reader.language, cycle.zone);
  const message = request.query['done'] === 'done' ? reader.t(frame.done) : null;
  return {
    kind: 'page',
    title: cycle.title,
    cycle: shownCycle(cycle),
    ...(watching && cycle.state !== 'closed' && { refreshSeconds: watchSeconds }),
    body: <CyclePage reader={zoned} view={view} message={message} />,
  };
}

async function postClock({ deps, request, person }: PersonVisit): Promise<PageAnswer> {
  needsRight(person, 'steer', 'cycle');
  const cycle = await knownCycle(deps, request.params['cycle']);
  if (cycle.mode !== 'rehearsal') throw new Refused('NOT_A_REHEARSAL');
  if (cycle.state === 'planned') throw new Refused('CYCLE_NOT_RUNNING');
  const message = clockMessage(nest(request.body), cycle.zone);
  await deps.sql.begin((tx) => changeClock(tx, cycle.id, message, person.id));
  await deps.engine.wake(cycle.id, cycle.phase);
  return redirect(`${links.cycle(cycle.id)}#clock`);
}

/** One of hold, run to the morning of a day, pace. @throws Refused BODY_INVALID */
function clockMessage(form: unknown, zone: string): ClockMessage {
  const [hold, runTo, rate] = [textAt(form, 'hold'), textAt(form, 'runTo'), plainNumber(textAt(form, 'rate'))];
  if (hold !== '') return { hold: hold === 'yes' };
  if (runTo !== '') {
    const at = DateTime.fromISO(runTo, { zone }).set({ hour: 12 });
    if (at.isValid) return { runTo: at.toMillis() };
  }
  if (/^\d{1,9}$/.test(rate)) return { rate: Number(rate) };
  throw new Refused('BODY_INVALID');
}

/** A rehearsal of next year, as the form proposes it. */
function beginning(): Record<string, string> {
  const year = new Date().getFullYear() + 1;
  return {
    periodStart: `${year}-01-01`,
    periodEnd: `${year}-12-31`,
    mode: 'rehearsal',
    player: 'punctual',
    rate: '0',
    held: 'yes',
  };
}

/** What the posted form asks for, as the body of `POST /cycles`. */
function requestOf(form: unknown): unknown {
  const [mode, player] = [textAt(form, 'mode'), textAt(form, 'player')];
  const asked = Object.fromEntries(
    ['id', 'title', 'templateId', 'rootUnit', 'periodStart', 'periodEnd'].map((name) => [
      name,
      textAt(form, name).trim(),
    ]),
  );
  if (mode !== 'rehearsal') return { ...asked, mode };
  return {
    ...asked,
    mode,
    player: player === 'people' || player === '' ? { kind: 'people' } : { kind: 'policy', policy: player },
    rate: Number(textAt(form, 'rate') || '0'),
    held: textAt(form, 'held') === 'yes',
  };
}

async function postNewCycle(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, request, person, reader } = visit;
  needsRight(person, 'steer', 'cycle');
  const form = nest(request.body);
  const parsed = parseNewCycle(requestOf(form));
  if (!parsed.ok) return newCyclePage(visit, form, { problems: parsed.problems, code: 'BODY_INVALID' });
  if (textAt(form, 'intent') === 'start') {
    const started = await deps.sql.begin((tx) => startCycle(tx, parsed.value, person.id));
    // Pressed twice: the first press has started it.
    const again =
      !started.ok &&
      started.code === 'CYCLE_EXISTS' &&
      (await mine(deps, parsed.value.id, person.id, parsed.value.title));
    if (started.ok || again) {
      await deps.engine.startCycle(parsed.value.id);
      return redirect(`${links.cycle(parsed.value.id)}?done=done`);
    }
    const preview = await previewOf(deps, reader, parsed.value);
    return newCyclePage(visit, form, {
      problems: started.problems,
      code: started.code,
      ...(preview !== null && { preview }),
    });
  }
  const previewed = await previewCycle(deps.sql, parsed.value);
  if (!previewed.ok) return newCyclePage(visit, form, { problems: previewed.problems, code: 'BODY_INVALID' });
  const preview = await previewOf(deps, reader, parsed.value);
  return newCyclePage(visit, form, preview === null ? {} : { preview });
}

async function mine(deps: ApiDeps, id: string, by: string, title: string): Promise<boolean> {
  const cycle = await loadCycle(deps.sql, id);
  return cycle !== undefined && cycle.startedBy === by && cycle.title === title;
}

async function previewOf(
  deps: ApiDeps,
  reader: Reader,
  asked: Parameters<typeof previewCycle>[1],
): Promise<ShownPreview | null> {
  const previewed = await previewCycle(deps.sql, asked);
  if (!previewed.ok) return null;
  const { dates, preflight, cycle } = previewed.preview;
  const names = await unitNames(deps.sql, cycle.subjects);
  const kinds = new Map(cycle.schedule.steps.map((step) => [step.id, kindNames[step.kind]]));
  const phases: ReadonlyMap<string, Bilingual> = new Map(Object.entries(phaseNames));
  // Steps and phases are known by their names; metrics, persons and years stand as they are.
  const named = (id: string): string => {
    const unit = names.get(id);
    if (unit !== undefined) return reader.name(unit);
    const kind = kinds.get(id);
    const phase = phases.get(id);
    return kind !== undefined ? `${reader.t(kind)} (${id})` : phase !== undefined ? reader.t(phase) : id;
  };
  const sentence = ({ code, at }: PreflightFinding): string =>
    `${reader.t(preflightTexts[code])}: ${at.map(named).join(', ')}`;
  return {
    schedule: dates,
    subjects: cycle.subjects.map((id) => names.get(id) ?? unnamed(id)),
    problems: preflight.filter((finding) => finding.severity === 'error').map(sentence),
    warnings: preflight.filter((finding) => finding.severity === 'warning').map(sentence),
    advice: preflight.filter((finding) => finding.severity === 'advice').map(sentence),
  };
}

interface NewCycleShown {
  readonly problems?: readonly Problem[];
  readonly code?: 'BODY_INVALID' | 'CYCLE_PREFLIGHT_FAILED' | 'CYCLE_EXISTS';
  readonly preview?: ShownPreview;
}

async function newCyclePage(
  { deps, reader, person }: PersonVisit,
  form: unknown,
  shown: NewCycleShown,
): Promise<PageAnswer> {
  needsRight(person, 'steer', 'cycle');
  const [templates, units] = await Promise.all([listTemplates(deps.sql), listUnits(deps.sql)]);
  const fields = new Map<string, string[]>();
  for (const { pointer, code } of shown.problems ?? []) fields.set(nameOf(pointer), [fieldSentence(reader, code)]);
  return {
    kind: 'page',
    status: shown.code === undefined ? 200 : 422,
    title: reader.t(newCycle.title),
    body: (
      <NewCyclePage
        reader={reader}
        form={form}
        fields={fields}
        templates={templates.map(({ id, document }) => ({ id, title: document.title[reader.language] ?? id }))}
        units={units}
        preview={shown.preview ?? null}
        problem={shown.code === undefined ? null : reader.t(refusalTexts[shown.code])}
        idempotencyKey={randomUUID()}
      />
    ),
  };
}
