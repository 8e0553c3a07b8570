import type { Component, Result, Scorecard } from '../../../domain/rules/index.js';
import { exact, printNumber } from '../../../domain/numbers.js';
import type { Query } from '../../../db/connect.js';
import { personNames, unitNames } from '../../../db/page-names.js';
import { causeOfResult, type RatingSource, ratingsOfUnit } from '../../../db/result-sources.js';
import type { ResultRow } from '../../../db/results.js';
import type { StepRow } from '../../../db/reviews.js';
import { roleWords } from '../../../messages/calculation.js';
import { findingSentence, gradeSentence, stepSentence, type Titles } from '../../../messages/explanation.js';
import { resultPage } from '../../../messages/pages.js';
import { ruleOfPart } from '../../../messages/result-rules.js';
import { changeWords, partTitles } from '../../result-words.js';
import type { Reader } from '../reader.js';
import { type FormFacts, unnamed } from '../steps/form-facts.js';
import { recognizedOf } from './recognized-load.js';
import type { AppealWay, ShownCause, ShownLine, ShownRating, ShownUnitResult } from './result.js';

/** What of a result is for this reader. */
export interface ResultSight {
  /** Before it is published: those who make it. */
  readonly early: boolean;
  /** A member's is told in the talk, not by the publication. */
  readonly told: boolean;
  /** Who rated it how, and where to appeal: the line, and those who see all. */
  readonly ratings: boolean;
}

export interface ResultPlace {
  readonly cycleId: string;
  readonly unitId: string;
  readonly steps: readonly StepRow[];
}

/** The result as this reader may see it, each point explained. */
export async function shownResult(
  sql: Query,
  reader: Reader,
  { cycleId, unitId, steps }: ResultPlace,
  row: ResultRow | undefined,
  sight: ResultSight,
  facts: FormFacts,
): Promise<ShownUnitResult> {
  if (row === undefined) return { kind: 'none' };
  if (!sight.told || (row.publishedAt === null && !sight.early)) return { kind: 'untold' };
  const { result, scorecard } = row;
  const titles = partTitles(reader.language, scorecard, facts.goals, facts.metrics);
  const ratings = sight.ratings ? await shownRatings(sql, reader, cycleId, unitId) : new Map<string, RatedLine>();
  const lines = partsOf(scorecard.root).map((id): ShownLine => {
    const line = result.lines[id];
    const rule = ruleOfPart(scorecard, id);
    return {
      id,
      title: titles.get(id) ?? id,
      points: line?.points ?? null,
      weight: line?.weight ?? null,
      contribution: line?.contribution ?? null,
      rule: rule === null ? null : reader.t(rule),
      steps: (line?.steps ?? []).map((step) => stepSentence(reader.language, step, titles)),
      ratings: ratings.get(id)?.shown ?? [],
      gap: ratings.get(id)?.gap ?? null,
    };
  });
  return {
    kind: 'told',
    total: row.total,
    grade: row.grade,
    calibratedGrade: row.calibratedGrade,
    calibrationReason: row.calibrationReason,
    lines,
    words: wholeWords(reader, scorecard, result, titles),
    change: await changeWords(sql, reader.language, cycleId, row, { titles, told: !sight.early }),
    cause: await shownCause(sql, reader, cycleId, row, sight.ratings),
    appeal: sight.ratings && row.publishedAt !== null ? appealWay(steps) : null,
    digests: result.digests,
    recognized: await recognizedOf(sql, cycleId, row.unitId),
  };
}

interface RatedLine {
  readonly shown: readonly ShownRating[];
  readonly gap: string | null;
}

/** By part of the result: every rating with its evidence, and how far self and superior are apart. */
async function shownRatings(
  sql: Query,
  reader: Reader,
  cycleId: string,
  unitId: string,
): Promise<ReadonlyMap<string, RatedLine>> {
  const rows = await ratingsOfUnit(sql, cycleId, unitId);
  const [units, people] = await Promise.all([
    unitNames(
      sql,
      rows.map((row) => row.byUnit),
    ),
    personNames(
      sql,
      rows.map((row) => row.ratedBy),
    ),
  ]);
  const items = [...new Set(rows.map((row) => row.item))];
  return new Map(
    items.map((item) => {
      const of = rows.filter((row) => row.item === item);
      const shown = of.map(({ role, byUnit, ratedBy, value, evidence }) => ({
        role: reader.t(roleWords[role] ?? { 'zh-CN': role, en: role }),
        unit: reader.name(units.get(byUnit) ?? unnamed(byUnit)),
        person: reader.name(people.get(ratedBy) ?? unnamed(ratedBy)),
        value,
        evidence,
      }));
      return [item, { shown, gap: gapWords(reader, of) }];
    }),
  );
}

function gapWords(reader: Reader, ratings: readonly RatingSource[]): string | null {
  const [self, superior] = (['self', 'superior'] as const).map((role) => ratings.find((each) => each.role === role));
  if (self === undefined || superior === undefined) return null;
  const apart = exact(superior.value).sub(exact(self.value));
  if (apart.equals(0)) return reader.t(resultPage.noGap(self.value));
  const difference = `${apart.compare(0) > 0 ? '+' : ''}${printNumber(apart)}`;
  return reader.t(resultPage.gap(self.value, superior.value, difference));
}

/** By whose decision it is another result; the way to it is for the line, and only to the unit's own steps. */
async function shownCause(
  sql: Query,
  reader: Reader,
  cycleId: string,
  { unitId, version }: ResultRow,
  whole: boolean,
): Promise<ShownCause | null> {
  const cause = await causeOfResult(sql, cycleId, unitId, version);
  if (cause === undefined) return null;
  if (cause.unitId === null) return { words: reader.t(resultPage.causeCorrection), stepId: null };
  const unit = (await unitNames(sql, [cause.unitId])).get(cause.unitId) ?? unnamed(cause.unitId);
  return {
    words: reader.t(resultPage.causeAppeal(reader.name(unit))),
    stepId: whole && cause.unitId === unitId ? cause.stepId : null,
  };
}

/** Where to appeal, and until when; null: the cycle knows no appeal. */
function appealWay(steps: readonly StepRow[]): AppealWay | null {
  const appeals = steps.filter((step) => step.kind === 'appeal' || step.kind === 'appeal-2');
  const open = appeals.find((step) => step.state === 'open');
  if (open !== undefined) return { kind: 'open', stepId: open.id, until: open.closesAt };
  const under = appeals.find((step) => step.state === 'submitted');
  if (under !== undefined) return { kind: 'under-way', stepId: under.id };
  const [first] = appeals;
  if (first === undefined) return null;
  return first.state === 'closed' ? { kind: 'later', from: first.opensAt } : { kind: 'over' };
}

/** How the parts were put together, the grade, and what was found on the way. */
function wholeWords(reader: Reader, card: Scorecard, result: Result, titles: Titles): readonly string[] {
  const steps = result.lines[card.root.id]?.steps ?? [];
  const grade = gradeSentence(reader.language, card, result);
  return [
    ...steps.map((step) => stepSentence(reader.language, step, titles)),
    ...(grade === null ? [] : [grade]),
    ...result.findings.map((finding) => findingSentence(reader.language, finding, titles)),
  ];
}

/** All parts but the whole: what a group is made of stands before it. */
const partsOf = (part: Component): readonly string[] =>
  'parts' in part ? part.parts.flatMap((each) => [...partsOf(each), each.id]) : [];
