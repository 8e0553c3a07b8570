/**
 * What the workflows touch, in memory: all activities of one cycle. It answers
 * as Postgres would, so that a year passes in seconds; tests look into it, and
 * into its hooks they put what goes wrong.
 */
import { randomUUID } from 'node:crypto';
import {
  type Decision,
  type Phase,
  phases,
  type RecordOutcome,
  type RehearsalClock,
  type Schedule,
  stepClock,
  type StepMessage,
  type Swept,
} from '../../domain/process/index.js';
import { retryAt } from '../../domain/values/index.js';
import { reviewIdOf, type StepWord } from '../../workflows/messages.js';
import { createStanding, fail, isLive } from './standing.js';
import { createImproving } from './improving.js';
import { createWatching } from './watching.js';

export interface WorldOptions {
  readonly cycleId: string;
  readonly units: readonly string[];
  readonly schedule: Schedule;
  /** The phase that Postgres says it is in. */
  readonly begin: Phase;
  /** The server's time; a real cycle's clock. */
  readonly wall: () => Promise<number>;
  /** Hints to living workflows, as the pumps send them. */
  readonly signal: (
    workflow: 'cycle' | { readonly review: string } | { readonly plan: string },
    name: 'wake' | 'sync' | 'close',
  ) => Promise<void>;
  /** A rehearsal's clock; null: a real cycle. */
  readonly clock?: Pick<RehearsalClock, 'held' | 'rate'>;
}

export interface Saying {
  readonly unit: string | null;
  readonly step: string;
  readonly by: string;
  readonly decision?: Decision;
  readonly reason?: string;
  /** What the person saw; else the present one. */
  readonly stepRevision?: number;
}

interface Command {
  readonly word: StepWord;
  readonly message: StepMessage;
  answer: RecordOutcome | null;
}

const blocked = { waitMs: 1000, blocked: true };

export type World = ReturnType<typeof createWorld>;

