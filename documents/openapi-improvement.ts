import { z } from 'zod';
import { planEnds, planStages } from '../domain/improvement/index.js';
import { pageOf } from './answers.js';
import { planParams, unitParams } from './improvement-requests.js';
import { key, type Operation, page } from './openapi-operation.js';
import { cycleParams } from './requests.js';

const instant = z.number().meta({ description: 'epoch ms' });
const improvementOpened = z.object({
  planId: z.string(),
  number: z.int(),
  stepId: z
    .string()
    .meta({ description: 'the step in which the head above proposes goals, measures, support, first day' }),
});
export const improvementPlan = z.object({
  id: z.string(),
  unitId: z.string(),
  number: z.int(),
  stage: z.enum(planStages),
  criterion: z.object({ totalBelow: z.string().optional(), grades: z.array(z.string()).optional() }),
  terms: z.object({ days: z.array(z.int()), noticeWorkdays: z.int(), objectWorkdays: z.int() }),
  resultVersion: z.int().meta({ description: 'the result that met the criterion' }),
  total: z.string().nullable(),
  grade: z.string().nullable(),
  openedBy: z.string(),
  openedAt: instant,
  firstDay: z.string().nullable(),
  end: z.enum(planEnds).nullable(),
  endedAt: instant.nullable(),
  nextAt: instant.nullable().meta({ description: 'when its clock looks again by itself' }),
  talks: z.array(
    z.object({
      days: z.int().meta({ description: 'after the first day' }),
      opensAt: instant,
      state: z.enum(['planned', 'open', 'held', 'late', 'never', 'dropped']),
      stepId: z.string().nullable(),
      heldOn: z.string().nullable(),
      outcome: z.string().nullable().meta({ description: "of the talk's step: acknowledged, disagreed, forwarded" }),
    }),
  ),
});
const improvementDetail = improvementPlan.extend({
  events: z.array(z.object({ at: instant, kind: z.string(), data: z.record(z.string(), z.unknown()) })),
});
const improvementCandidate = z.object({
  unitId: z.string(),
  total: z.string().nullable(),
  grade: z.string().nullable(),
});

const plans = '/cycles/{id}/reviews/{unit}/improvement-plans' as const;

/** Improvement plans. */
export const improvementOperations: readonly Operation[] = [
  {
    method: 'post',
    path: plans,
    tag: 'improvement',
    summary:
      "Open an improvement plan (the head above, or HR), where the unit's own published result meets the criterion",
    description:
      'Opens the step improvement-<n>; talks, appeal and outcome follow as steps of the same review, at their instants.',
    params: unitParams,
    key,
    answers: { 201: improvementOpened },
  },
  {
    method: 'get',
    path: plans,
    tag: 'improvement',
    summary: "A unit's improvement plans, the newest first (its line, HR, board, auditor, and who decides an appeal)",
    params: unitParams,
    answers: { 200: pageOf(improvementPlan) },
  },
  {
    method: 'get',
    path: `${plans}/{n}`,
    tag: 'improvement',
    summary: 'One plan: terms, talks with held, late or never, outcome, and what happened in order',
    params: planParams,
    answers: { 200: improvementDetail },
  },
  {
    method: 'get',
    path: '/cycles/{id}/improvement-plans',
    tag: 'improvement',
    summary: 'All plans of a cycle; for heads those of their line',
    params: cycleParams,
    ...page,
    answers: { 200: pageOf(improvementPlan) },
  },
  {
    method: 'get',
    path: '/cycles/{id}/improvement-candidates',
    tag: 'improvement',
    summary: 'Units whose published result meets the criterion and that may get a plan on it (HR, board, auditor)',
    params: cycleParams,
    ...page,
    answers: { 200: pageOf(improvementCandidate) },
  },
];
