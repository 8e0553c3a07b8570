/** Checkpoints, values, deviations and what becomes of them, coaching notes (STORY.md, 3). */
import type { Act, Move } from '../../play.js';
import { headOf, superiorOf, withRole } from '../people.js';
import { collected, readings, subjects, valueDays } from '../values.js';
import { instant, submittedAndApproved } from './common.js';

type Quarter = 0 | 1 | 2 | 3;

/** What a unit reports by hand: what is collected is not asked. */
const valuesOf = (unit: string, ...quarters: readonly Quarter[]) =>
  quarters.flatMap((at) =>
    readings
      .filter((reading) => reading.unit === unit && reading.metric !== collected.metric)
      .map((reading) => ({ metric: reading.metric, on: valueDays[at], value: reading.values[at] })),
  );

/** What the self-evaluation brings. */
export const yearValuesOf = (unit: string) => valuesOf(unit, 3);

const checkpoints = [
  ['checkpoint-1', 0, ['2027-04-02', '2027-04-05']],
  ['checkpoint-2', 1, ['2027-07-02', '2027-07-05']],
  ['checkpoint-3', 2, ['2027-10-04', '2027-10-05']],
] as const;

/** quality forgets its first report; its values come with the second. */
function quartersIn(unit: string, quarter: 0 | 1 | 2): readonly Quarter[] {
  if (unit !== 'quality' || quarter === 2) return [quarter];
  return quarter === 0 ? [] : [0, 1];
}

const reports = (): Act[] =>
  checkpoints.flatMap(([step, at, days]) =>
    subjects
      .filter((unit) => quartersIn(unit, at).length > 0)
      .flatMap((unit) => {
        const values = valuesOf(unit, ...quartersIn(unit, at));
        return submittedAndApproved(unit, step, { values, progress: [], risks: '', asks: '' }, days);
      }),
  );

/** The year's readings of the connector, given to the rehearsal beforehand: it calls nobody. */
export const connectorData = (): Act => {
  const data = valueDays.map((on, index) => ({
    on,
    rows: [{ metric: collected.metric, value: collected.values[index] ?? '' }],
  }));
  const move: Move = {
    act: 'do',
    what: (api, cycle, person) => api.giveData(person, cycle, collected.connector, data),
  };
  return { at: instant('2027-01-22', '10:00'), person: withRole('hr', 0), unit: null, step: 'connector-data', move };
};

/** What the owner of a deviation does about it, and by when. */
const action = (
  day: string,
  goal: string,
  word: {
    readonly state: 'planned' | 'done';
    readonly action?: string;
    readonly note?: string;
    readonly dueOn?: string;
  },
): Act => {
  const unit = goal.split('/')[0] ?? '';
  const move: Move = { act: 'do', what: (api, cycle, person) => api.sayAction(person, cycle, goal, word) };
  return { at: instant(day, '11:00'), person: headOf(unit), unit, step: `action of ${goal}`, move };
};

const actions = (): Act[] => [
  action('2027-04-06', 'sales/growth', {
    state: 'planned',
    action: '每周复盘新市场线索，抽调华东组两人支援新市场组三个月',
    dueOn: '2027-06-15',
  }),
  action('2027-06-10', 'sales/growth', { state: 'done', note: '两人已到岗，6 月签约明显回升' }),
  action('2027-04-07', 'marketing/leads', {
    state: 'planned',
    action: '二季度增加两场行业展会，线索跟进改为 24 小时内',
    dueOn: '2027-07-15',
  }),
  action('2028-01-10', 'quality/material-pass-rate', {
    state: 'planned',
    action: '对三家主要供应商做驻厂审核，重订来料抽检方案',
    dueOn: '2028-03-31',
  }),
];

/** The head of sales coaches the team for new markets, and is answered. */
const coaching = (): Act[] =>
  (
    [
      [
        '2027-04-12',
        'sales-new/markets-opened',
        '开得快，但要先选准：下季度每个市场先拿到两家意向客户再投入。',
        '同意，已按意向客户数重排顺序。',
      ],
      [
        '2027-08-16',
        'sales-new/partner-contracts',
        '伙伴合同的条款谈得很稳，可以把模板整理出来给其他组用。',
        '模板已整理，放在部门共享目录。',
      ],
    ] as const
  ).flatMap(([day, goal, text, reply]): Act[] => {
    const note: Move = { act: 'do', what: (api, cycle, person) => api.writeNote(person, cycle, goal, text) };
    const answer: Move = { act: 'do', what: (api, cycle, person) => api.answerNote(person, cycle, goal, reply) };
    const place = { unit: 'sales-new', step: `note on ${goal}` };
    return [
      { ...place, at: instant(day, '09:00'), person: superiorOf('sales-new'), move: note },
      { ...place, at: instant(day, '17:00'), person: headOf('sales-new'), move: answer },
    ];
  });

export const monitoring = (): Act[] => [connectorData(), ...reports(), ...actions(), ...coaching()];
