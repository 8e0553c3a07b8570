/** The sample organization's year as it goes straight: who says what on which day. */
import type { Content, Act, Move } from '../play.js';
import { goalsOf, tasksOf } from './goals.js';
import { headOf, superiorOf, withRole } from './people.js';
import { departments, readings, subjects, teamwork, valueDays } from './values.js';

const offset = '+08:00';
const instant = (day: string, time: string): number => Date.parse(`${day}T${time}:00${offset}`);

const submit = (content: Content | 'as-proposed'): Move => ({ act: 'submit', content });
const approve: Move = { act: 'approve', decision: 'approve' };

/** The head submits on one day, the superior approves on another. */
function submittedAndApproved(
  unit: string,
  step: string,
  content: Content,
  [submitDay, approveDay]: readonly [string, string],
): Act[] {
  return [
    { at: instant(submitDay, '10:00'), person: headOf(unit), unit, step, move: submit(content) },
    { at: instant(approveDay, '15:00'), person: superiorOf(unit), unit, step, move: approve },
  ];
}

/** Cost against quality: both keep their goals, and say why. The conflict stops nobody, so nobody asks for the reason. */
const guarded = {
  code: 'CONFLICT_TENSION',
  at: ['production/unit-cost', 'quality/material-pass-rate'],
  reason: '保留：设有护栏，原材料合格率低于 99% 时单位成本最多得 60 分',
};
const keepsTension = ['production', 'quality'];

/** Departments first: the team's goals support goals of its department, which are then in force. */
const goalSetting = (): Act[] =>
  subjects.flatMap((unit) =>
    submittedAndApproved(
      unit,
      'goals',
      { goals: goalsOf(unit), answers: keepsTension.includes(unit) ? [guarded] : [] },
      departments.includes(unit) ? ['2027-01-05', '2027-01-06'] : ['2027-01-07', '2027-01-08'],
    ),
  );

const planning = (): Act[] =>
  subjects.flatMap((unit) =>
    submittedAndApproved(
      unit,
      'plan',
      { tasks: tasksOf(unit), answers: [] },
      departments.includes(unit) ? ['2027-01-20', '2027-01-21'] : ['2027-01-18', '2027-01-19'],
    ),
  );

const valuesOf = (unit: string, at: 0 | 1 | 2 | 3) =>
  readings
    .filter((reading) => reading.unit === unit)
    .map((reading) => ({ metric: reading.metric, on: valueDays[at], value: reading.values[at] }));

const checkpoints = [
  ['checkpoint-1', 0, ['2027-04-02', '2027-04-05']],
  ['checkpoint-2', 1, ['2027-07-02', '2027-07-05']],
  ['checkpoint-3', 2, ['2027-10-04', '2027-10-05']],
] as const;

const monitoring = (): Act[] =>
  checkpoints.flatMap(([step, at, days]) =>
    subjects.flatMap((unit) =>
      submittedAndApproved(unit, step, { values: valuesOf(unit, at), progress: [], risks: '', asks: '' }, days),
    ),
  );

const minutes = (unit: string): string[] => [`2027 年度协作会议纪要:${unit}`];
const projectLog = (by: string): string[] => [`${by} 项目记录 2027`];

function evaluation(): Act[] {
  const selfEvaluations = subjects.map((unit): Act => ({
    at: instant('2028-01-05', '10:00'),
    person: headOf(unit),
    unit,
    step: 'self-evaluation',
    move: submit({ values: valuesOf(unit, 3), ratings: [], text: '全年目标完成情况见各指标数值。' }),
  }));
  const ratings = teamwork.flatMap(({ unit, cooperating }) =>
    cooperating.map(([by, value]): Act => ({
      at: instant('2028-01-06', '10:00'),
      person: headOf(by),
      unit,
      step: `rating/${by}`,
      move: submit({ ratings: [{ item: 'teamwork', value, evidence: projectLog(by) }], text: '' }),
    })),
  );
  const evaluations = subjects.map((unit): Act => {
    const superior = teamwork.find((rated) => rated.unit === unit)?.superior;
    const rated = superior === undefined ? [] : [{ item: 'teamwork', value: superior, evidence: minutes(unit) }];
    return {
      at: instant('2028-01-12', '10:00'),
      person: superiorOf(unit),
      unit,
      step: 'evaluation',
      move: submit({ ratings: rated, text: '按数值与证据评价。' }),
    };
  });
  return [...selfEvaluations, ...ratings, ...evaluations];
}

/** A step of the cycle's own: one person proposes, another decides. */
const own = (
  step: string,
  by: string,
  decider: string,
  content: Content | 'as-proposed',
  days: [string, string],
): Act[] => [
  { at: instant(days[0], '10:00'), person: by, unit: null, step, move: submit(content) },
  { at: instant(days[1], '15:00'), person: decider, unit: null, step, move: approve },
];

function publication(): Act[] {
  const [first, second] = [withRole('hr', 0), withRole('hr', 1)];
  return [
    ...own('calibration', first, second, { changes: [], note: '逐一看过,等级不作调整。' }, [
      '2028-01-24',
      '2028-01-25',
    ]),
    ...own('publication', first, second, { note: '公布 2027 年度结果。' }, ['2028-01-26', '2028-01-27']),
  ];
}

const feedback = (): Act[] =>
  subjects.flatMap((unit): Act[] => [
    {
      at: instant('2028-01-31', '14:00'),
      person: superiorOf(unit),
      unit,
      step: 'feedback',
      move: submit({ heldOn: '2028-01-31', text: '已当面沟通结果、依据与下一年重点。' }),
    },
    {
      at: instant('2028-02-01', '10:00'),
      person: headOf(unit),
      unit,
      step: 'feedback',
      move: { act: 'approve', decision: 'acknowledge', difficulties: [], suggestions: [] },
    },
  ]);

function application(): Act[] {
  const [hr, finance, board] = [withRole('hr', 0), withRole('finance', 0), withRole('board', 0)];
  const days: [string, string] = ['2028-02-14', '2028-02-15'];
  return [
    ...own('bonus', hr, finance, 'as-proposed', days),
    ...own('bonus-own', hr, board, 'as-proposed', days),
    ...own('budget', hr, finance, 'as-proposed', days),
    ...own('budget-own', hr, board, 'as-proposed', days),
  ];
}

/** All acts in the order of time. */
export function storyActs(): readonly Act[] {
  const acts = [
    ...goalSetting(),
    ...planning(),
    ...monitoring(),
    ...evaluation(),
    ...publication(),
    ...feedback(),
    ...application(),
  ];
  return acts.sort((a, b) => a.at - b.at);
}
