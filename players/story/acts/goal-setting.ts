/** Goals: first drafts with everything that is wrong with them, then what is agreed (STORY.md, 1). */
import type { Goal } from '../../../domain/rules/index.js';
import type { Act } from '../../play.js';
import { firstDraftOf, goalsOf, qualityGuard } from '../goals.js';
import { headOf, superiorOf } from '../people.js';
import { departments, subjects } from '../values.js';
import { approve, instant, submit, submittedAndApproved } from './common.js';

/** Cost against quality: both keep their goals, and say why. The conflict stops nobody, so nobody asks for the reason. */
const guarded = {
  code: 'CONFLICT_TENSION',
  at: ['production/unit-cost', 'quality/material-pass-rate'],
  reason: '保留：设有护栏，原材料合格率低于 99% 时单位成本最多得 60 分',
};
const keepsTension = ['production', 'quality'];

const contentOf = (unit: string, goals: readonly Goal[] = goalsOf(unit)) => ({
  goals,
  answers: keepsTension.includes(unit) ? [guarded] : [],
});

const draftDay = '2027-01-04';
const firstDrafts = (): Act[] =>
  subjects.map((unit) => ({
    at: instant(draftDay, '10:00'),
    person: headOf(unit),
    unit,
    step: 'goals',
    attempt: 1,
    move: { act: 'draft', content: { goals: firstDraftOf(unit), answers: [] } },
  }));

/** Errors stop the submit: these two try all the same. */
const refusedDrafts = (): Act[] =>
  ['sales', 'marketing'].map((unit) => ({
    at: instant(draftDay, '16:00'),
    person: headOf(unit),
    unit,
    step: 'goals',
    attempt: 1,
    move: { act: 'try', content: { goals: firstDraftOf(unit), answers: [] }, refused: 'FINDINGS_OPEN' },
  }));

/** production aims too low at first (96), is told so at that field, and aims higher (98). */
function productionTwice(): Act[] {
  const goals = goalsOf('production');
  const place = goals.findIndex(({ metric }) => metric === 'on-time-delivery');
  const low = goals.map((goal, index) => (index === place ? { ...goal, target: '96' } : goal));
  const by = { person: headOf('production'), unit: 'production', step: 'goals' };
  const superior = { ...by, person: superiorOf('production') };
  const comments = [{ at: `/goals/${String(place)}/target`, text: '96% 只是去年的水平，请定到 98%。' }];
  return [
    { ...by, at: instant('2027-01-05', '10:00'), attempt: 1, move: submit(contentOf('production', low)) },
    {
      ...superior,
      at: instant('2027-01-06', '15:00'),
      attempt: 1,
      move: { act: 'approve', decision: 'return', reason: '准时交付率的目标偏低', comments },
    },
    { ...by, at: instant('2027-01-07', '10:00'), attempt: 2, move: submit(contentOf('production')) },
    { ...superior, at: instant('2027-01-08', '15:00'), attempt: 2, move: approve },
  ];
}

/** quality was the second of the two to submit: its head says how cost and quality stand side by side. */
const alignment = (): Act[] => {
  const step = { unit: 'quality', step: 'alignment/production' };
  const note = '降本不能以牺牲来料质量为代价：合格率低于 99% 时，单位成本这一项最多得 60 分。';
  return [
    {
      ...step,
      at: instant('2027-01-05', '14:00'),
      person: headOf('quality'),
      move: submit({ note, guard: qualityGuard }),
    },
    {
      ...step,
      at: instant('2027-01-06', '10:00'),
      person: headOf('production'),
      move: { act: 'approve', decision: 'agree', reason: '同意，质量是底线。' },
    },
  ];
};

/** Departments first: the team's goals support goals of its department, which are then in force. */
export const goalSetting = (): Act[] => [
  ...firstDrafts(),
  ...refusedDrafts(),
  ...productionTwice(),
  ...alignment(),
  ...subjects
    .filter((unit) => unit !== 'production')
    .flatMap((unit) =>
      submittedAndApproved(
        unit,
        'goals',
        contentOf(unit),
        departments.includes(unit) ? ['2027-01-05', '2027-01-06'] : ['2027-01-07', '2027-01-08'],
      ),
    ),
];
