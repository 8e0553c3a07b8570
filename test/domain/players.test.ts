import { describe, expect, it } from 'vitest';
import type { CycleView, StepView } from '../../players/contract.js';
import { createConsequenceApi } from '../../players/consequence-api.js';
import type { CycleApi } from '../../players/cycle-api.js';
import { playCycle } from '../../players/driver.js';
import { Refusal } from '../../players/http-client.js';
import { perform } from '../../players/perform.js';
import type { Act } from '../../players/play.js';
import { createScriptPlayer } from '../../players/player.js';
import { storyActs } from '../../players/story/acts.js';
import { goalsOf, tasksOf } from '../../players/story/goals.js';
import { differences, expected } from '../../players/story/compare.js';
import { subjects } from '../../players/story/values.js';

const no = (): never => {
  throw new Error('not expected here');
};

/** A cycle that a test plays with: a clock that arrives at once, steps that submit and approve move. */
function fake(begin: Partial<CycleView['clock']> = {}) {
  let clock: CycleView['clock'] = {
    now: 0,
    held: true,
    runTo: null,
    rate: 0,
    nextAt: null,
    quiet: true,
    ...begin,
  };
  const steps = new Map<string, StepView>();
  const told: string[] = [];
  let closesAt = 1000;
  const view = (): CycleView => ({
    id: 'c',
    mode: 'rehearsal',
    state: clock.now >= closesAt ? 'closed' : 'running',
    phase: 'planning',
    templateId: 't',
    templateRevision: 1,
    periodEnd: '2027-12-31',
    zone: 'Asia/Shanghai',
    player: { kind: 'people' },
    closesAt,
    clock,
  });
  const api: CycleApi = {
    as: no,
    cycles: no,
    template: no,
    create: no,
    tasks: no,
    result: no,
    beforePublication: no,
    takeLesson: no,
    proposals: () => Promise.resolve([{ kind: 'bonus', attempt: 1, digest: 'd1', answer: { lines: {} } }]),
    ledger: no,
    cycle: () => Promise.resolve(view()),
    clock: (_person, _id, message) => {
      if ('runTo' in message) {
        told.push(`run to ${String(Date.parse(message.runTo))}`);
        clock = { ...clock, now: Date.parse(message.runTo), held: true, runTo: null };
      }
      return Promise.resolve();
    },
    step: (_person, _cycle, unit, step) =>
      Promise.resolve(steps.get(`${unit ?? '-'} ${step}`) ?? { state: 'open', attempt: 1, revision: 1 }),
    ...createConsequenceApi(no),
    giveData: no,
    sayAction: no,
    writeNote: no,
    answerNote: no,
    cases: no,
    notes: no,
    told: no,
    saveDraft: no,
    askChange: no,
    findings: no,
    ruleSteps: no,
    submittedTasks: no,
    act: (person, _cycle, unit, step, act, body) => {
      told.push(`${person} ${act} ${unit ?? '-'} ${step} ${JSON.stringify(body['content'] ?? body['decision'])}`);
      const state = act === 'submit' ? 'submitted' : 'done';
      steps.set(`${unit ?? '-'} ${step}`, { state, attempt: 1, revision: body.stepRevision + 1 });
      return Promise.resolve();
    },
  };
  return {
    api,
    told,
    set: (change: Partial<CycleView['clock']>): void => {
      clock = { ...clock, ...change };
    },
    closeAt: (at: number): void => {
      closesAt = at;
    },
  };
}

const submit = (at: number, step: string): Act => ({
  at,
  person: 'a',
  unit: 'u',
  step,
  move: { act: 'submit', content: { note: 'x' } },
});
const approve = (at: number, step: string): Act => ({
  at,
  person: 'b',
  unit: 'u',
  step,
  move: { act: 'approve', decision: 'approve' },
});

describe('the driver', () => {
  it('runs from act to act and then to the end', async () => {
    const { api, told } = fake();
    await playCycle(api, 'c', createScriptPlayer(api, [submit(100, 's'), approve(200, 's')]), { person: 'hr' });
    expect(told).toEqual([
      'run to 100',
      'a submit u s {"note":"x"}',
      'run to 200',
      'b approve u s "approve"',
      'run to 1000',
    ]);
  });

  it('goes on after a restart from what it sees: what is done is not done again', async () => {
    const { api, told } = fake();
    const acts = [submit(100, 's'), approve(200, 's')];
    const stop = new AbortController();
    const first = createScriptPlayer(api, acts);
    await playCycle(
      api,
      'c',
      {
        ...first,
        nextAt: (cycle) => {
          if (cycle.clock.now === 100) stop.abort();
          return first.nextAt(cycle);
        },
      },
      { person: 'hr', signal: stop.signal },
    );
    await playCycle(api, 'c', createScriptPlayer(api, acts), { person: 'hr' });
    expect(told.filter((line) => line.includes('submit'))).toHaveLength(1);
    expect(told.filter((line) => line.includes('approve u'))).toHaveLength(1);
  });

  it('leaves a clock that a person holds alone, and plays on when it is let go', async () => {
    const { api, told, set } = fake({ rate: 10, held: true });
    let looks = 0;
    const watched: CycleApi = {
      ...api,
      cycle: (person, id) => {
        looks += 1;
        if (looks === 3) set({ held: false, now: 100 });
        if (looks === 5) set({ now: 1000 });
        return api.cycle(person, id);
      },
    };
    await playCycle(watched, 'c', createScriptPlayer(watched, [submit(0, 's')]), { person: 'hr' });
    expect(told).toEqual(['a submit u s {"note":"x"}']);
    expect(looks).toBeGreaterThanOrEqual(5);
  });
});

