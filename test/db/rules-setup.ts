/** A scored year, and the words that change its rules, through HTTP. */
import type { Sql } from '../../db/connect.js';
import { loadCycle } from '../../db/cycles.js';
import type { RulesChange } from '../../domain/cycle/index.js';
import type { Template } from '../../domain/template.js';
import type { Api, Ask, Reply } from '../setup/http.js';

export const hr = 'zhou-min';
export const hrTwo = 'wu-tong';

export async function templateOf(sql: Sql, cycleId: string): Promise<Template> {
  const cycle = await loadCycle(sql, cycleId);
  if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
  return cycle.template;
}

/** B from there, else 85. */
export function bandOfB(template: Template, from: string): RulesChange {
  const { scorecard } = template;
  if (scorecard.grades === undefined) throw new Error('no grades');
  const bands = scorecard.grades.bands.map((band) => (band.grade === 'B' ? { ...band, from } : band));
  return { scorecard: { ...scorecard, grades: { ...scorecard.grades, bands } } };
}

export function poolOf(template: Template, amountMinor: string): RulesChange {
  if (template.bonus === undefined) throw new Error('no bonus');
  return { bonus: { ...template.bonus, pool: { amountMinor } } };
}

export interface Proposed {
  readonly number: number;
  readonly stepId: string;
  readonly digest: string;
  readonly command: string;
}

export const propose = (api: Api, cycle: string, rules: unknown, as = hr, ask: Ask = {}): Promise<Reply> =>
  api.post(`/api/v1/cycles/${cycle}/rules-proposals`, { rules, reason: '市场变化' }, as, ask);

export async function decide(
  api: Api,
  cycle: string,
  stepId: string,
  as: string,
  decision: 'approve' | 'return' = 'approve',
  ask: Ask = {},
): Promise<Reply> {
  const path = `/api/v1/cycles/${cycle}/reviews/-/steps/${stepId}`;
  const { revision } = (await api.get(path, hr)).json as { revision: number };
  return api.post(`${path}/approve`, { stepRevision: revision, decision, reason: '已看过影响' }, as, ask);
}

/** Proposed by one, approved by another. */
export async function change(api: Api, cycle: string, rules: unknown): Promise<Proposed> {
  const reply = await propose(api, cycle, rules);
  if (reply.status !== 201) throw new Error(reply.text);
  const proposed = reply.json as Proposed;
  const approved = await decide(api, cycle, proposed.stepId, hrTwo);
  if (approved.status !== 200) throw new Error(approved.text);
  return proposed;
}
