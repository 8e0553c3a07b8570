import type { Query } from '../db/connect.js';
import type { CycleRow } from '../db/cycles.js';
import type { StepDetail } from '../db/inbox.js';
import type { Facts } from '../domain/rules/index.js';
import { holdsCosts, withoutCosts } from './costs.js';
import { seesTalk, today } from './in-line.js';
import { actsOn, seesCosts } from './rights.js';
import type { Person } from './session.js';

type AskedStep = Parameters<typeof seesCosts>[2];

export interface ShownContent {
  readonly costs: boolean;
  /** Why it was decided so: said between a head and those above, and to whoever submits or decides it. */
  readonly decisions: boolean;
  /** The content of a step without what is not for this person. */
  readonly shown: (content: unknown) => unknown;
}

/** What of the content of a step is for this person, who may see the step. */
export async function contentFor(
  sql: Query,
  person: Person,
  cycle: CycleRow,
  step: AskedStep & Pick<StepDetail, 'unitId'>,
): Promise<ShownContent> {
  const costs = !holdsCosts(step.kind) || (await seesCosts(sql, person, step, today(cycle)));
  const talk = step.unitId === null || (await seesTalk(sql, person, cycle, step.unitId));
  const acts = talk ? null : await actsOn(sql, person, step, today(cycle));
  const isReport = step.kind === 'checkpoint';
  return {
    costs,
    decisions: acts === null || acts.submits || acts.decides,
    shown: (content) => {
      const affordable = costs ? content : withoutCosts(content);
      return isReport && !talk ? withoutTalk(affordable) : affordable;
    },
  };
}

/** A report without what it asks of the superior and says of actions. */
function withoutTalk(content: unknown): unknown {
  if (typeof content !== 'object' || content === null) return content;
  const { asks: _asks, followUps: _followUps, ...rest } = content as Readonly<Record<string, unknown>>;
  return rest;
}

/** Facts of a result without who rated how, and on what evidence: the points are in its lines. */
export function withoutRatings(whole: Facts): Facts {
  const facts = Object.fromEntries(
    Object.entries(whole.facts).map(([id, fact]) => [id, 'ratings' in fact ? { ...fact, ratings: [] } : fact]),
  );
  return { ...whole, facts };
}
