/** The table of rights, said a second time: by field and not by person, and compared cell by cell. */
import { describe, expect, test } from 'vitest';
import {
  type Act,
  acts,
  anyTime,
  barring,
  can,
  contents,
  type Field,
  fields,
  type Moment,
  relations,
  relationsThatMay,
  type Relation,
  roles,
  table,
  tellings,
} from '../../domain/rights/index.js';

const all = 'hr board auditor';
const line = 'own-head above';
const step = 'submitter decider';

/** Who sees a group of fields while nothing is told. */
const seenBy: Readonly<Record<Field, string>> = {
  identity: 'anyone',
  standing: 'anyone',
  configuration: 'anyone',
  strategy: 'anyone',
  catalogue: 'anyone',
  goals: `${all} ${line} beside member member-below ${step}`,
  plan: `${all} ${line} beside member ${step}`,
  cost: `${all} ${line} ${step}`,
  change: `${all} ${line} member ${step}`,
  report: `${all} ${line} member ${step}`,
  progress: `${all} ${line} beside member`,
  value: `${all} ${line} beside member`,
  'value-desk': `${all} ${line}`,
  task: `${all} ${line} beside member owner`,
  talk: `${all} ${line} for-head for-above`,
  action: `${all} ${line} for-head for-above owner`,
  'self-evaluation': `${all} ${line} ${step}`,
  rating: `${all} above ${step}`,
  evaluation: `${all} above ${step}`,
  result: all,
  feedback: `${all} ${line} ${step}`,
  appeal: `${all} ${line} ${step}`,
  alignment: `${all} ${line} ${step}`,
  nomination: `${all} above owner ${step}`,
  improvement: `${all} ${line} for-head for-above ${step}`,
  findings: `${all} ${line}`,
  item: `${all} ${line} for-head for-above owner`,
  development: `${all} ${line} for-head for-above owner`,
  'unit-development': `${all} ${line} for-head for-above member`,
  training: `${all} ${line} for-head for-above owner`,
  'training-budget': `${all} ${line} for-head for-above finance`,
  recognition: all,
  capacity: `${all} ${line} finance`,
  journal: `${all} ${line}`,
  'change-request': all,
  cycle: all,
  calibration: `${all} ${step}`,
  publication: `${all} ${step}`,
  proposal: `${all} finance ${step}`,
  amount: `${all} ${line} finance`,
  release: `${all} finance ${step}`,
  payroll: `${all} finance`,
  'rules-proposal': `${all} ${step}`,
  correction: `${all} ${step}`,
  'organization-findings': all,
  'drafts-of-others': 'hr',
  'cycle-journal': all,
  organization: all,
  'strategy-history': `${all} ${line} beside`,
  template: all,
  connector: all,
  account: '',
  draft: 'submitter',
  'draft-goals': 'submitter head-below',
  command: `${all} owner`,
  upload: 'owner',
};
/** Who does besides, once the result is published, and once it is told. */
const seenOncePublished: Partial<Record<Field, string>> = { rating: 'own-head', evaluation: 'own-head', result: line };
const seenOnceTold: Partial<Record<Field, string>> = { result: 'member' };

