import { z } from 'zod';
import { pageOf } from './answers.js';
import * as answers from './answers-cycles.js';
import * as findings from './answers-findings.js';
import { newCycleSchema } from './cycle.js';
import { key, type Operation, page } from './openapi-operation.js';
import { clockBody, cycleParams, findingsFilter, settleBody } from './requests.js';

/** Cycles as wholes: start, clock, standing, money, journal. */
export const cycleOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/cycles/preview',
    tag: 'cycles',
    summary: 'A cycle as it would be: units, whole schedule, what to look at first (HR)',
    body: newCycleSchema,
    answers: { 200: answers.preview },
  },
  {
    method: 'get',
    path: '/cycles',
    tag: 'cycles',
    summary: 'Cycles',
    ...page,
    answers: { 200: pageOf(answers.cycle) },
  },
  {
    method: 'post',
    path: '/cycles',
    tag: 'cycles',
    summary: 'Start a cycle (HR)',
    key,
    body: newCycleSchema,
    answers: { 201: answers.cycle, 202: answers.cycle },
  },
  {
    method: 'get',
    path: '/cycles/{id}',
    tag: 'cycles',
    summary: 'A cycle with its clock',
    params: cycleParams,
    answers: { 200: answers.cycle },
  },
  {
    method: 'post',
    path: '/cycles/{id}/clock',
    tag: 'cycles',
    summary: "Hold a rehearsal's clock, let it run, set its pace (HR)",
    params: cycleParams,
    key,
    body: clockBody,
    answers: { 200: z.record(z.string(), z.unknown()) },
  },
  {
    method: 'get',
    path: '/cycles/{id}/units',
    tag: 'cycles',
    summary: 'Where each unit stands',
    params: cycleParams,
    ...page,
    answers: { 200: pageOf(answers.unitStanding) },
  },
  {
    method: 'get',
    path: '/cycles/{id}/deviations',
    tag: 'cycles',
    summary: 'Expected against actual, where they part',
    params: cycleParams,
    ...page,
    answers: { 200: pageOf(answers.deviation) },
  },
  {
    method: 'get',
    path: '/cycles/{id}/findings',
    tag: 'cycles',
    summary:
      'Goal checks over the whole organization: what stands, who answered or settled it and why (HR, board, auditor)',
    params: cycleParams,
    query: findingsFilter,
    answers: { 200: pageOf(findings.finding) },
  },
  {
    method: 'post',
    path: '/cycles/{id}/findings/settle',
    tag: 'cycles',
    summary: "Settle a finding that is no unit's own, with a reason; once (HR)",
    params: cycleParams,
    key,
    body: settleBody,
    answers: { 200: findings.finding },
  },
  {
    method: 'get',
    path: '/cycles/{id}/proposals',
    tag: 'money',
    summary: 'Bonus and budget as proposed, with explanation (HR, finance, board, auditor)',
    params: cycleParams,
    ...page,
    answers: { 200: pageOf(answers.proposal) },
  },
  {
    method: 'get',
    path: '/cycles/{id}/ledger',
    tag: 'money',
    summary: 'What was posted; heads see their own line of units',
    params: cycleParams,
    ...page,
    answers: { 200: pageOf(answers.ledgerLine) },
  },
  {
    method: 'get',
    path: '/cycles/{id}/journal',
    tag: 'audit',
    summary: 'The chained record of the whole cycle; the look is recorded (HR, board, auditor)',
    params: cycleParams,
    ...page,
    answers: {
      200: pageOf(answers.journalEntry).extend({
        verification: z
          .object({ results: z.int(), problems: z.array(z.object({ where: z.string(), what: z.string() })) })
          .optional()
          .meta({
            description: 'with the first page: chains recomputed, and so many results from their own documents',
          }),
      }),
    },
  },
];
