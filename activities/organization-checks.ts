import { Context } from '@temporalio/activity';
import { findingScope, type OrganizationFinding } from '../domain/cycle/index.js';
import type { Phase } from '../domain/process/index.js';
import type { Query, Sql } from '../db/connect.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { digestNotices } from '../db/notices.js';
import { checkIfChanged, hasGoals } from '../db/organization-checks.js';
import {
  countOpenFindings,
  markTold,
  openKeys,
  readFingerprint,
  saveFindings,
  savePhaseCheck,
  unitsWithoutGoals,
  untoldFindings,
} from '../db/organization-findings.js';
import { readClock } from '../db/record.js';
import { documentDigest } from '../documents/digest.js';
import { tell } from './cycle.js';
import { readCycleFacts, findingsReminderAt } from './cycle-facts.js';
import { tellFindings, tellHrOfFindings } from './finding-notices.js';

/** So many new findings are told by name at once; nobody reads a mail of a thousand lines, and the list has them all. */
const mostByName = 30;

/** At which instant of the cycle: the sweep's, also where a rehearsal's clock has moved on since. */
interface CheckInput {
  readonly cycleId: string;
  readonly at: number;
}

/** The goal checks over the whole organization: HR's list is kept current and told, and no phase ends in silence. */
export function createOrganizationActivities({ sql }: { readonly sql: Sql }) {
  /** Checks if anything has changed; tells HR of new findings once, and of open ones on the working day before the phase ends. */
  async function checkOrganization({
    cycleId,
    at,
  }: CheckInput): Promise<{ readonly open: number; readonly told: number }> {
    const cycle = await knownCycle(sql, cycleId);
    if (!hasGoals(cycle)) return { open: 0, told: 0 };
    await refresh(sql, cycle, at);
    return sql.begin(async (tx) => {
      const moment = await momentOf(tx, cycleId, at);
      const told = await tellNew(tx, cycle, moment);
      const open = total(await countOpenFindings(tx, cycleId));
      const reminded = open > 0 && moment.isLastDay ? await remind(tx, cycle, open, at) : 0;
      if (told + reminded > 0) await mailSoon(tx, cycleId);
      return { open, told };
    });
  }

  /** The phase is over: what is still open is journaled and told, once; the clock is not held. */
  async function reportOpenFindings(input: CheckInput & { readonly phase: Phase }): Promise<{ readonly open: number }> {
    const { cycleId, phase, at } = input;
    const cycle = await knownCycle(sql, cycleId);
    if (!hasGoals(cycle)) return { open: 0 };
    await refresh(sql, cycle, at);
    return sql.begin(async (tx) => {
      const codes = await countOpenFindings(tx, cycleId);
      const open = total(codes);
      const digest = documentDigest(await openKeys(tx, cycleId));
      if (!(await savePhaseCheck(tx, { cycleId, phase, open, digest, at })) || open === 0) return { open };
      await tell(tx, cycleId, 'findings-left-open', { phase, open, codes, digest });
      await tellHrOfFindings(tx, cycle, [{ key: `${phase}/left`, code: 'FINDINGS_LEFT', data: { phase, open } }], at);
      await mailSoon(tx, cycleId);
      return { open };
    });
  }

  return { checkOrganization, reportOpenFindings };
}

const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

async function knownCycle(sql: Query, cycleId: string): Promise<CycleRow> {
  const cycle = await loadCycle(sql, cycleId);
  if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
  return cycle;
}

/** Nothing is computed where nothing was said since; a check that is run twice finds the same. */
async function refresh(sql: Sql, cycle: CycleRow, at: number): Promise<void> {
  const known = await readFingerprint(sql, cycle.id);
  const context = Context.current();
  const { fingerprint, findings } = await checkIfChanged(sql, cycle, known, (unit) => {
    context.heartbeat(unit);
  });
  if (findings === null) return;
  await sql.begin((tx) => saveFindings(tx, cycle.id, { fingerprint, findings, at }));
}

/**
 * What concerns units is told as soon as it stands. Coverage is judged when
 * all have proposed their goals, or HR is reminded anyway: before, that nobody
 * serves an objective yet is no news. Returns how many notices are new.
 */
async function tellNew(tx: Query, cycle: CycleRow, it: Moment): Promise<number> {
  const untold = await untoldFindings(tx, cycle.id);
  if (untold.length === 0) return 0;
  const whole = it.isLastDay || it.at >= goalsDueAt(cycle) || (await unitsWithoutGoals(tx, cycle.id)) === 0;
  const told = whole ? untold : untold.filter((finding) => !isCoverage(finding));
  if (told.length === 0) return 0;
  await markTold(tx, cycle.id, told, it.at);
  const fresh = await tellFindings(tx, cycle, told.slice(0, mostByName), it.at);
  const more = told.length - mostByName;
  if (more <= 0) return fresh;
  const rest = { key: `more/${it.at}`, code: 'FINDINGS_MORE', data: { phase: cycle.phase, open: more } } as const;
  return fresh + (await tellHrOfFindings(tx, cycle, [rest], it.at));
}

const goalsDueAt = ({ schedule }: CycleRow): number =>
  Math.max(...schedule.steps.flatMap((plan) => (plan.kind === 'goals' ? [plan.dueAt] : [])));
const isCoverage = ({ code }: OrganizationFinding): boolean => findingScope(code) === 'organization';

interface Moment {
  readonly at: number;
  /** The last working day before the phase's end has come. */
  readonly isLastDay: boolean;
}

async function momentOf(tx: Query, cycleId: string, at: number): Promise<Moment> {
  const facts = await readCycleFacts(tx, cycleId);
  const remindAt = facts === undefined ? null : findingsReminderAt(facts);
  return { at, isLastDay: remindAt !== null && at >= remindAt };
}

async function remind(tx: Query, cycle: CycleRow, open: number, at: number): Promise<number> {
  const { phase } = cycle;
  return tellHrOfFindings(
    tx,
    cycle,
    [{ key: `${phase}/remind`, code: 'FINDINGS_REMINDED', data: { phase, open } }],
    at,
  );
}

/** What was told after the sweep goes out now, as a mail of its own, rather than with the next sweep. */
async function mailSoon(tx: Query, cycleId: string): Promise<void> {
  const { now } = await readClock(tx, cycleId);
  await digestNotices(tx, cycleId, now);
}
