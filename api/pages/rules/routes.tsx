import { randomUUID } from 'node:crypto';
import type { Router } from 'express';
import { rulesDifference, settledSections } from '../../../domain/cycle/index.js';
import { readCommand } from '../../../db/commands.js';
import type { CycleRow } from '../../../db/cycles.js';
import { unitNames } from '../../../db/page-names.js';
import { readRulesStanding } from '../../../db/rules.js';
import { commandIdOf } from '../../../documents/digest.js';
import { refusalTexts } from '../../../messages/errors.js';
import { rulesPage } from '../../../messages/pages.js';
import type { ApiDeps } from '../../deps.js';
import { proposeRules } from '../../propose-rules.js';
import { Refused, statusOf } from '../../refused.js';
import { needsRight } from '../../rights.js';
import { deliver } from '../../submit-step.js';
import { changeOf, whatIf } from '../../what-if.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit, redirect } from '../http.js';
import { links } from '../links.js';
import { createReader } from '../reader.js';
import { nest, textAt } from '../steps/form-data.js';
import { shownCycle } from '../steps/load.js';
import { fieldSentence } from '../steps/problems.js';
import { fieldOf, rulesOf } from './form.js';
import { WhatIfPage, type WhatIfView } from './page.js';

export function rulesPageRoutes(router: Router, deps: ApiDeps): void {
  const path = '/cycles/:cycle/what-if';
  router.get(path, personPage(deps, getPage));
  router.post(path, personPage(deps, postPage));
}

async function getPage(visit: PersonVisit): Promise<PageAnswer> {
  needsRight(visit.person, 'ask', 'rules-proposal');
  return answer(visit, await knownCycle(visit.deps, visit.request.params['cycle']), {});
}

async function postPage(visit: PersonVisit): Promise<PageAnswer> {
  const { deps, person, request, reader } = visit;
  needsRight(person, 'ask', 'rules-proposal');
  const cycle = await knownCycle(deps, request.params['cycle']);
  const form = nest(request.body);
  const key = textAt(form, 'idempotencyKey') || randomUUID();
  if (textAt(form, 'intent') === 'propose') {
    const known = await readCommand(deps.sql, commandIdOf(person.id, key));
    // Pressed twice: the first press has proposed it.
    if (known !== undefined) return redirect(links.step(cycle.id, null, known.stepId));
  }
  if (textAt(form, 'revision') !== String(cycle.rulesRevision)) {
    return answer(visit, cycle, { message: { tone: 'warn', text: reader.t(rulesPage.outdated) }, status: 409 });
  }
  const typed = rulesOf(cycle.template, form);
  if (!typed.ok) {
    const fields = new Map([['advanced', [reader.t(rulesPage.jsonWrong)]]]);
    return answer(visit, cycle, { form, fields, status: 422 });
  }
  try {
    if (Object.keys(typed.rules).length === 0) throw new Refused('RULES_UNCHANGED');
    if (textAt(form, 'intent') === 'propose') return await propose(visit, cycle, form, typed.rules, key);
    return await answer(visit, cycle, { form, computed: await compute(visit, cycle, typed.rules) });
  } catch (error) {
    return refusedAnswer(visit, cycle, form, typed.rules, error);
  }
}

async function compute({ deps }: PersonVisit, cycle: CycleRow, rules: unknown): Promise<WhatIfView['computed']> {
  const change = changeOf(cycle, rules);
  const effects = await whatIf(deps.sql, cycle, change);
  const names = await unitNames(deps.sql, cycle.subjects);
  return { effects, names, differences: rulesDifference(cycle.template, change) };
}

async function propose(
  { deps, person }: PersonVisit,
  cycle: CycleRow,
  form: unknown,
  rules: unknown,
  idempotencyKey: string,
): Promise<PageAnswer> {
  const reason = textAt(form, 'reason').trim();
  if (reason === '') throw new Refused('REASON_MISSING', [{ pointer: '/reason', code: 'REASON_MISSING' }]);
  const ask = { cycleId: cycle.id, actor: person.id, rules, reason, idempotencyKey };
  const { command, stepId } = await deps.sql.begin((tx) => proposeRules(deps, tx, ask));
  const told = await deliver(deps, { cycleId: cycle.id, unitId: null, act: 'submit' }, command);
  return redirect(
    told.kind === 'applied' ? `${links.step(cycle.id, null, stepId)}?done=done` : links.command(command.id),
  );
}

/** Nothing that was typed is lost: the form again, each problem at its field, and what can be computed. */
async function refusedAnswer(
  visit: PersonVisit,
  cycle: CycleRow,
  form: unknown,
  rules: unknown,
  error: unknown,
): Promise<PageAnswer> {
  if (!(error instanceof Refused) || statusOf(error.code) >= 500) throw error;
  const { reader } = visit;
  const fields = new Map<string, string[]>();
  for (const { pointer, code } of error.errors as readonly { pointer?: string; code?: string }[]) {
    if (pointer === undefined || code === undefined) continue;
    const field = pointer === '/reason' ? 'reason' : fieldOf(cycle.template, pointer);
    const place = field === 'advanced' ? `${pointer}: ` : '';
    fields.set(field, [...(fields.get(field) ?? []), place + fieldSentence(reader, code)]);
  }
  const message = { tone: 'bad', text: reader.t(refusalTexts[error.code]) } as const;
  const computed = await compute(visit, cycle, rules).catch(() => null);
  return answer(visit, cycle, { form, fields, message, computed, status: statusOf(error.code) });
}

type Shown = Partial<Pick<WhatIfView, 'form' | 'fields' | 'message' | 'computed'>> & { readonly status?: number };

async function answer({ deps, reader }: PersonVisit, cycle: CycleRow, shown: Shown): Promise<PageAnswer> {
  const zoned = createReader(reader.language, cycle.zone);
  const standing = await readRulesStanding(deps.sql, cycle.id);
  const settled = settledSections(standing);
  const computed = shown.computed ?? null;
  const touched = new Set(computed?.differences.map(({ pointer }) => pointer.split('/')[1]));
  const view: WhatIfView = {
    cycleId: cycle.id,
    cycleTitle: cycle.title,
    template: cycle.template,
    revision: cycle.rulesRevision,
    settled,
    form: shown.form ?? {},
    fields: shown.fields ?? new Map<string, readonly string[]>(),
    message: shown.message ?? null,
    computed,
    mayPropose: cycle.state === 'running' && ![...settled].some((section) => touched.has(section)),
    idempotencyKey: randomUUID(),
  };
  return {
    kind: 'page',
    ...(shown.status !== undefined && { status: shown.status }),
    title: zoned.t(rulesPage.title),
    cycle: shownCycle(cycle),
    body: <WhatIfPage reader={zoned} view={view} />,
  };
}