/** Who does what, besides seeing; `step`: in which state of it, `running`: only while the cycle runs. */
const done: readonly {
  readonly act: Act;
  readonly on: readonly Field[];
  readonly by: string;
  readonly steps?: string;
  readonly cycles?: string;
}[] = [
  { act: 'submit', on: contents, by: 'submitter', steps: 'open', cycles: 'running' },
  { act: 'decide', on: contents, by: 'decider', steps: 'submitted', cycles: 'running' },
  { act: 'answer', on: contents, by: 'decider', steps: 'submitted', cycles: 'running' },
  { act: 'judge', on: ['appeal'], by: 'decider', steps: 'submitted', cycles: 'running' },
  { act: 'write', on: ['draft'], by: 'submitter', steps: 'closed open submitted', cycles: 'planned running' },
  { act: 'write', on: ['change-request'], by: 'own-head for-head', cycles: 'running' },
  { act: 'write', on: ['talk'], by: 'own-head above for-head for-above', cycles: 'running' },
  { act: 'write', on: ['action'], by: 'owner own-head for-head', cycles: 'running' },
  { act: 'name', on: ['action'], by: 'own-head above for-head for-above', cycles: 'running' },
  { act: 'write', on: ['task'], by: 'owner', cycles: 'running' },
  { act: 'write', on: ['value'], by: 'hr own-head' },
  { act: 'import', on: ['value'], by: 'hr own-head above beside' },
  { act: 'import', on: ['strategy'], by: 'hr' },
  { act: 'write', on: ['strategy'], by: 'hr' },
  { act: 'import', on: ['organization'], by: 'hr admin' },
  { act: 'export', on: ['organization'], by: 'hr admin' },
  { act: 'write', on: ['account'], by: 'admin' },
  { act: 'write', on: ['template', 'connector'], by: 'hr' },
  { act: 'steer', on: ['cycle'], by: 'hr' },
  { act: 'propose', on: ['rules-proposal', 'correction'], by: 'hr', cycles: 'running' },
  { act: 'ask', on: ['rules-proposal'], by: 'hr' },
  { act: 'settle', on: ['organization-findings'], by: 'hr', cycles: 'running' },
  { act: 'write', on: ['upload'], by: 'owner' },
  { act: 'write', on: ['item', 'training'], by: 'owner', cycles: 'running' },
  { act: 'judge', on: ['item'], by: 'own-head for-head', cycles: 'running' },
  { act: 'name', on: ['item'], by: 'hr decider', cycles: 'running' },
  { act: 'write', on: ['development', 'unit-development'], by: `hr ${line} for-head for-above`, cycles: 'running' },
  { act: 'name', on: ['training'], by: `hr ${line} for-head for-above`, cycles: 'running' },
  { act: 'decide', on: ['training'], by: `hr ${line} for-head for-above`, cycles: 'running' },
  { act: 'write', on: ['catalogue'], by: 'hr' },
  { act: 'write', on: ['training-budget'], by: 'hr finance', cycles: 'running' },
  { act: 'propose', on: ['recognition'], by: 'hr', cycles: 'running' },
  { act: 'decide', on: ['recognition'], by: 'hr', cycles: 'running' },
  { act: 'propose', on: ['improvement'], by: 'hr submitter', cycles: 'running' },
  { act: 'export', on: ['payroll'], by: 'finance' },
];
const bars: readonly { readonly act: Act; readonly on: readonly Field[]; readonly by: readonly Relation[] }[] = [
  { act: 'decide', on: contents, by: ['wrote', 'own-unit'] },
  { act: 'decide', on: ['training'], by: ['wrote'] },
  { act: 'decide', on: ['recognition'], by: ['wrote', 'own-unit'] },
  { act: 'propose', on: ['recognition'], by: ['wrote', 'own-unit'] },
  { act: 'write', on: ['training-budget'], by: ['own-unit'] },
  { act: 'propose', on: ['improvement'], by: ['own-unit'] },
  { act: 'answer', on: contents, by: ['wrote'] },
  { act: 'judge', on: ['appeal'], by: ['wrote', 'own-unit', 'took-part'] },
  { act: 'judge', on: ['item'], by: ['wrote'] },
  { act: 'settle', on: ['organization-findings'], by: ['own-unit'] },
  { act: 'submit', on: ['rating', 'evaluation'], by: ['own-unit'] },
];

/** A judgement is submitted by nobody whose unit it is about, whatever the rule says. */
const isBar = (act: Act, field: Field, relation: Relation): boolean =>
  bars.some((bar) => bar.act === act && bar.on.includes(field) && bar.by.includes(relation));

const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

const cycles = ['planned', 'running', 'closed'] as const;
const steps = [null, 'closed', 'open', 'submitted', 'done', 'cancelled'] as const;
/** Each state of a cycle with each of a step, and each of what is told: no line asks for more than that at once. */
const moments: readonly Moment[] = [
  ...cycles.flatMap((cycle) => steps.map((step) => ({ cycle, telling: 'secret' as const, step }))),
  ...tellings.map((telling) => ({ ...anyTime, telling })),
  { cycle: 'closed', telling: 'told', step: 'done' },
];

