/** What follows from the results beside money (STORY.md, 5 to 7): items of talks, growth, improvement, the next cycle. */
import type { Act, Move } from '../../play.js';
import type { CycleApi } from '../../cycle-api.js';
import { headOf, superiorOf, withRole } from '../people.js';
import { instant, submit } from './common.js';

const doing = (what: (api: CycleApi, cycle: string, person: string) => Promise<boolean>): Move => ({ act: 'do', what });
const act = (day: string, person: string, unit: string | null, step: string, move: Move, time = '10:00'): Act => ({
  at: instant(day, time),
  person,
  unit,
  step,
  move,
});

/** Units that miss the absolute criterion, and what stands in their way. */
const struggling = ['production', 'quality'] as const;
/** They named difficulties or suggestions. */
export const outspoken = [...struggling, 'sales-new'] as const;
const chief = superiorOf('production');
const [hr, second] = [withRole('hr', 0), withRole('hr', 1)];
const [finance, board] = [withRole('finance', 0), withRole('board', 0)];

/** Difficulties and suggestions get an answer, then an outcome, and the unit says whether it is so. */
export function items(): Act[] {
  return outspoken.flatMap((unit) => [
    act(
      '2028-02-03',
      superiorOf(unit),
      unit,
      'feedback',
      doing((api, cycle, person) =>
        api.sayOfItems(person, cycle, unit, {
          kind: 'answer',
          body: { text: '已列入下半年安排：培训、排班与模板一并调整。', dueOn: '2028-04-28' },
        }),
      ),
      '11:00',
    ),
    act(
      '2028-04-20',
      superiorOf(unit),
      unit,
      'feedback',
      doing((api, cycle, person) =>
        api.sayOfItems(person, cycle, unit, {
          kind: 'outcome',
          body: { outcome: 'done', text: '已落实，见会议纪要。' },
        }),
      ),
    ),
    act(
      '2028-04-21',
      headOf(unit),
      unit,
      'feedback',
      doing((api, cycle, person) =>
        api.sayOfItems(person, cycle, unit, { kind: 'verdict', body: { verdict: 'confirmed', text: '' } }),
      ),
    ),
  ]);
}

/** Training that answers the difficulties named, within a budget. */
export function growth(): Act[] {
  const course = {
    title: { 'zh-CN': '新设备操作与检验标准', en: 'New machines and inspection standards' },
    description: '两天实操',
    hours: '16',
    costMinor: '320000',
    currency: 'CNY',
  };
  return [
    act(
      '2028-02-16',
      hr,
      null,
      'training',
      doing((api, cycle, person) => api.offerTraining(person, cycle, 'operation', course)),
      '09:30',
    ),
    ...struggling.flatMap((unit) => [
      act(
        '2028-02-16',
        finance,
        unit,
        'training',
        doing((api, cycle, person) => api.grantTrainingBudget(person, cycle, unit, '1000000')),
        '09:40',
      ),
      act(
        '2028-02-16',
        chief,
        unit,
        'development',
        doing((api, cycle, person) =>
          api.develop(person, cycle, {
            unit,
            person: headOf(unit),
            training: 'operation',
            learn: '新设备操作与检验标准',
            untilOn: '2028-04-14',
          }),
        ),
      ),
      act(
        '2028-04-10',
        headOf(unit),
        unit,
        'training',
        doing((api, cycle, person) => api.sayOfTraining(person, cycle, unit, 'done')),
      ),
      act(
        '2028-04-11',
        chief,
        unit,
        'training',
        doing((api, cycle, person) => api.sayOfTraining(person, cycle, unit, 'confirmed')),
      ),
    ]),
    ...(['rnd', 'finance'] as const).flatMap((unit) => [
      act(
        '2028-02-16',
        hr,
        unit,
        'recognition',
        doing((api, cycle, person) => api.recognize(person, cycle, unit, '全年超出目标，协作受好评。')),
        '11:00',
      ),
      act(
        '2028-02-17',
        second,
        unit,
        'recognition',
        doing((api, cycle, person) => api.confirmRecognition(person, cycle, unit)),
      ),
    ]),
    act(
      '2028-02-16',
      chief,
      'rnd',
      'nomination',
      doing((api, cycle, person) => api.openNomination(person, cycle, 'rnd')),
      '14:00',
    ),
    act(
      '2028-02-16',
      chief,
      'rnd',
      'nomination-1',
      submit({
        person: headOf('rnd'),
        position: '副总裁（技术）',
        reasons: '新品三项、专利九件，团队稳定。',
        evidence: ['report/checkpoint-3'],
      }),
      '15:00',
    ),
    act('2028-02-18', board, 'rnd', 'nomination-1', { act: 'approve', decision: 'approve' }),
  ];
}

/** Ninety days with three talks, opened by the unit's own result and by no rank. */
export function improvement(): Act[] {
  const talk = (held: string) =>
    submit({ heldOn: held, progress: '按计划推进，指标回升。', agreed: '继续，下次看数据。' });
  return struggling.flatMap((unit) => [
    act(
      '2028-02-14',
      chief,
      unit,
      'improvement',
      doing((api, cycle, person) => api.openImprovement(person, cycle, unit)),
      '09:30',
    ),
    act(
      '2028-02-14',
      chief,
      unit,
      'improvement-1',
      submit({
        goals: [{ goal: '总分回到 70 以上', measure: '季度指标与检查点报告' }],
        support: '培训预算、每月一次辅导',
        firstDay: '2028-02-22',
      }),
      '11:00',
    ),
    act('2028-02-14', second, unit, 'improvement-1', { act: 'approve', decision: 'approve' }, '16:00'),
    ...(
      [
        ['2028-03-23', 30],
        ['2028-04-24', 60],
        ['2028-05-22', 90],
      ] as const
    ).flatMap(([day, n]) => [
      act(day, chief, unit, `improvement-talk-1-${String(n)}`, talk(day), '14:00'),
      act(
        day,
        headOf(unit),
        unit,
        `improvement-talk-1-${String(n)}`,
        { act: 'approve', decision: 'acknowledge' },
        '17:00',
      ),
    ]),
    act(
      '2028-05-29',
      chief,
      unit,
      'improvement-outcome-1',
      submit({ verdict: 'passed', reason: '三次面谈均有进展，指标达标。' }),
    ),
    act('2028-05-30', hr, unit, 'improvement-outcome-1', { act: 'approve', decision: 'approve' }),
  ]);
}

/** The next cycle begins from what was learnt; it is held, for people to look at. */
export const nextCycle = (): Act[] => [
  act(
    '2028-06-05',
    hr,
    null,
    'next-cycle',
    doing((api, cycle, person) => api.startNext(person, cycle, `${cycle}-next`)),
  ),
];
