import * as growth from './answers-growth.js';
import { nextCycleBody, nextCycleQuery, recognitionAnswerBody, recognitionBody, recognitionParams } from './growth.js';
import { key, type Operation } from './openapi-operation.js';
import { cycleParams, reviewParams } from './requests.js';

/** What follows a result: recognition, nomination for promotion, the next cycle. */
export const growthOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/cycles/{id}/recognitions',
    tag: 'growth',
    summary: 'Whose published result is ground for a recognition, and what was given (HR, board, auditor)',
    params: cycleParams,
    answers: { 200: growth.recognitions },
  },
  {
    method: 'post',
    path: '/cycles/{id}/recognitions',
    tag: 'growth',
    summary: 'Give a recognition; in force once a second person of HR confirms (HR)',
    params: cycleParams,
    key,
    body: recognitionBody,
    answers: { 201: growth.recognition },
  },
  {
    method: 'post',
    path: '/cycles/{id}/recognitions/{number}/confirm',
    tag: 'growth',
    summary: 'Confirm a recognition that somebody else gave (HR)',
    params: recognitionParams,
    key,
    body: recognitionAnswerBody,
    answers: { 200: growth.recognition },
  },
  {
    method: 'post',
    path: '/cycles/{id}/recognitions/{number}/decline',
    tag: 'growth',
    summary: 'Decline a recognition that somebody else gave, with a reason (HR)',
    params: recognitionParams,
    key,
    body: recognitionAnswerBody,
    answers: { 200: growth.recognition },
  },
  {
    method: 'post',
    path: '/cycles/{id}/reviews/{unit}/nominations',
    tag: 'growth',
    summary:
      'Open a nomination for promotion; named, submitted and decided like every step (head of the unit above, once the result is published)',
    params: reviewParams,
    key,
    answers: { 201: growth.nominationOpened },
  },
  {
    method: 'get',
    path: '/cycles/{id}/next-cycle',
    tag: 'growth',
    summary:
      'What the next cycle would begin with: goals, budget bases, histories, what to simplify; nothing is stored (HR)',
    params: cycleParams,
    query: nextCycleQuery,
    answers: { 200: growth.nextCycle },
  },
  {
    method: 'post',
    path: '/cycles/{id}/next-cycle',
    tag: 'growth',
    summary: 'Start the next cycle from this one; the carried goals become the units’ drafts when it opens (HR)',
    params: cycleParams,
    key,
    body: nextCycleBody,
    answers: { 201: growth.nextCycle, 202: growth.nextCycle },
  },
  {
    method: 'get',
    path: '/cycles/{id}/learnt',
    tag: 'growth',
    summary: 'What this cycle was begun from, and what was learnt there (HR, board, auditor)',
    params: cycleParams,
    answers: { 200: growth.cycleSeed },
  },
];
