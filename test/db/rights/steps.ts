/** Whose each step of the walk is, and when the walk looks into it. */
import { stepKinds } from '../../../domain/process/index.js';
import { type Field, fieldOfKind } from '../../../domain/rights/index.js';
import { headOf } from '../story-cycle.js';
import { above, board, finance, hr, outsiders } from './marks.js';
import type { Place } from './people.js';
import { stages, type WalkStage } from './stages.js';

/** The steps of a unit (null: the cycle's own) that the walk looks into. */
export const stepsOf = (unit: string | null, stage: WalkStage): readonly string[] =>
  unit === null
    ? ['calibration', 'publication', 'bonus', 'bonus-own', ...(isTold(stage) ? ['correction-1'] : [])]
    : [
        ...['goals', 'plan', 'checkpoint-1', 'self-evaluation', 'evaluation', 'feedback'],
        ...(stage === 'goals-open' ? [] : ['change-1']),
        ...(unit === 'sales' ? ['rating/marketing'] : []),
        ...(unit === 'sales' && isTold(stage) ? ['appeal'] : []),
      ];

const isTold = (stage: WalkStage): boolean => stages.indexOf(stage) >= stages.indexOf('told');

/** Steps of which not everybody is told. */
export const secretStepsOf = (unit: string | null, stage: WalkStage): readonly string[] =>
  unit === 'sales' && isTold(stage) ? ['nomination-1', 'improvement-1'] : [];

/** Who submits and decides a step, as the sample template says, and what its content is. */
export function stepPlace(unit: string | null, step: string): Place {
  const field = fieldOfStep(step);
  if (unit === null)
    return { unit, field, submits: hr, decides: step === 'bonus' ? finance : step === 'bonus-own' ? board : hr };
  const [head, superior] = [[headOf(unit)], [above(unit)]];
  if (field === 'appeal') return { unit, field, submits: head, decides: outsiders };
  if (field === 'nomination') return { unit, field, submits: superior, decides: board };
  if (field === 'improvement') return { unit, field, submits: superior, decides: hr };
  if (step.startsWith('rating/')) return { unit, field, submits: [headOf(step.slice('rating/'.length))] };
  if (step === 'evaluation') return { unit, field, submits: superior };
  if (step === 'feedback') return { unit, field, submits: superior, decides: head };
  return step === 'self-evaluation'
    ? { unit, field, submits: head }
    : { unit, field, submits: head, decides: superior };
}

function fieldOfStep(step: string): Field {
  const kind = stepKinds
    .toSorted((a, b) => b.length - a.length)
    .find((each) => step === each || step.startsWith(`${each}-`) || step.startsWith(`${each}/`));
  if (kind === undefined) throw new Error(`no kind of step like ${step}`);
  return fieldOfKind[kind];
}