/** Everybody who may, as the lists above have it. */
function expected(act: Act, field: Field, { cycle, telling, step }: Moment): readonly string[] {
  if (act === 'see') {
    return [
      ...words(seenBy[field]),
      ...(telling === 'secret' ? [] : words(seenOncePublished[field] ?? '')),
      ...(telling === 'told' ? words(seenOnceTold[field] ?? '') : []),
    ];
  }
  return done
    .filter((row) => row.act === act && row.on.includes(field))
    .filter((row) => row.cycles === undefined || words(row.cycles).includes(cycle))
    .filter((row) => row.steps === undefined || words(row.steps).includes(step ?? 'none'))
    .flatMap((row) => words(row.by));
}

describe('the table of rights', () => {
  test('gives each role and each relation what the lists say, at every time, and nothing else', () => {
    let cells = 0;
    const wrong: string[] = [];
    for (const act of acts)
      for (const field of fields)
        for (const moment of moments) {
          const may = new Set(expected(act, field, moment));
          const judge = (who: string, granted: boolean): void => {
            cells += 1;
            // The first of them tell enough; a table that is wrong everywhere would be compared for minutes.
            if (granted !== (may.has(who) || may.has('anyone')) && wrong.length < 20)
              wrong.push(`${who} ${act} ${field} ${JSON.stringify(moment)}: ${granted}`);
          };
          for (const role of roles) judge(role, can({ roles: [role] }, act, [], moment, field));
          for (const relation of relations) judge(relation, can({ roles: [] }, act, [relation], moment, field));
          judge('', can({ roles: [] }, act, [], moment, field));
        }
    expect(wrong.slice(0, 20)).toEqual([]);
    console.log(`${cells} cells of the table compared`);
  });

  test('gives who stands in several ways what any of them gives', () => {
    expect(can({ roles: ['finance'] }, 'see', ['member'], anyTime, 'goals')).toBe(true);
    expect(can({ roles: ['finance', 'admin'] }, 'see', ['member', 'beside'], anyTime, 'proposal')).toBe(true);
    expect(can({ roles: ['finance', 'admin'] }, 'see', ['member', 'beside'], anyTime, 'talk')).toBe(false);
  });

  test('takes an act away from who wrote it, whose unit it is or who took part, whatever else they are', () => {
    const barringOnes = ['wrote', 'own-unit', 'took-part'] as const;
    const others = relations.filter((each) => !barringOnes.some((bar) => bar === each));
    const wrong: unknown[] = [];
    for (const act of acts)
      for (const field of fields) {
        const isThere = table.some((each) => each.may.includes(act) && each.on.includes(field));
        for (const relation of barringOnes) {
          const bar = isBar(act, field, relation);
          if (barring(act, [...others, relation], field) !== (bar && isThere ? relation : null))
            wrong.push([act, field, relation]);
          for (const moment of moments) {
            const may = can({ roles }, act, others, moment, field) && !bar;
            if (can({ roles }, act, [...others, relation], moment, field) !== may)
              wrong.push([act, field, relation, moment]);
          }
        }
      }
    expect(wrong.slice(0, 20)).toEqual([]);
  });

  test('names the first bar where there are several, and none where there is none', () => {
    expect(barring('decide', ['own-unit', 'wrote'], 'goals')).toBe('wrote');
    expect(barring('judge', ['took-part', 'own-unit'], 'appeal')).toBe('own-unit');
    expect(barring('decide', ['decider', 'above'], 'goals')).toBeNull();
  });

  test('says which relations do, for lists that ask once', () => {
    expect([...relationsThatMay('see', anyTime, 'talk')]).toEqual(['own-head', 'above', 'for-head', 'for-above']);
    expect([...relationsThatMay('see', anyTime, 'result')]).toEqual([]);
    expect([...relationsThatMay('see', { ...anyTime, telling: 'told' }, 'result')]).toEqual([
      'own-head',
      'above',
      'member',
    ]);
    expect([...relationsThatMay('see', anyTime, 'identity')]).toEqual([...relations]);
  });

  test('gives a reason with each line', () => {
    for (const { why, who, may, on } of table) {
      expect(why.length).toBeGreaterThan(12);
      expect(Math.min(who.length, may.length, on.length)).toBeGreaterThan(0);
    }
  });

  test('has the usual time: a running cycle, nothing told, no step', () => {
    expect(anyTime).toEqual({ cycle: 'running', telling: 'secret', step: null });
  });
});
