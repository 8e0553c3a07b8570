import { z } from 'zod';
import { parseNumber } from '../domain/numbers.js';
import type { ImprovementRules } from '../domain/improvement/index.js';
import type { Template } from '../domain/template.js';
import { decimal } from './basics.js';
import type { Tell } from './template-checks.js';
import { count } from './template-steps.js';

/** The section `improvement` of template@1. */
export const improvement: z.ZodType<ImprovementRules> = z
  .strictObject({
    totalBelow: decimal.exactOptional().meta({ description: 'a total below this one asks for a plan' }),
    grades: z.array(z.string()).min(1).exactOptional().meta({
      description: 'so does one of these grades of the scorecard; one of the two, or both, stands here',
    }),
    days: z.array(count(1, 400)).min(1).max(12).meta({
      description:
        'talks, in days after the first day of the plan, ascending; on the next working day where it is none',
    }),
    noticeWorkdays: count(1, 250).meta({
      description: 'working days from the approval, of which the unit is told, to the first day at the earliest',
    }),
    objectWorkdays: count(1, 250).meta({
      description:
        'working days from the approval in which the unit may appeal against the plan; not more than the notice',
    }),
  })
  .meta({
    description:
      "improvement plans: opened by the head above or by HR for a unit whose own published result meets this absolute criterion, never by rank; proposed by the head above, approved by HR, followed by talks at their instants and by a judgement: passed, extended or ended. The unit's head is told and may appeal before the first day",
  });

/** A criterion that can be met, talks in order, and an appeal before the plan begins. */
export function improvementProblems({ improvement: rules, scorecard }: Template, tell: Tell): void {
  if (rules === undefined) return;
  const { totalBelow, grades, days, noticeWorkdays, objectWorkdays } = rules;
  if (totalBelow === undefined && grades === undefined)
    tell(['improvement'], 'FIELD_MISSING', 'totalBelow or grades say which results ask for a plan');
  if (totalBelow !== undefined && (parseNumber(totalBelow)?.compare(0) ?? 1) <= 0)
    tell(['improvement', 'totalBelow'], 'RANGE_EMPTY', 'no total lies below 0');
  const { bands = [], below } = scorecard.grades ?? {};
  const known = new Set([...bands.map((band) => band.grade), ...(below === undefined ? [] : [below])]);
  grades?.forEach((grade, index) => {
    const at = ['improvement', 'grades', index];
    if (!known.has(grade)) tell(at, 'ID_UNKNOWN', `there is no grade ${grade}`);
    else if (grades.indexOf(grade) < index) tell(at, 'ID_DUPLICATE', `${grade} stands twice`);
  });
  if (grades !== undefined && known.size > 0 && [...known].every((grade) => grades.includes(grade)))
    tell(['improvement', 'grades'], 'CRITERION_ALWAYS_MET', 'every grade asks for a plan: that is no criterion');
  days.forEach((day, index) => {
    const before = days[index - 1];
    if (before !== undefined && day <= before)
      tell(['improvement', 'days', index], 'TIMES_OUT_OF_ORDER', `day ${day} does not come after day ${before}`);
  });
  if (objectWorkdays > noticeWorkdays)
    tell(['improvement', 'objectWorkdays'], 'TIMES_OUT_OF_ORDER', 'the plan begins before its appeal is over');
}
