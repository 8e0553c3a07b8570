/** What is looked at while the year goes by: expected against found, at instants of the story. */
import type { Act } from '../play.js';
import type { CycleApi } from '../cycle-api.js';
import type { Refusal } from '../http-client.js';
import type { Hear } from '../perform.js';
import type { Player } from '../player.js';
import { type CaseView, FindingError, type PayrollView } from '../contract.js';
import { instant } from './acts/common.js';
import { outspoken } from './acts/consequence.js';
import { expected, type Line, moneyLines } from './compare.js';
import { headOf, withRole } from './people.js';

interface Observation {
  readonly at: number;
  readonly look: (api: CycleApi, cycle: string) => Promise<readonly Line[]>;
}

const hr = (): string => withRole('hr', 0);
const finance = (): string => withRole('finance', 0);
const auditor = (): string => withRole('auditor', 0);
/** The code of a refusal, or which export it is. */
const payrollText = (made: PayrollView | string): string =>
  typeof made === 'string' ? made : `${String(made.number)} ${made.totalMinor}${made.copy ? ' copy' : ''}`;
const line = (what: string, wanted: readonly string[], found: readonly string[]): Line => ({
  what,
  expected: wanted.toSorted().join('; ') || 'none',
  found: found.toSorted().join('; ') || 'none',
});

const observations: readonly Observation[] = [
  {
    at: instant('2027-01-04', '12:00'),
    look: async (api, cycle) => {
      const found = await api.findings(hr(), cycle, '?drafts=true');
      return [
        line(
          'first drafts',
          expected.firstDrafts,
          found.map(({ code, at }) => [code, ...at].join(' ')),
        ),
      ];
    },
  },
  {
    at: instant('2027-01-15', '12:00'),
    look: async (api, cycle) => {
      const open = await api.findings(hr(), cycle, '?state=open');
      const attempts = (await api.step(hr(), cycle, 'production', 'goals')).attempt;
      const guards = await api.ruleSteps(hr(), cycle);
      return [
        line(
          'goals agreed: left open',
          [],
          open.map(({ code, at }) => [code, ...at].join(' ')),
        ),
        line('goals of production: attempts', ['2'], [String(attempts)]),
        line('guard from', ['quality alignment/production'], guards),
      ];
    },
  },
  {
    // Its window closed on the 14th.
    at: instant('2027-04-16', '12:00'),
    look: async (api, cycle) => [
      line(
        'deviations of the first quarter',
        expected.deviations.slice(0, 2),
        (await api.cases(hr(), cycle)).map(deviationText),
      ),
      line('first report of quality', expected.forgotten, await api.told(hr(), cycle, 'quality', 'checkpoint-1')),
    ],
  },
  {
    at: instant('2027-06-09', '12:00'),
    look: async (api, cycle) => {
      const days = (tasks: readonly { id: string; start: string; end: string }[]) =>
        tasks
          .filter(({ id }) => id === 'market-9' || id === 'market-10')
          .map(({ id, start, end }) => `${id} ${start}..${end}`);
      const head = headOf('sales-new');
      return [
        line(
          'plan before June',
          expected.lastMarkets.before,
          days(await api.submittedTasks(head, cycle, 'sales-new', 'plan')),
        ),
        line(
          'plan after June',
          expected.lastMarkets.after,
          days(await api.submittedTasks(head, cycle, 'sales-new', 'change-1')),
        ),
      ];
    },
  },
  {
    at: instant('2028-01-14', '12:00'),
    look: async (api, cycle) => {
      const cases = await api.cases(hr(), cycle);
      const notes = await api.notes(hr(), cycle, 'sales-new');
      return [
        line('deviations of the year', expected.deviations, cases.map(deviationText)),
        line(
          'their owners',
          expected.owners,
          cases.map(({ goalId, owner }) => `${goalId} ${owner ?? 'nobody'}`),
        ),
        line('with an action', [String(cases.length)], [String(cases.filter(({ action }) => action !== null).length)]),
        line(
          'what became of them',
          expected.outcomes,
          cases.map(({ goalId, outcome, state }) => `${goalId} ${outcome ?? state}`),
        ),
        line('coaching notes, answered', ['2'], [String(notes.filter(({ answers }) => answers.length === 1).length)]),
      ];
    },
  },
  {
    // Between the two persons who publish.
    at: instant('2028-01-27', '12:00'),
    look: async (api, cycle) => {
      const { raters, gaps } = await api.beforePublication(hr(), cycle);
      return [
        line(
          'drift of raters',
          expected.drift,
          raters.flatMap(({ by, items, drift }) => (drift === null ? [] : [`${by} ${drift} over ${String(items)}`])),
        ),
        line(
          'raters who are silent: too few',
          [expected.silentRaters],
          [String(raters.filter(({ drift }) => drift === null).length)],
        ),
        line(
          'grades, calibrated beside computed',
          expected.gaps,
          gaps.map(({ unitId, superior, calibrated }) => `${unitId} ${superior?.grade ?? '-'} ${calibrated ?? '-'}`),
        ),
      ];
    },
  },
  {
    // Posted on the 15th; the second instance has not decided.
    at: instant('2028-02-18', '12:00'),
    look: async (api, cycle) => {
      const { total, grade } = await api.result(hr(), cycle, 'marketing');
      return [
        line('marketing before its appeal is granted', expected.beforeAppeal.marketing, [total ?? '-', grade ?? '-']),
        ...(await moneyLines(api, cycle, ', before the appeal', expected.beforeAppeal)),
        line('released during a pending appeal', ['RELEASE_TOO_EARLY'], [await api.tryRelease(hr(), cycle)]),
        line(
          'paid before the release',
          ['RELEASE_MISSING'],
          [payrollText(await api.exportPayroll(finance(), cycle, 'early'))],
        ),
        line(
          'recognized',
          expected.recognized,
          (await api.recognitions(hr(), cycle)).map(({ unitId, state }) => `${unitId} ${state}`),
        ),
        line('nominated', ['done'], [(await api.step(hr(), cycle, 'rnd', 'nomination-1')).state]),
      ];
    },
  },
  {
    // Released on the 28th.
    at: instant('2028-03-01', '12:00'),
    look: async (api, cycle) => {
      const postings = await api.postings(finance(), cycle);
      return [
        line(
          'postings, and why there is another',
          expected.postings,
          postings.map(
            ({ kind, attempt, causes }) => `${kind} ${String(attempt)} ${causes?.units.join(' ') ?? 'first'}`,
          ),
        ),
        line(
          'books that do not sum to what was approved',
          [],
          postings
            .filter(({ standsMinor, wholeMinor }) => standsMinor !== wholeMinor)
            .map(({ kind, attempt }) => `${kind} ${String(attempt)}`),
        ),
        line('payroll export', [expected.payroll], [payrollText(await api.exportPayroll(finance(), cycle, 'first'))]),
        line(
          'payroll export, once more',
          [`${expected.payroll} copy`],
          [payrollText(await api.exportPayroll(finance(), cycle, 'again'))],
        ),
      ];
    },
  },
  {
    at: instant('2028-06-02', '12:00'),
    look: async (api, cycle) => {
      const plans = await api.plans(hr(), cycle);
      const said = await Promise.all(outspoken.map((unit) => api.items(hr(), cycle, unit)));
      return [
        line(
          'improvement plans, their talks and ends',
          expected.improvement,
          plans.map(({ unitId, end, talks }) =>
            [unitId, ...talks.map(({ days, state }) => `${String(days)} ${state}`), end ?? 'open'].join(' '),
          ),
        ),
        line(
          'difficulties and suggestions',
          expected.items,
          said.flat().map(({ kind, state }) => `${kind} ${state}`),
        ),
        line(
          'training that answers them',
          expected.trainings,
          (await api.trainings(hr(), cycle)).map(({ unitId, state }) => `${unitId} ${state}`),
        ),
      ];
    },
  },
  {
    at: instant('2028-06-06', '12:00'),
    look: async (api, cycle) => {
      const next = await api.nextPreview(hr(), cycle);
      const { results, problems } = (await api.verification(auditor(), cycle)).verification;
      return [
        line(
          'next cycle, goals to begin with',
          expected.nextGoals,
          next.goals
            .filter(({ goal }) => expected.nextGoals.some((each) => each.startsWith(`${goal.id} `)))
            .map(
              ({ goal, source }) =>
                `${goal.id} ${goal.baseline ?? '-'} ${typeof goal.target === 'string' ? goal.target : '-'} ${source.origin}`,
            ),
        ),
        line(
          'next cycle, bases of budgets',
          expected.nextBases,
          next.bases.map(({ unitId, baseMinor }) => `${unitId} ${baseMinor}`),
        ),
        line('results recomputed by the auditor', [expected.recomputed], [String(results)]),
        line(
          'what does not verify',
          [],
          problems.map((each) => JSON.stringify(each)),
        ),
      ];
    },
  },
];