export function createWorld(options: WorldOptions) {
  const { cycleId } = options;
  const standing = createStanding(cycleId, options.units, options.schedule, options.begin);
  const commands = new Map<string, Command>();
  const calls: string[] = [];
  const watching = createWatching();
  const improving = createImproving({
    cycleId,
    standing,
    now: () => now(),
    isReal: () => clock === null,
    signal: options.signal,
  });
  /** When metrics are collected next, and whether their source answers. */
  const collecting = { at: null as number | null, answers: true, failed: 0 };
  const born = new Set<string>();
  const rules: number[] = [];
  const hooks: {
    /** Before a word is recorded; what it throws is the database being away. */
    record?: (word: StepWord, isLocal: boolean) => Promise<void>;
    /** Before a plan is looked at; what it throws is the database being away. */
    plan?: () => Promise<void>;
    /** Right before the cycle closes. */
    closing?: () => Promise<void>;
    /** When an activity has done its work, before its answer reaches the workflow. */
    answered?: (activity: string) => Promise<void>;
  } = {};
  /** HR's list: what the checks find, and what HR was told, each thing once. */
  const told: string[] = [];
  const findings = {
    open: new Set<string>(),
    told,
    tell: (what: string): void => void (told.includes(what) || told.push(what)),
  };
  /** Facts that were corrected and not computed anew; attempts of money that were posted. */
  const corrected = { waiting: 0 };
  /** What is approved cannot be posted for now. */
  const books = { closed: false };
  const posted = new Map<string, number>();
  const at = { phase: options.begin, state: 'planned' as 'planned' | 'running' | 'closed' };
  const firstAt = standing.phaseOpensAt(options.begin);
  let clock: Omit<RehearsalClock, 'wall'> | null = options.clock
    ? { nowAt: firstAt, runTo: null, pacedFromWall: 0, pacedFromCycle: firstAt, ...options.clock }
    : null;
  const now = async (): Promise<number> => clock?.nowAt ?? (await options.wall());

  /** Writes the command row; the word names it. */
  async function receive(saying: Saying): Promise<StepWord> {
    const reviewId = reviewIdOf(cycleId, saying.unit);
    const { revision, steps } = standing.state(reviewId);
    const step = steps[saying.step] ?? fail(`no step ${saying.step}`);
    const decision = saying.decision ?? null;
    const word: StepWord = {
      commandId: randomUUID(),
      reviewId,
      stepId: saying.step,
      actor: saying.by,
      principal: saying.by,
      digest: 'digest',
      stepRevision: saying.stepRevision ?? step.revision,
      reviewRevision: revision,
      decision,
    };
    const act = decision === null ? 'submit' : 'approve';
    const message = { ...word, act, receivedAt: await now(), hasReason: saying.reason !== undefined } as const;
    commands.set(word.commandId, { word, message, answer: null });
    if (saying.unit !== null) born.add(reviewId);
    return word;
  }

  function judge(word: StepWord): RecordOutcome {
    const command = commands.get(word.commandId);
    const answer = (code: RecordOutcome['code']): RecordOutcome => ({
      outcome: code === null ? 'applied' : 'refused',
      code,
      state: standing.state(word.reviewId),
    });
    if (command === undefined) return answer('COMMAND_UNKNOWN');
    if (command.answer !== null) return { ...command.answer, state: standing.state(word.reviewId) };
    command.answer = answer(
      at.state === 'closed' ? 'CYCLE_CLOSED' : standing.judge(word.reviewId, word.stepId, command.message),
    );
    return command.answer;
  }

  const undecided = (reviewId: string): ReadonlyMap<string, number> =>
    new Map(
      [...commands.values()]
        .filter((each) => each.answer === null && each.word.reviewId === reviewId)
        .map((each) => [each.word.stepId, each.message.receivedAt]),
    );
  const countOf = (stage: 'open' | 'submitted'): number => standing.steps().filter((s) => s.state === stage).length;

  /** As the sweep judges it: time ends most phases, publication the judging, the postings the consequence. */
  function isOver(instant: number): boolean {
    if (at.phase === 'closing')
      return (
        instant >= standing.schedule.closesAt && countOf('open') + countOf('submitted') === 0 && !improving.goesOn()
      );
    if (at.phase === 'application')
      return !standing.steps().some((s) => /^(bonus|budget|release)/.test(s.kind) && isLive(s));
    if (at.phase === 'evaluation' && !standing.barriers.has('publication')) return false;
    return instant >= nextPhaseAt();
  }
  const nextPhaseAt = (): number => standing.phaseOpensAt(phases[phases.indexOf(at.phase) + 1] ?? 'closing');

  /** The working day before goals or plans end. */
  function remindAt(): number | null {
    if (at.phase !== 'goal-setting' && at.phase !== 'planning') return null;
    const lastDay = { remindBefore: [1], remindAfter: [], escalateAfter: [] };
    return standing.rungs(lastDay, nextPhaseAt())[0]?.at ?? null;
  }

  /** Values are collected and judged in these phases. */
  const isWatched = (): boolean => at.phase === 'monitoring' || at.phase === 'evaluation';

  function nextAt(instant: number): number | null {
    const plan = improving.nextAt();
    const ahead = [
      ...standing.steps().flatMap((step) => (step.nextAt === null ? [] : [step.nextAt])),
      ...(plan !== null && (clock !== null || plan > instant) ? [plan] : []),
    ];
    const cutOffs = Object.values(standing.schedule.barriers).map((barrier) => barrier.cutOffAt);
    const timed =
      at.phase === 'closing' ? standing.schedule.closesAt : at.phase === 'application' ? null : nextPhaseAt();
    const followUpAt = watching.followUpAt(at.phase);
    const followUp = followUpAt < Infinity ? followUpAt : null;
    const collectAt = isWatched() ? collecting.at : null;
    const later = [...cutOffs, timed, remindAt(), followUp, collectAt].filter(
      (each): each is number => each !== null && each > instant,
    );
    return ahead.length + later.length === 0 ? null : Math.min(...ahead, ...later);
  }

  async function waitFor(next: number | null): Promise<Pick<Swept, 'waitMs' | 'blocked'>> {
    const wall = await options.wall();
    if (next === null && clock === null) return { waitMs: null };
    if (clock === null) return (next ?? 0) <= wall ? blocked : { waitMs: Math.max((next ?? 0) - wall, blocked.waitMs) };
    if ((next !== null && next <= clock.nowAt) || [...commands.values()].some((each) => each.answer === null))
      return blocked;
    const step = stepClock({ ...clock, wall }, next);
    if (step.kind === 'waits') return { waitMs: null };
    if (step.kind === 'paces') return { waitMs: step.waitMs };
    clock = { ...clock, nowAt: step.nowAt, runTo: step.runTo, held: step.held };
    return { waitMs: step.held && step.runTo === null ? null : 0 };
  }

  /** One reading of the one source: taken, tried again later, or given up. */
  async function collect(): Promise<'taken' | 'failed' | 'nothing'> {
    const instant = await now();
    if (collecting.at === null || collecting.at > instant) return 'nothing';
    collecting.failed = collecting.answers ? 0 : collecting.failed + 1;
    collecting.at = collecting.answers ? null : retryAt(collecting.failed, instant);
    if (!collecting.answers) return 'failed';
    watching.fresh = true;
    return 'taken';
  }

  /** Approved in all its steps, in an attempt that was not posted. */
  function toPost(): readonly ('bonus' | 'budget')[] {
    return (['bonus', 'budget'] as const).filter((kind) => {
      const steps = standing.steps().filter((step) => step.kind === kind || step.kind === `${kind}-own`);
      const attempt = Math.max(0, ...steps.map((step) => step.attempt));
      return steps.length > 0 && steps.every((step) => step.outcome === 'approved') && posted.get(kind) !== attempt;
    });
  }

  async function sweep(collects = false, recalculates = false): Promise<Swept> {
    const instant = await now();
    const present = () => ({ open: countOf('open'), submitted: countOf('submitted') });
    const tally = { opened: 0, reminded: 0, escalated: 0, forwarded: 0 };
    const owed = recalculates && (corrected.waiting > 0 || toPost().length > 0);
    if (!owed && isOver(instant)) {
      const counts = { ...tally, ...present() };
      const rulesToTakeUp = rules.length > 0;
      return { over: true, reached: [], now: instant, nextAt: instant, waitMs: 0, counts, rulesToTakeUp };
    }
    for (const id of standing.ids) {
      const events = standing.move(id, instant, undecided(id));
      for (const { type } of events) if (type in tally) tally[type as keyof typeof tally] += 1;
      if (events.length > 0 && born.has(id)) await options.signal({ review: id }, 'sync');
    }
    await improving.look(instant);
    const reached = standing.reached(instant);
    const next = nextAt(instant);
    const rulesToTakeUp = rules.length > 0;
    const toMonitor = (isWatched() && watching.fresh) || watching.followUpAt(at.phase) <= instant;
    const toCollect = collects && isWatched() && collecting.at !== null && collecting.at <= instant;
    const following = recalculates
      ? { toRecalculate: corrected.waiting > 0, toPost: corrected.waiting > 0 ? [] : toPost() }
      : { toRecalculate: false, toPost: [] };
    const follows = following.toRecalculate || following.toPost.length > 0;
    const busy = reached.length > 0 || isOver(instant) || rulesToTakeUp || toMonitor || toCollect || follows;
    const wait = busy ? { waitMs: 0 } : await waitFor(next);
    const counts = { ...tally, ...present() };
    const told = { rulesToTakeUp, toMonitor, toCollect, ...following };
    return { over: false, reached, now: instant, nextAt: next, ...wait, counts, ...told };
  }

  return {
    options,
    standing,
    commands,
    calls,
    hooks,
    findings,
    watching,
    collecting,
    corrected,
    books,
    posted,
    improving,
    remindAt,
    at,
    born,
    now,
    clock: () => clock,
    receive,
    judge,
    sweep,
    collect,
    clockTo,
    /** Rules come into force, as `record` writes them; the cycle learns of it with its next sweep. */
    newRules: (revision: number): void => {
      rules.push(revision);
    },
    takeUp: (): readonly number[] => rules.splice(0),
  };

  /** A word to the rehearsal's clock, as the api gives it: the row first, then the wake. */
  async function clockTo(message: { hold: boolean } | { runTo: number } | { rate: number }): Promise<void> {
    if (clock === null) fail('no rehearsal');
    const paced = { pacedFromWall: await options.wall(), pacedFromCycle: clock.nowAt };
    if ('hold' in message) clock = { ...clock, held: message.hold, runTo: null, ...paced };
    else if ('runTo' in message) clock = { ...clock, held: false, runTo: message.runTo };
    else clock = { ...clock, rate: message.rate, ...paced };
    await options.signal('cycle', 'wake');
  }
}
