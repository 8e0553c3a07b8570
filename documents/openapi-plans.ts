import * as answers from './answers.js';
import * as plans from './answers-plans.js';
import { key, type Operation, page } from './openapi-operation.js';
import { progressBody, taskParams } from './requests.js';

const review = '/cycles/{id}/reviews/{unit}' as const;

/** Goals, plans and their tasks. */
export const planOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/me/plan-tasks',
    tag: 'plans',
    summary: 'Tasks of plans that I own or stand in for, of all cycles: running ones first, then by end',
    ...page,
    answers: { 200: answers.pageOf(plans.ownTask) },
  },
  {
    method: 'post',
    path: `${review}/tasks/{task}/progress`,
    tag: 'plans',
    summary: 'Report how far a task is (its owner, at any time while the cycle runs)',
    params: taskParams,
    key,
    body: progressBody,
    answers: { 201: plans.reported },
  },
  {
    method: 'get',
    path: `${review}/tasks/{task}/progress`,
    tag: 'plans',
    summary: 'All reports of a task, oldest first',
    params: taskParams,
    ...page,
    answers: { 200: answers.pageOf(plans.taskReport) },
  },
];
