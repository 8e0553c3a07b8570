import { pageOf } from './answers.js';
import * as plans from './answers-plans.js';
import { key, type Operation, page } from './openapi-operation.js';
import { compareQuery, goalParams, progressBody, taskParams, versionsParams } from './requests.js';

const review = '/cycles/{id}/reviews/{unit}' as const;

/** Goals, plans and their tasks. */
export const planOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/me/plan-tasks',
    tag: 'plans',
    summary: 'Tasks of plans that I own or stand in for, of all cycles: running ones first, then by end',
    ...page,
    answers: { 200: pageOf(plans.ownTask) },
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
    answers: { 200: pageOf(plans.taskReport) },
  },
  {
    method: 'get',
    path: '/cycles/{id}/goals/{goal}',
    tag: 'plans',
    summary: 'A goal: what it serves up to the strategy, what serves it, tasks, values, findings, versions',
    params: goalParams,
    ...page,
    answers: { 200: plans.goal },
  },
  {
    method: 'get',
    path: `${review}/versions/{part}`,
    tag: 'plans',
    summary: "All versions of a unit's goals or plan that were in force, oldest first",
    params: versionsParams,
    answers: { 200: pageOf(plans.version) },
  },
  {
    method: 'get',
    path: `${review}/versions/{part}/comparison`,
    tag: 'plans',
    summary: 'Two versions compared: added, removed, changed, moved',
    params: versionsParams,
    query: compareQuery,
    answers: { 200: plans.comparison },
  },
];
