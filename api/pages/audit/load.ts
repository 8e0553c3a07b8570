import type { CycleRow } from '../../../db/cycles.js';
import { planById, proposalOfStep } from '../../../domain/process/index.js';
import { readHistories } from '../../../db/histories.js';
import type { JournalEntry } from '../../../db/journal.js';
import { countEntries, cycleReviews, journaledCommands, journalPage } from '../../../db/page-audit.js';
import { personNames, unitNames } from '../../../db/page-names.js';
import { verifyResults } from '../../../db/verify-results.js';
import { verifyChains } from '../../../db/verify.js';
import { decisionNames, outcomeNames, phaseNames, kindNames } from '../../../messages/steps.js';
import { auditPage, journalActs, journalDetails } from '../../../messages/pages.js';
import { refusalTexts } from '../../../messages/errors.js';
import { cycleWorkflowId, reviewIdOf, reviewWorkflowId } from '../../../workflows/messages.js';
import type { ApiDeps } from '../../deps.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import { unnamed } from '../steps/load-facts.js';
import { extraWords, type HistoryWord, matchOf, wordsOf } from './match.js';
import type { AuditView } from './page.js';

const pageSize = 100;
/** So many conversations are fetched at once for one page; the others are looked at on their own pages. */
const mostHistories = 40;

export interface AuditAsk {
  readonly cycle: CycleRow;
  /** undefined: the whole cycle; null: the cycle's own conversation. */
  readonly unitId: string | null | undefined;
  readonly offset: number;
  /** Steps that the reader is not told of. */
  readonly without: readonly string[];
}

/** The journal beside the workflow's own history, entry by entry. */
export async function loadAudit(
  deps: ApiDeps,
  reader: Reader,
  { cycle, unitId, offset, without }: AuditAsk,
): Promise<Omit<AuditView, 'recorded' | 'next'> & { readonly more: boolean }> {
  const { sql } = deps;
  const reviewId = unitId === undefined ? null : reviewIdOf(cycle.id, unitId);
  const page = await journalPage(sql, cycle.id, reviewId, { offset, limit: pageSize + 1 }, without);
  const entries = page.slice(0, pageSize);
  const reviews = await cycleReviews(sql, cycle.id);
  const wanted = [...new Set(entries.filter((entry) => entry.commandId !== null).map((entry) => entry.reviewId))];
  if (reviewId !== null && !wanted.includes(reviewId)) wanted.push(reviewId);
  const histories = await historiesOf(deps, cycle.id, wanted.slice(0, mostHistories));
  const [problems, recomputed, count, persons, units] = await Promise.all([
    verifyChains(sql, cycle.id),
    verifyResults(sql, cycle.id, unitId ?? null),
    countEntries(sql, cycle.id),
    personNames(
      sql,
      entries.flatMap((entry) => [entry.actorId ?? '', entry.principalId ?? '']),
    ),
    unitNames(sql, cycle.subjects),
  ]);
  const unitOf = new Map(reviews.map((review) => [review.id, review.unitId]));
  const nameOf = (id: string) => persons.get(id) ?? unnamed(id);
  const own = reviewId === null ? undefined : histories.get(reviewId);
  const born = reviewId === null || unitId === null || reviews.some((review) => review.id === reviewId && review.born);
  return {
    cycle,
    unit: typeof unitId === 'string' ? { id: unitId, name: units.get(unitId) ?? unnamed(unitId) } : null,
    entries: entries.map((entry) => ({
      reviewId: entry.reviewId,
      seq: entry.seq,
      at: entry.at,
      unit: named(unitOf.get(entry.reviewId), units),
      stepId: entry.stepId,
      attempt: entry.attempt,
      act: actWords(reader, entry, cycle),
      actor: entry.actorId === null ? null : nameOf(entry.actorId),
      principal: entry.principalId === null ? null : nameOf(entry.principalId),
      commandId: entry.commandId,
      hash: entry.hash,
      match: matchOf(entry, histories.get(entry.reviewId)?.words ?? null),
    })),
    chain: { entries: count, problems: problems.map(({ where, what }) => `${where}: ${what}`) },
    results: {
      count: recomputed.results,
      problems: recomputed.problems.map(({ where, what }) => `${where}: ${what}`),
    },
    history: standing(own ?? first(histories), born),
    extra:
      reviewId === null || own?.words === null || own === undefined
        ? []
        : extraWords(own.words, await journaledCommands(sql, reviewId)),
    temporalUrl: temporalUrl(
      deps,
      unitId === undefined || unitId === null
        ? cycleWorkflowId(cycle.id)
        : reviewWorkflowId(reviewIdOf(cycle.id, unitId)),
    ),
    units:
      unitId === undefined
        ? reviews.map((review) => ({
            ...(review.unitId === null ? unnamed('-') : (units.get(review.unitId) ?? unnamed(review.unitId))),
            id: review.unitId,
          }))
        : [],
    more: page.length > pageSize,
  };
}

