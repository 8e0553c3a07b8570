/** What players by policy write: the story's texts where they fit the unit, something plausible elsewhere. */
import type { Goal } from '../domain/rules/index.js';
import type { CycleView, TaskView } from './contract.js';
import type { Content, Move } from './play.js';
import type { Writer } from './policies.js';
import { onScales, type Rated } from './rated.js';
import { storyActs } from './story/acts.js';

/** What a writer has to ask: an objective or goal that the unit's goals can support. */
export type SupportOf = (person: string, cycle: CycleView, unit: string | null) => Promise<string>;

/** What the cycle's template has people rate. */
export type RatedOf = (person: string, cycle: CycleView) => Promise<Rated>;

export function createWriter(supportOf: SupportOf, ratedIn: RatedOf): Writer {
  const known = new Map(
    storyActs().flatMap((act) => (act.move.act === 'submit' ? [[keyOf(act.unit, act.step), act.move]] : [])),
  );
  return async (person, cycle, task) => {
    if (task.act === 'approve') return decided(task);
    if (task.kind === 'publication') return { act: 'submit', content: 'as-proposed' };
    const told = known.get(keyOf(task.unitId, task.stepId));
    const move: Submit = told ?? { act: 'submit', content: await plain(person, cycle, task, supportOf) };
    if (task.kind === 'rating' || task.kind === 'evaluation') return rated(move, await ratedIn(person, cycle));
    return heldToday(move, cycle);
  };
}

type Submit = Extract<Move, { readonly act: 'submit' }>;

/** The story's ratings are from 1 to 5 and of its own goals; another template has other scales and parts. */
function rated(move: Submit, as: Rated): Submit {
  const { content } = move;
  if (content === 'as-proposed') return move;
  if (typeof content !== 'function') return { act: 'submit', content: onScalesOf(content, as) };
  return {
    act: 'submit',
    content: async (api, cycle, person) => {
      const written = await content(api, cycle, person);
      return written === null ? null : onScalesOf(written, as);
    },
  };
}

const onScalesOf = (content: Content, as: Rated): Content =>
  // Appeals and corrections have values beside their ratings.
  'text' in content && 'ratings' in content && !('values' in content)
    ? { ...content, ratings: onScales(content.ratings, as) }
    : content;

/** The story's talks have the story's days; here a talk is held on the day it is written down. */
const heldToday = (move: Submit, cycle: CycleView): Submit =>
  typeof move.content === 'object' && 'heldOn' in move.content
    ? { act: 'submit', content: { ...move.content, heldOn: localDay(cycle) } }
    : move;

const keyOf = (unit: string | null, step: string): string => `${unit ?? '-'} ${step}`;

function decided(task: TaskView): Move {
  if (task.kind === 'feedback') return { act: 'approve', decision: 'acknowledge' };
  if (task.kind === 'alignment') return { act: 'approve', decision: 'agree' };
  if (task.kind === 'appeal' || task.kind === 'appeal-2')
    return { act: 'approve', decision: 'reject', reason: '依据已核对' };
  return { act: 'approve', decision: 'approve' };
}

/** Today, `YYYY-MM-DD`, where the cycle is. */
const localDay = ({ clock, zone }: CycleView): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(clock.now);

const rubric = ['1 未达到约定', '3 达到约定', '5 超出约定'];

function goal(unit: string, n: 1 | 2, title: string, supports: string, due: string): Goal {
  return { id: `${unit}/goal-${String(n)}`, unit, title, kind: 'qualitative', rubric, weight: '50', due, supports };
}

async function plain(person: string, cycle: CycleView, task: TaskView, supportOf: SupportOf): Promise<Content> {
  const unit = task.unitId ?? '';
  switch (task.kind) {
    case 'goals': {
      const supports = await supportOf(person, cycle, task.unitId);
      const due = cycle.periodEnd;
      return {
        goals: [goal(unit, 1, '完成本单元重点工作', supports, due), goal(unit, 2, '改进协作', supports, due)],
        answers: [],
      };
    }
    case 'plan':
      return { tasks: [], answers: [] };
    case 'checkpoint':
      return { values: [], progress: [], risks: '', asks: '' };
    case 'self-evaluation':
      return { values: [], ratings: [], text: '按约定完成。' };
    case 'rating':
    case 'evaluation':
      return {
        ratings: ['goal-1', 'goal-2'].map((item) => ({ item, value: '4', evidence: ['https://records.example/work'] })),
        text: '按记录评价。',
      };
    case 'calibration':
      return { changes: [], note: '等级不作调整。' };
    case 'feedback':
      return { heldOn: localDay(cycle), text: '已沟通结果。' };
    default:
      return { note: '照办。' };
  }
}
