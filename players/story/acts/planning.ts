/** Plans: one that needs more than there is, one that fits, and its change in June (STORY.md, 2). */
import type { Act } from '../../play.js';
import { changedTasksOf, firstTasksOf, tasksOf } from '../goals.js';
import { headOf } from '../people.js';
import { departments, subjects } from '../values.js';
import { approve, instant, submit, submittedAndApproved } from './common.js';

const team = 'sales-new';

/** Ten markets in January: four people cannot, and the money is not there. */
const impossible: Act = {
  at: instant('2027-01-18', '09:30'),
  person: headOf(team),
  unit: team,
  step: 'plan',
  attempt: 1,
  move: { act: 'try', content: { tasks: firstTasksOf(team), answers: [] }, refused: 'FINDINGS_OPEN' },
};

export const planning = (): Act[] => [
  impossible,
  ...subjects.flatMap((unit) =>
    submittedAndApproved(
      unit,
      'plan',
      { tasks: tasksOf(unit), answers: [] },
      departments.includes(unit) ? ['2027-01-20', '2027-01-21'] : ['2027-01-18', '2027-01-19'],
    ),
  ),
];

/** The last two markets open in November. */
export const juneChange = (): Act[] => {
  const step = { unit: team, step: 'change-1' };
  const content = { tasks: changedTasksOf(team), answers: [], note: '两个市场的准入审批延后，推迟到 11 月开拓。' };
  return [
    { ...step, at: instant('2027-06-07', '10:00'), person: headOf(team), move: { act: 'ask-change' } },
    { ...step, at: instant('2027-06-07', '11:00'), person: headOf(team), move: submit(content) },
    { ...step, at: instant('2027-06-08', '15:00'), person: headOf('sales'), move: approve },
  ];
};
