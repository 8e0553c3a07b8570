/** One improvement plan on a stage of its own, brought to where a test begins. */
import { expect } from 'vitest';
import type { Decision } from '../../domain/process/index.js';
import { chief, headOf, hrOne } from './people.js';
import { createStage, type Stage, type StageOptions, stepOf, untilTrue } from './stage.js';

export const day = 86_400_000;
export const unit = 'quality';
export const head = headOf(unit);
export const plan = 'improvement-1';
export const appeal = 'improvement-appeal-1';
export const outcome = 'improvement-outcome-1';
export const talk = (days: number): string => `improvement-talk-1-${days}`;
export const usual = { days: [30, 60], noticeWorkdays: 5, objectWorkdays: 5 };

export function createPlot() {
  let current: Stage | undefined;
  let planId = '';

  const stage = (): Stage => {
    if (current === undefined) throw new Error('nothing is played yet');
    return current;
  };
  const improving = () => stage().world.improving;
  const stateOf = () => improving().plan();
  const detail = (id: string) =>
    stage()
      .world.standing.steps()
      .find((each) => each.id === id);
  const isIn = (wanted: string): Promise<void> => untilTrue(() => stateOf().stage === wanted, `the plan is ${wanted}`);
  const isOpen = (id: string): Promise<void> => untilTrue(() => detail(id)?.state === 'open', `${id} is open`);
  const submit = (id: string, by: string) => stage().say({ unit, step: id, by });
  const decide = (id: string, decision: Decision, by: string) =>
    stage().say({ unit, step: id, by, decision, reason: 'looked at' });
  const status = async (): Promise<string> => (await stage().plan(planId).describe()).status.name;

  /** A stage on which the judging has begun. */
  async function play(options: StageOptions = {}): Promise<void> {
    current = await createStage({ from: 'evaluation', ...options });
    await stage().start();
  }

  /** HR or the head above opens a plan; its own clock is told. */
  async function open(terms = usual): Promise<void> {
    await stage().stepIs(unit, 'self-evaluation', 'open');
    planId = await improving().open(unit, terms);
    await isOpen(plan);
  }

  async function opened(terms = usual, options: StageOptions = {}): Promise<void> {
    await play(options);
    await stage().until(stage().world.standing.phaseOpensAt('evaluation') + 7_200_000);
    await open(terms);
  }

  async function approve(): Promise<void> {
    improving().contents.set(plan, { firstDay: '2000-01-01' });
    expect(await submit(plan, chief)).toBe('applied');
    expect(await decide(plan, 'approve', hrOne)).toBe('applied');
    await isOpen(appeal);
  }

  async function approved(terms = usual, options: StageOptions = {}): Promise<void> {
    await opened(terms, options);
    await approve();
  }

  /** Nobody objected. */
  async function running(terms = usual, options: StageOptions = {}): Promise<void> {
    await approved(terms, options);
    await stage().until(stepOf(stage().world, unit, appeal).closesAt);
    await isIn('running');
  }

  /** Its instant has come; the clock's timer began a moment after the plan was looked at. */
  async function due(days: number): Promise<void> {
    await stage().until((stateOf().talks.find((each) => each.days === days)?.opensAt ?? 0) + 3_600_000);
    await isOpen(talk(days));
  }

  async function talked(days: number): Promise<void> {
    await due(days);
    expect(await submit(talk(days), chief)).toBe('applied');
    expect(await decide(talk(days), 'acknowledge', head)).toBe('applied');
  }

  return {
    stage,
    improving,
    stateOf,
    detail,
    isIn,
    isOpen,
    submit,
    decide,
    status,
    play,
    open,
    opened,
    approve,
    approved,
    running,
    due,
    talked,
    planId: () => planId,
    step: (id: string) => stepOf(stage().world, unit, id),
    kinds: () => improving().events.map(({ kind }) => kind),
    ended: async (how: string): Promise<void> => {
      await isIn('ended');
      expect(stateOf().end).toBe(how);
      await stage().plan(planId).result();
      expect(await status()).toBe('COMPLETED');
    },
    judging: async (): Promise<void> => {
      await running();
      await talked(30);
      await talked(60);
      await isOpen(outcome);
    },
    /** Its clock only waits, and so does the cycle. */
    asleep: async (): Promise<void> => {
      for (const workflow of [stage().cycle, stage().plan(planId)]) await stage().untilAsleep(workflow);
    },
    end: async (): Promise<void> => {
      const played = current;
      current = undefined;
      await played?.end();
    },
  };
}
