import type {
  CheckpointContent,
  DecisionContent,
  GoalsContent,
  PlanContent,
  RatingContent,
  SelfEvaluationContent,
  StepKind,
} from '../domain/process/index.js';
import type { Query } from '../db/connect.js';
import {
  type ContentPlace,
  putGoalsInForce,
  putGoalsStanding,
  putTasksInForce,
  saveProgress,
  writeMetricValues,
  writeRatings,
  writeReport,
} from '../db/content.js';
import { tellNominee } from './nomination.js';
import { keepItems } from './feedback-items.js';
import { keepAnswers, keepReportWords } from './report-words.js';

export interface InForce extends ContentPlace {
  readonly book: string;
  readonly kind: StepKind;
  readonly raterUnitId: string | null;
  /** The unit whose head judges: the parent. Of an evaluation only; null: none, or not asked for. */
  readonly superiorUnitId: string | null;
  readonly author: string;
}

/**
 * What a submit puts in force at once: values and reports are facts as soon as
 * they are said. The API has parsed the content by its schema before the
 * command was written, so its kind tells its shape.
 */
export async function onSubmitted(sql: Query, it: InForce, content: unknown): Promise<void> {
  if (it.kind === 'goals') {
    await putGoalsStanding(sql, it, content as GoalsContent);
  } else if (it.kind === 'checkpoint') {
    const report = content as CheckpointContent;
    await writeReport(sql, it, report);
    await writeMetricValues(sql, it.book, it, it.author, report.values);
    await saveProgress(sql, it, report.progress);
    await keepReportWords(sql, it, report);
  } else if (it.kind === 'self-evaluation') {
    const self = content as SelfEvaluationContent;
    await writeReport(sql, it, self);
    await writeMetricValues(sql, it.book, it, it.author, self.values);
    await writeRatings(sql, it, { role: 'self', unitId: it.unitId, personId: it.author }, self.ratings);
  }
}

/** What a decider says beside the decision itself. */
export async function onDecided(sql: Query, it: InForce, words: unknown): Promise<void> {
  if (it.kind === 'checkpoint') await keepAnswers(sql, it, words as DecisionContent);
  else if (it.kind === 'feedback') await keepItems(sql, it, words as DecisionContent);
  else if (it.kind === 'nomination' && (words as DecisionContent).decision === 'approve') await tellNominee(sql, it);
}

/** What a step puts in force when it ends with a yes, or is forwarded after it was submitted. */
export async function onAccepted(sql: Query, it: InForce, content: unknown): Promise<void> {
  switch (it.kind) {
    case 'goals':
      return putGoalsInForce(sql, it, content as GoalsContent);
    case 'plan':
      return putTasksInForce(sql, it, content as PlanContent);
    case 'change': {
      const change = content as Partial<GoalsContent & PlanContent>;
      if (change.goals) await putGoalsInForce(sql, it, { goals: change.goals, answers: [] });
      if (change.tasks) await putTasksInForce(sql, it, { tasks: change.tasks, answers: [] });
      return;
    }
    case 'rating': {
      if (it.raterUnitId === null) throw new Error(`rating ${it.stepId} without a rating unit`);
      const rater = { role: 'cooperating', unitId: it.raterUnitId, personId: it.author } as const;
      return writeRatings(sql, it, rater, (content as RatingContent).ratings);
    }
    case 'evaluation': {
      const rater = { role: 'superior', unitId: it.superiorUnitId ?? it.unitId, personId: it.author } as const;
      return writeRatings(sql, it, rater, (content as RatingContent).ratings);
    }
    // Nothing of these is kept elsewhere than as the step's own versions.
    case 'alignment':
    case 'settlement':
    case 'checkpoint':
    case 'self-evaluation':
    case 'calibration':
    case 'publication':
    case 'feedback':
    case 'appeal':
    case 'appeal-2':
    case 'improvement':
    case 'improvement-appeal':
    case 'improvement-talk':
    case 'improvement-outcome':
    case 'bonus':
    case 'bonus-own':
    case 'budget':
    case 'budget-own':
    case 'release':
    case 'nomination':
    // Of the cycle's own: `rules.ts` and `corrections.ts` put them in force.
    case 'rules':
    case 'correction':
      return;
  }
}
