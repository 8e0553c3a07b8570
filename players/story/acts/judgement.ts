/** Evaluation, feedback and what follows (STORY.md, 4 to 6), as they go straight. */
import type { Act } from '../../play.js';
import { headOf, superiorOf, withRole } from '../people.js';
import { subjects, teamwork } from '../values.js';
import { instant, own, submit } from './common.js';
import { yearValuesOf } from './monitoring.js';

const minutes = (unit: string): string[] => [`2027 年度协作会议纪要:${unit}`];
const projectLog = (by: string): string[] => [`${by} 项目记录 2027`];

export function evaluation(): Act[] {
  const selfEvaluations = subjects.map((unit): Act => ({
    at: instant('2028-01-05', '10:00'),
    person: headOf(unit),
    unit,
    step: 'self-evaluation',
    move: submit({ values: yearValuesOf(unit), ratings: [], text: '全年目标完成情况见各指标数值。' }),
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

export function publication(): Act[] {
  const [first, second] = [withRole('hr', 0), withRole('hr', 1)];
  return [
    ...own('calibration', first, second, { changes: [], note: '逐一看过,等级不作调整。' }, [
      '2028-01-24',
      '2028-01-25',
    ]),
    ...own('publication', first, second, { note: '公布 2027 年度结果。' }, ['2028-01-26', '2028-01-27']),
  ];
}

export const feedback = (): Act[] =>
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

export function application(): Act[] {
  const [hr, finance, board] = [withRole('hr', 0), withRole('finance', 0), withRole('board', 0)];
  const days: [string, string] = ['2028-02-14', '2028-02-15'];
  return [
    ...own('bonus', hr, finance, 'as-proposed', days),
    ...own('bonus-own', hr, board, 'as-proposed', days),
    ...own('budget', hr, finance, 'as-proposed', days),
    ...own('budget-own', hr, board, 'as-proposed', days),
  ];
}