interface Compared {
  readonly words: ReadonlyMap<string, HistoryWord> | null;
  readonly from: 'present' | 'archived' | 'away';
}

const first = (histories: ReadonlyMap<string, Compared>): Compared | undefined => [...histories.values()][0];

function standing(compared: Compared | undefined, born: boolean): AuditView['history'] {
  if (!born) return 'never-born';
  return compared?.from ?? 'present';
}

function named(unitId: string | null | undefined, units: ReadonlyMap<string, { nameZh: string; nameEn: string }>) {
  return unitId === null || unitId === undefined ? null : (units.get(unitId) ?? unnamed(unitId));
}

/** The live history, else what was archived of it. The cycle's own words are in the cycle's workflow. */
async function historiesOf(
  deps: ApiDeps,
  cycleId: string,
  reviewIds: readonly string[],
): Promise<ReadonlyMap<string, Compared>> {
  const found = await Promise.all(
    reviewIds.map(async (reviewId): Promise<[string, Compared]> => {
      const workflowId = reviewId === cycleId ? cycleWorkflowId(cycleId) : reviewWorkflowId(reviewId);
      const [live, kept] = await Promise.all([deps.engine.history(workflowId), readHistories(deps.sql, workflowId)]);
      const archived = kept.flatMap((run) => wordsOf(run.history));
      const living = (live ?? []).flatMap((event) =>
        event.words.map((word) => ({ ...word, eventId: String(event.id) })),
      );
      if (live === null && kept.length === 0) return [reviewId, { words: null, from: 'away' }];
      const words = new Map([...archived, ...living].map((word) => [word.commandId, word]));
      return [reviewId, { words, from: live === null ? 'archived' : 'present' }];
    }),
  );
  return new Map(found);
}

/** One entry's act in words: what, on which step, with which outcome. */
function actWords(reader: Reader, { act, stepId, attempt, data }: JournalEntry, cycle: CycleRow): string {
  const { t } = reader;
  const known: Readonly<Record<string, (typeof journalActs)[keyof typeof journalActs] | undefined>> = journalActs;
  const verb = known[act];
  const planId = stepId !== null && proposalOfStep(stepId) !== null ? 'rules' : (stepId?.split('/')[0] ?? '');
  const plan = planById(cycle.schedule.steps, planId);
  const name = plan === undefined ? (stepId ?? '') : t(kindNames[plan.kind]);
  const which = stepId === null || plan === undefined || stepId === plan.kind ? '' : ` (${stepId})`;
  const again = attempt !== null && attempt > 1 ? ` (${attempt})` : '';
  const step = stepId === null ? '' : name + which + again;
  return [verb === undefined ? act : t(verb), step, detail(reader, data)].filter((part) => part !== '').join(' · ');
}

/** What the entry's data adds: a decision, a phase, a code, counts. */
function detail(reader: Reader, data: Readonly<Record<string, unknown>>): string {
  const { t } = reader;
  const look = <K extends string, V>(table: Readonly<Record<K, V>>, key: string): V | undefined =>
    Object.entries<V>(table).find(([name]) => name === key)?.[1];
  const [decision, outcome, phase, code] = ['decision', 'outcome', 'phase', 'code'].map((key) => textAt(data, key));
  const decided = look(decisionNames, decision ?? '') ?? look(outcomeNames, outcome ?? '');
  const entered = look(phaseNames, phase ?? '');
  const why = look(refusalTexts, code ?? '');
  const others = Object.entries(data).map(([key, value]) => journalDetails[key]?.(shown(reader, key, value)));
  return [decided, entered, why, ...others]
    .filter((words) => words !== undefined)
    .map(t)
    .join(reader.language === 'en' ? ', ' : '，');
}

/** Instants are kept as epoch ms, money as minor units, units as their ids; people read days, amounts and how many. */
function shown(reader: Reader, key: string, value: unknown): string {
  if (key === 'runTo' && typeof value === 'number') return reader.time(value);
  if (key === 'sumMinor') return reader.amount(String(value));
  return Array.isArray(value) ? String(value.length) : String(value);
}

function temporalUrl({ config }: ApiDeps, workflowId: string): string | null {
  const { uiUrl, namespace } = config.temporal;
  if (uiUrl === undefined) return null;
  return `${uiUrl.replace(/\/$/, '')}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}

export const auditTitle = (reader: Reader, view: Pick<AuditView, 'unit' | 'cycle'>): string =>
  `${reader.t(auditPage.title)}: ${view.unit === null ? view.cycle.title : reader.name(view.unit.name)}`;
