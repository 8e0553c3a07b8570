/** What is looked at while the year goes by: expected against found, at instants of the story. */
import type { Act } from '../play.js';
import type { CycleApi } from '../cycle-api.js';
import type { Refusal } from '../http-client.js';
import type { Hear } from '../perform.js';
import type { Player } from '../player.js';
import { type CaseView, FindingError } from '../contract.js';
import { instant } from './acts/common.js';
import { expected, type Line, moneyLines } from './compare.js';
import { headOf, withRole } from './people.js';

interface Observation {
  readonly at: number;
  readonly look: (api: CycleApi, cycle: string) => Promise<readonly Line[]>;
}

const hr = (): string => withRole('hr', 0);
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
    // Posted on the 15th; the second instance has not decided.
    at: instant('2028-02-18', '12:00'),
    look: async (api, cycle) => {
      const { total, grade } = await api.result(hr(), cycle, 'marketing');
      return [
        line('marketing before its appeal is granted', expected.beforeAppeal.marketing, [total ?? '-', grade ?? '-']),
        ...(await moneyLines(api, cycle, ', before the appeal', expected.beforeAppeal)),
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
