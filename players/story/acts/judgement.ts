/** Evaluation, feedback and what follows (STORY.md, 4 to 6), as they go straight. */
import type { Act, Written } from '../../play.js';
import { headOf, superiorOf, withRole } from '../people.js';
import { subjects, teamwork } from '../values.js';
import { instant, own, submit } from './common.js';
import { yearValuesOf } from './monitoring.js';

/** What the superior rests on: the unit's last report of the year. */
const lastReport = ['report/checkpoint-3'];
/** What a cooperating unit rests on: its own records of the work with the other. */
const projectLog = (by: string, unit: string): string[] => [`https://records.yuanhang.example/2027/${by}/${unit}`];

/** The head of sales quotes the coaching notes of the year (STORY.md, 3). */
const quotingNotes: Written = async (api, cycle, person) => {
  const notes = await api.notes(person, cycle, 'sales-new');
  const evidence = notes.map(({ id }) => `note/${id}`);
  return { ratings: [], text: '按数值评价；全年的辅导记录见依据。', ...(evidence.length > 0 && { evidence }) };
};

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
      move: submit({ ratings: [{ item: 'teamwork', value, evidence: projectLog(by, unit) }], text: '' }),
    })),
  );
  const [first, second] = [instant('2028-01-12', '09:00'), instant('2028-01-12', '10:00')];
  const unproven = [{ item: 'teamwork', value: '5', evidence: [] }];
  const refused: Act = {
    at: first,
    person: superiorOf('sales'),
    unit: 'sales',
    step: 'evaluation',
    move: { act: 'try', content: { ratings: unproven, text: '' }, refused: 'EVIDENCE_MISSING' },
  };
  const evaluations = subjects.map((unit): Act => {
    const superior = teamwork.find((rated) => rated.unit === unit)?.superior;
    const rated = superior === undefined ? [] : [{ item: 'teamwork', value: superior, evidence: lastReport }];
    return {
      at: second,
      person: superiorOf(unit),
      unit,
      step: 'evaluation',
      move:
        unit === 'sales-new'
          ? { act: 'submit', content: quotingNotes }
          : submit({ ratings: rated, text: '按数值与证据评价。' }),
    };
  });
  return [...selfEvaluations, ...ratings, refused, ...evaluations];
}

export function publication(): Act[] {
  const [first, second] = [withRole('hr', 0), withRole('hr', 1)];
  return [
    ...own('calibration', first, second, { changes: [], note: '逐一看过,等级不作调整。' }, [
      '2028-01-24',
      '2028-01-25',
    ]),
    ...own('publication', first, second, 'as-proposed', ['2028-01-26', '2028-01-27']),
  ];
}

/** What stands in the way, and what would help: named by those who have something to say. */
const named: Readonly<
  Record<string, { readonly difficulties: readonly string[]; readonly suggestions: readonly string[] }>
> = {
  production: { difficulties: ['新设备操作经验不足，换线时间长'], suggestions: ['与质量部共用检验员'] },
  quality: { difficulties: ['检验员对新标准不熟'], suggestions: [] },
  'sales-new': { difficulties: [], suggestions: ['合同模板按市场预先审好'] },
};

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
      move: {
        act: 'approve',
        // The guard is agreed on, and holds: the head of production answers that it weighs too much.
        ...(unit === 'production'
          ? { decision: 'disagree', reason: '护栏使成本目标只计 60 分，权重过大。' }
          : { decision: 'acknowledge' }),
        ...(named[unit] ?? { difficulties: [], suggestions: [] }),
      },
    },
  ]);

export function application(): Act[] {
  const days: [string, string] = ['2028-02-14', '2028-02-15'];
  return proposals(1, days);
}

/** All four proposals of money, as they then stand, in that attempt. */
function proposals(attempt: number, days: readonly [string, string]): Act[] {
  const [hr, finance, board] = [withRole('hr', 0), withRole('finance', 0), withRole('board', 0)];
  return [
    ...own('bonus', hr, finance, 'as-proposed', days),
    ...own('bonus-own', hr, board, 'as-proposed', days),
    ...own('budget', hr, finance, 'as-proposed', days),
    ...own('budget-own', hr, board, 'as-proposed', days),
  ].map((act) => ({ ...act, attempt }));
}

/** Marketing's survey counted wrongly: rejected by a head beside, granted by the board after everything was posted. */
export function appeal(): Act[] {
  const unit = 'marketing';
  const claimed = { metric: 'brand-awareness', on: '2027-12-31', value: '18.9', reason: '第三方复核:样本重复计数' };
  const filed = (step: string, at: number, text: string): Act => ({
    at,
    person: headOf(unit),
    unit,
    step,
    move: submit({ text, values: [claimed], ratings: [], evidence: ['https://survey.example/yuanhang/2027-review'] }),
  });
  const decided = (step: string, at: number, person: string, decision: 'grant' | 'reject', reason: string): Act => ({
    at,
    person,
    unit,
    step,
    move: { act: 'approve', decision, reason },
  });
  return [
    filed('appeal', instant('2028-02-03', '10:00'), '知名度调查计错了:应为 18.9,不是 16.2。'),
    decided('appeal', instant('2028-02-09', '15:00'), headOf('quality'), 'reject', '未见原始样本,维持原数。'),
    filed('appeal-2', instant('2028-02-11', '10:00'), '附第三方复核报告,请再审。'),
    decided('appeal-2', instant('2028-02-22', '10:00'), withRole('board', 0), 'grant', '复核报告属实,更正为 18.9。'),
  ];
}

/** Posted anew with what the appeal moved; released once the last window is over. */
export function release(): Act[] {
  return [
    ...proposals(2, ['2028-02-23', '2028-02-24']),
    ...own('release', withRole('hr', 0), withRole('finance', 1), { note: '申诉期已全部结束,放行发放。' }, [
      '2028-02-25',
      '2028-02-28',
    ]),
  ];
}
