import { Context } from '@temporalio/activity';
import type { ConnectorReader } from '../connectors/reader.js';
import { workingDays, type WorkingDays } from '../domain/dates.js';
import {
  type CollectingTerm,
  judgeReading,
  outageAttempts,
  type PlannedConnector,
  type RawValueRow,
  retryAt,
  type RowProblem,
  slotsToPlan,
  slotToCome,
} from '../domain/values/index.js';
import { loadCalendar } from '../db/calendar.js';
import {
  beginCollecting,
  claimRun,
  type ClaimedRun,
  dueRuns,
  failuresInARow,
  nextRetry,
  planRuns,
  saveAttempt,
  saveCollectAt,
  type WorkingConnector,
  workingConnectors,
} from '../db/collecting.js';
import type { Query, Sql } from '../db/connect.js';
import { rehearsalData } from '../db/connectors.js';
import { type CycleRow, loadCycle } from '../db/cycles.js';
import { applyValueRows, loadRowContext } from '../db/values.js';
import { localDay, opening } from '../documents/schedule.js';
import { tell } from './cycle.js';
import { tellOutage, watchFreshness } from './value-notices.js';

/** So many sources are asked at the same time. */
const lanes = 4;
const beatMs = 5000;
const busyMs = 5000;
/** Rows are written page by page, in one transaction. */
const pageRows = 5000;

export interface CollectedCounts {
  /** Readings that were taken, and that failed. */
  readonly taken: number;
  readonly failed: number;
  /** New versions of values. */
  readonly written: number;
  /** Metrics that have become stale. */
  readonly stale: number;
}

interface Deps {
  readonly sql: Sql;
  readonly reader: ConnectorReader;
}

/** Values are brought from where they are, each planned reading once; what fails is tried again later and told. */
export function createCollectingActivities(deps: Deps) {
  const { sql } = deps;

  async function collectMetrics({ cycleId }: { readonly cycleId: string }): Promise<CollectedCounts> {
    const cycle = await loadCycle(sql, cycleId);
    if (cycle === undefined) throw new Error(`no cycle ${cycleId}`);
    await beginCollecting(sql, cycleId);
    const days = workingDays(await loadCalendar(sql));
    const term = termOf(cycle);
    const connectors = await workingConnectors(sql, cycle);
    await sql.begin(async (tx) => {
      for (const connector of connectors) {
        await planRuns(
          tx,
          cycle.book,
          connector,
          slotsToPlan(plannedOf(connector, cycle), term, days),
          cycle.clock.now,
        );
      }
    });
    const ids = connectors.map((connector) => connector.id);
    const done = await beating(() => collectDue(deps, cycle, ids));
    const freshness = await watchFreshness(sql, cycle, connectors, days);
    const retry = await nextRetry(sql, cycle.book, ids);
    const planned = connectors.map((connector) => plannedAt(connector, cycle, term, days));
    const { now } = cycle.clock;
    // What is due and was not done is in another's hands: look again soon, not at once.
    const retried = retry === null ? null : Math.max(retry, now + busyMs);
    const ahead = [retried, freshness.nextAt, ...planned].filter((at): at is number => at !== null);
    await saveCollectAt(sql, cycleId, ahead.length === 0 ? null : Math.min(...ahead));
    return { ...done, stale: freshness.stale };
  }

  return { collectMetrics };
}

function termOf(cycle: CycleRow): CollectingTerm {
  const { zone, periodStart, periodEnd, mode, clock, schedule } = cycle;
  const begins = schedule.phases.find((phase) => phase.id === 'monitoring')?.opensAt ?? clock.now;
  return {
    today: localDay(clock.now, zone),
    monitoringFrom: localDay(begins, zone),
    periodStart,
    lastOn: mode === 'rehearsal' ? periodEnd : null,
  };
}

const plannedOf = ({ definition, since, lastSlot }: WorkingConnector, { zone }: CycleRow): PlannedConnector => ({
  schedule: definition.schedule,
  since: since === null ? null : localDay(since, zone),
  lastSlot,
});

function plannedAt(
  connector: WorkingConnector,
  cycle: CycleRow,
  term: CollectingTerm,
  days: WorkingDays,
): number | null {
  const slot = slotToCome(plannedOf(connector, cycle), term, days);
  return slot === null ? null : opening(slot.day, cycle.zone);
}

