import { z } from 'zod';
import { pageOf } from './answers.js';
import { journalEntry } from './answers-cycles.js';
import * as answers from './answers-steps.js';
import * as findings from './answers-findings.js';
import { key, type Operation, page } from './openapi-operation.js';
import { draftBody, reviewParams, stepParams, submitBody } from './requests.js';
import { decisionSchema, stepContentSchemas } from './step-contents.js';

/** What is submitted depends on the kind of the step. */
const submit = submitBody.extend({
  content: z.union(
    Object.entries(stepContentSchemas).map(([kind, schema]) => schema.meta({ title: kind })) as [z.ZodType, z.ZodType],
  ),
});
const approve = decisionSchema.extend({ stepRevision: submitBody.shape.stepRevision });
/** Exactly one of the two. */
const draftTags = z.object({
  'If-Match': z.string().optional().meta({ description: 'the ETag of the draft that was seen' }),
  'If-None-Match': z.literal('*').optional().meta({ description: 'there was no draft yet' }),
});
const review = '/cycles/{id}/reviews/{unit}' as const;
const stepPath = `${review}/steps/{step}` as const;

/** Units' reviews, step by step. */
export const stepOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/me/tasks',
    tag: 'steps',
    summary: 'Steps that wait for me, or for those whom I stand in for today, earliest due first',
    ...page,
    answers: { 200: pageOf(answers.task) },
  },
  {
    method: 'get',
    path: review,
    tag: 'steps',
    summary: "A unit's steps; unit `-`: the cycle's own",
    params: reviewParams,
    answers: { 200: answers.steps },
  },
  {
    method: 'post',
    path: `${review}/change-requests`,
    tag: 'steps',
    summary:
      'Ask to change approved goals or tasks: opens a step `change-<n>`, drafted and decided like every step (head)',
    params: z.object({ id: reviewParams.shape.id, unit: reviewParams.shape.id }),
    key,
    answers: { 201: answers.openedStep },
  },
  {
    method: 'get',
    path: `${review}/change-requests/{n}/effects`,
    tag: 'steps',
    summary: 'What a submitted change request does: rows, weights, capacity, score to be expected, before and after',
    params: z.object({ id: reviewParams.shape.id, unit: reviewParams.shape.id, n: z.string() }),
    answers: { 200: answers.changeEffects },
  },
  {
    method: 'post',
    path: '/cycles/{id}/corrections',
    tag: 'steps',
    summary:
      "Ask to correct facts that published results rest on: opens the cycle's own step `correction-<n>`, decided by a second person of HR (HR)",
    params: z.object({ id: reviewParams.shape.id }),
    key,
    answers: { 201: answers.openedStep },
  },
  {
    method: 'get',
    path: `${review}/result`,
    tag: 'results',
    summary: 'The result with its whole calculation, once told',
    params: reviewParams,
    answers: { 200: answers.result },
  },
  {
    method: 'get',
    path: `${review}/journal`,
    tag: 'audit',
    summary: 'The chained record of one review',
    params: reviewParams,
    ...page,
    answers: { 200: pageOf(journalEntry) },
  },
  {
    method: 'get',
    path: `${review}/history`,
    tag: 'audit',
    summary: "The engine's own history of the same; 503 while the engine is away",
    params: reviewParams,
    answers: { 200: answers.history },
  },
  {
    method: 'get',
    path: stepPath,
    tag: 'steps',
    summary: 'A step with what was written into it',
    params: stepParams,
    answers: { 200: answers.stepWithContent },
  },
  {
    method: 'put',
    path: `${stepPath}/draft`,
    tag: 'steps',
    summary: 'Save a draft over the version that was seen; 412 with the other version where it was saved meanwhile',
    params: stepParams,
    key: draftTags,
    body: draftBody,
    answers: { 200: findings.savedDraft },
  },
  {
    method: 'get',
    path: `${stepPath}/draft`,
    tag: 'steps',
    summary: 'The draft, with its version as ETag',
    params: stepParams,
    answers: { 200: findings.draft },
  },
  {
    method: 'get',
    path: `${stepPath}/draft/versions`,
    tag: 'steps',
    summary: 'Drafts that gave way to others, newest first: the last twenty',
    params: stepParams,
    answers: { 200: pageOf(findings.keptDraft) },
  },
  {
    method: 'post',
    path: `${stepPath}/submit`,
    tag: 'steps',
    summary: 'Submit',
    params: stepParams,
    key,
    body: submit,
    answers: { 200: answers.applied, 202: answers.received },
  },
  {
    method: 'post',
    path: `${stepPath}/approve`,
    tag: 'steps',
    summary: 'Decide or answer what was submitted',
    params: stepParams,
    key,
    body: approve,
    answers: { 200: answers.applied, 202: answers.received },
  },
  {
    method: 'get',
    path: '/commands/{id}',
    tag: 'steps',
    summary: 'What became of an act that was received',
    params: z.object({ id: z.uuid() }),
    answers: { 200: answers.command },
  },
];