const deviationText = ({ since, goalId, severity }: CaseView): string => `${since} ${goalId} ${severity}`;

/** A player that looks before it acts, once per observation, and keeps what it saw. */
export function observing(api: CycleApi, player: Player, seen: Line[]): Player {
  const left = [...observations];
  return {
    act: async (cycle) => {
      while (left[0] !== undefined && left[0].at <= cycle.clock.now) {
        seen.push(...(await left[0].look(api, cycle.id)));
        left.shift();
      }
      return player.act(cycle);
    },
    nextAt: async (cycle) => {
      const next = [left[0]?.at ?? null, await player.nextAt(cycle)].filter((at) => at !== null);
      return next.length === 0 ? null : Math.min(...next);
    },
  };
}

/** What those who tried in vain were told. */
export const hearing =
  (seen: Line[]): Hear =>
  (act: Act, refusal: Refusal) => {
    const what = `${act.unit ?? '-'} ${act.step}, first submit`;
    const told = refusal.errors.map((error) => {
      const { code, data = {} } = FindingError.parse(error);
      const { need, have, missing } = data;
      return [
        code,
        ...(need === undefined ? [] : [need, 'of', have]),
        ...(missing === undefined ? [] : [missing]),
      ].join(' ');
    });
    seen.push(line(what, expected.refused[`${act.unit ?? '-'} ${act.step}`] ?? [], told));
  };