/** Heartbeats while others are waited for. */
async function beating<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), beatMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

async function collectDue(
  deps: Deps,
  cycle: CycleRow,
  connectors: readonly string[],
): Promise<Omit<CollectedCounts, 'stale'>> {
  const counts = { taken: 0, failed: 0, written: 0 };
  const waiting = [...(await dueRuns(deps.sql, cycle.book, connectors, cycle.clock.now))];
  const lane = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const written = await deps.sql.begin((tx) => collectRun(tx, deps.reader, cycle, String(id)));
      if (written === 'busy') continue;
      if (written === 'failed') counts.failed += 1;
      else {
        counts.taken += 1;
        counts.written += written;
      }
    }
  };
  // All lanes are waited for, so that nothing goes on behind an activity that has failed.
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
  return counts;
}

/**
 * One reading, in a transaction that holds its row for as long as it takes: nobody else reads it meanwhile, and
 * values, outcome and what is told are there together or not at all. Returns how many values are new.
 */
async function collectRun(
  tx: Query,
  reader: ConnectorReader,
  cycle: CycleRow,
  runId: string,
): Promise<number | 'busy' | 'failed'> {
  const at = cycle.clock.now;
  const run = await claimRun(tx, runId, at);
  if (run === undefined) return 'busy';
  const outcome = await readAndApply(tx, reader, cycle, run);
  const nextTryAt = outcome.code === null ? null : retryAt(run.attempts + 1, at);
  await saveAttempt(tx, run, { ...outcome, cycleId: cycle.id, at, nextTryAt });
  const { connectorId: connector, on } = run;
  if (outcome.code === null) {
    const { written, unchanged } = outcome;
    await tell(tx, cycle.id, 'metrics-collected', { connector, on, written, unchanged });
    return written;
  }
  if ((await failuresInARow(tx, connector, cycle.book)) === outageAttempts) {
    await tellOutage(tx, cycle, { run, code: outcome.code });
  }
  return 'failed';
}

interface Outcome {
  readonly code: string | null;
  readonly detail: string | null;
  readonly problems: readonly RowProblem[];
  readonly written: number;
  readonly unchanged: number;
}

async function readAndApply(tx: Query, reader: ConnectorReader, cycle: CycleRow, run: ClaimedRun): Promise<Outcome> {
  const nothing = { problems: [], written: 0, unchanged: 0 };
  const { book } = cycle;
  const reading =
    cycle.mode === 'rehearsal'
      ? { ok: true as const, rows: await ownCopy(tx, cycle, run) }
      : await reader.read(run.definition, run.on);
  if (!reading.ok) return { ...nothing, code: reading.code, detail: reading.detail };
  const { rows } = reading;
  const context = await loadRowContext(tx, { book, rows, writer: { kind: 'connector' }, lock: true });
  const judged = judgeReading(rows, context, run.on);
  if (!judged.ok) return { ...nothing, ...redacted(judged, reader) };
  const { checked } = judged;
  const at = cycle.mode === 'rehearsal' ? cycle.clock.now : null;
  let written = 0;
  for (let from = 0; from < checked.rows.length; from += pageRows) {
    const page = checked.rows.slice(from, from + pageRows);
    written += await applyValueRows(tx, { book, rows: page, at, source: 'collected', runId: run.id });
  }
  return { code: null, detail: null, problems: [], written, unchanged: checked.unchanged };
}

function redacted(
  { code, detail, problems }: Pick<Outcome, 'problems'> & { readonly code: string; readonly detail: string },
  reader: ConnectorReader,
) {
  const shown = problems.map((problem) =>
    problem.value === undefined ? problem : { ...problem, value: reader.redact(problem.value) },
  );
  return { code, detail, problems: shown };
}

/** A rehearsal calls nobody: it finds what was given to it, of the days that have come. */
async function ownCopy(tx: Query, cycle: CycleRow, run: ClaimedRun): Promise<readonly RawValueRow[]> {
  const place = { cycleId: cycle.id, connectorId: run.connectorId };
  const given = await rehearsalData(tx, place, localDay(cycle.clock.now, cycle.zone));
  return given
    .flatMap(({ on, rows }) => rows.map(({ metric, value }) => ({ metric, on, value })))
    .map((row, index) => ({ row: index + 1, ...row }));
}