describe('performing an act', () => {
  it('answers every warning it is told of, once', async () => {
    const { api } = fake();
    const bodies: unknown[] = [];
    const warned: CycleApi = {
      ...api,
      act: (_person, _cycle, _unit, _step, _act, body) => {
        bodies.push(body['content']);
        if (bodies.length > 1) return Promise.resolve();
        return Promise.reject(
          new Refusal(422, 'WARNING_UNANSWERED', [{ code: 'GOAL_WITHOUT_TASK', at: ['u/g'] }], 'submit'),
        );
      },
    };
    const act: Act = { ...submit(0, 'plan'), move: { act: 'submit', content: { tasks: [], answers: [] } } };
    expect(await perform(warned, 'c', act)).toBe('done');
    expect(bodies[1]).toEqual({
      tasks: [],
      answers: [{ code: 'GOAL_WITHOUT_TASK', at: ['u/g'], reason: '由各班组完成' }],
    });
  });

  it('submits a proposal of money by the digest that is proposed', async () => {
    const { api, told } = fake();
    await perform(api, 'c', { ...submit(0, 'bonus'), unit: null, move: { act: 'submit', content: 'as-proposed' } });
    expect(told[0]).toContain('"proposalDigest":"d1"');
  });

  it('looks again where someone was faster, and fails where the act itself is refused', async () => {
    const { api } = fake();
    const refusing = (code: string): CycleApi => ({
      ...api,
      act: () => Promise.reject(new Refusal(409, code, [], 'submit')),
    });
    expect(await perform(refusing('STALE_REVISION'), 'c', submit(0, 's'))).toBe('not-now');
    await expect(perform(refusing('EVIDENCE_MISSING'), 'c', submit(0, 's'))).rejects.toThrow('EVIDENCE_MISSING');
  });
});

describe('the story', () => {
  it('has every unit go through every step of its year, and nobody decide about the own work', () => {
    const acts = storyActs();
    const unitSteps = [
      'goals',
      'plan',
      'checkpoint-1',
      'checkpoint-2',
      'checkpoint-3',
      'self-evaluation',
      'evaluation',
    ];
    for (const unit of subjects) {
      for (const step of [...unitSteps, 'feedback']) {
        const submits = acts.filter((act) => act.unit === unit && act.step === step && act.move.act === 'submit');
        // production's goals are returned once; quality forgets its first report.
        const seldom: Readonly<Record<string, readonly number[]>> = {
          'production goals': [1, 2],
          'quality checkpoint-1': [],
        };
        const attempts = seldom[`${unit} ${step}`] ?? [undefined];
        expect(submits.map(({ attempt }) => attempt)).toEqual(attempts);
      }
    }
    for (const act of acts.filter(({ move }) => move.act === 'approve')) {
      const submitted = acts.find((other) => other.unit === act.unit && other.step === act.step);
      expect(submitted?.person).not.toBe(act.person);
      expect(submitted?.at).toBeLessThan(act.at);
    }
  });

  it('agrees on goals whose weights sum to 100, with the revenue line and the later paths of research', () => {
    for (const unit of subjects) {
      expect(goalsOf(unit).reduce((sum, goal) => sum + Number(goal.weight), 0)).toBe(100);
    }
    expect(goalsOf('sales').find((goal) => goal.id === 'sales/revenue')?.measure).toBe('attainment');
    expect(goalsOf('rnd').filter((goal) => goal.path !== undefined)).toHaveLength(2);
    expect(tasksOf('sales-new')).toHaveLength(11);
  });

  it('names every difference, and none where all figures match', () => {
    const lines = [
      { what: 'a', expected: '1', found: '1' },
      { what: 'b', expected: '1', found: '2' },
    ];
    expect(differences(lines)).toEqual([lines[1]]);
    expect(Object.keys(expected.units).sort()).toEqual([...subjects].sort());
  });
});
