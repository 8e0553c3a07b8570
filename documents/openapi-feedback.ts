import { z } from 'zod';
import { pageOf } from './answers.js';
import * as answers from './answers-feedback.js';
import { key, type Operation } from './openapi-operation.js';
import { cycleParams } from './requests.js';
import * as requests from './requests-feedback.js';

const itemActs: readonly Operation[] = [
  {
    method: 'post',
    path: '/cycles/{id}/feedback-items/{item}/owner',
    tag: 'feedback',
    summary: 'Make somebody of HR, or the head of another unit, the owner (superior, HR)',
    params: requests.itemParams,
    key,
    body: requests.itemOwnerBody,
    answers: { 200: answers.feedbackItem },
  },
  {
    method: 'post',
    path: '/cycles/{id}/feedback-items/{item}/answer',
    tag: 'feedback',
    summary: 'Answer: what is done, and until when (owner)',
    params: requests.itemParams,
    key,
    body: requests.itemAnswerBody,
    answers: { 200: answers.feedbackItem },
  },
  {
    method: 'post',
    path: '/cycles/{id}/feedback-items/{item}/outcome',
    tag: 'feedback',
    summary: 'Tell what came of it: done or not, with words (owner)',
    params: requests.itemParams,
    key,
    body: requests.itemOutcomeBody,
    answers: { 200: answers.feedbackItem },
  },
  {
    method: 'post',
    path: '/cycles/{id}/feedback-items/{item}/verdict',
    tag: 'feedback',
    summary: 'Confirm the outcome, or reopen the item (head of the unit, who is not the one who told it)',
    params: requests.itemParams,
    key,
    body: requests.itemVerdictBody,
    answers: { 200: answers.feedbackItem },
  },
];

/** Difficulties and suggestions, followed up until the unit confirms. */
const itemOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/cycles/{id}/feedback-items',
    tag: 'feedback',
    summary:
      'Difficulties and suggestions that units named after talks, newest first (line, owner, HR, board, auditor)',
    params: cycleParams,
    query: requests.itemsFilter,
    answers: { 200: pageOf(answers.feedbackItem).extend({ counts: answers.feedbackItemCounts }) },
  },
  {
    method: 'get',
    path: '/cycles/{id}/feedback-items/{item}',
    tag: 'feedback',
    summary: 'A difficulty or suggestion with everything that was said of it',
    params: requests.itemParams,
    answers: { 200: answers.feedbackItemWhole },
  },
  ...itemActs,
];

const developmentOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/cycles/{id}/development',
    tag: 'development',
    summary:
      'Entries of development plans, newest first: of one’s line, about oneself, of one’s units; all for HR, board, auditor',
    params: cycleParams,
    query: requests.developmentFilter,
    answers: { 200: pageOf(answers.developmentEntry) },
  },
  {
    method: 'post',
    path: '/cycles/{id}/development',
    tag: 'development',
    summary: 'Open an entry: from a result, a named difficulty, or by hand (head, heads above, HR)',
    params: cycleParams,
    key,
    body: requests.developmentOpenBody,
    answers: { 201: answers.developmentEntry },
  },
  {
    method: 'get',
    path: '/cycles/{id}/development/{entry}',
    tag: 'development',
    summary: 'An entry with all its versions',
    params: requests.developmentParams,
    answers: { 200: answers.developmentWhole },
  },
  {
    method: 'post',
    path: '/cycles/{id}/development/{entry}',
    tag: 'development',
    summary: 'Write an entry on: changed, under way, done, dropped (head, heads above, HR)',
    params: requests.developmentParams,
    key,
    body: requests.developmentBody,
    answers: { 200: answers.developmentEntry },
  },
];

const catalogueOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/trainings',
    tag: 'development',
    summary: 'The catalogue of trainings',
    answers: { 200: z.object({ items: z.array(answers.training) }) },
  },
  {
    method: 'put',
    path: '/trainings/{training}',
    tag: 'development',
    summary: 'Write a training of the catalogue, over the version that was seen (HR)',
    params: requests.trainingParams,
    key,
    body: requests.trainingBody,
    answers: { 200: answers.training },
  },
  {
    method: 'get',
    path: '/cycles/{id}/trainings',
    tag: 'development',
    summary: 'The catalogue as a cycle goes by it: a rehearsal’s own before the real one',
    params: cycleParams,
    answers: { 200: z.object({ items: z.array(answers.training) }) },
  },
  {
    method: 'put',
    path: '/cycles/{id}/trainings/{training}',
    tag: 'development',
    summary: 'Write a training in the book of a cycle (HR)',
    params: requests.cycleTrainingParams,
    key,
    body: requests.trainingBody,
    answers: { 200: answers.training },
  },
];

const trainingOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/cycles/{id}/training-assignments',
    tag: 'development',
    summary: 'Trainings of people, newest first: of one’s line and one’s own; all for HR, board, auditor',
    params: cycleParams,
    query: requests.assignmentsFilter,
    answers: { 200: pageOf(answers.assignment) },
  },
  {
    method: 'post',
    path: '/cycles/{id}/training-assignments',
    tag: 'development',
    summary: 'Assign a training to a person; the unit’s training budget pays at once (head, heads above, HR)',
    params: cycleParams,
    key,
    body: requests.assignBody,
    answers: { 201: answers.assignment },
  },
  {
    method: 'get',
    path: '/cycles/{id}/training-assignments/{assignment}',
    tag: 'development',
    summary: 'A training of a person with everything that was said of it',
    params: requests.assignmentParams,
    answers: { 200: answers.assignmentWhole },
  },
  {
    method: 'post',
    path: '/cycles/{id}/training-assignments/{assignment}',
    tag: 'development',
    summary: 'Done (the person); confirmed, returned, cancelled (head, heads above, HR; nobody their own)',
    params: requests.assignmentParams,
    key,
    body: requests.assignmentActBody,
    answers: { 200: answers.assignment },
  },
  {
    method: 'get',
    path: '/cycles/{id}/training-budgets',
    tag: 'development',
    summary:
      'Training budgets by unit with what is spent and left, and in all (line; all for HR, finance, board, auditor)',
    params: cycleParams,
    answers: { 200: answers.trainingBudgets },
  },
  {
    method: 'put',
    path: '/cycles/{id}/training-budgets/{unit}',
    tag: 'development',
    summary: 'Set the training budget of a unit, over the version that was seen (HR, finance)',
    params: requests.budgetParams,
    key,
    body: requests.trainingBudgetBody,
    answers: { 200: answers.trainingBudget },
  },
];

export const feedbackOperations: readonly Operation[] = [
  ...itemOperations,
  ...developmentOperations,
  ...catalogueOperations,
  ...trainingOperations,
];
