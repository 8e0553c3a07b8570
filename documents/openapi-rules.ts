import { pageOf } from './answers.js';
import * as answers from './answers-rules.js';
import { key, type Operation, page } from './openapi-operation.js';
import { cycleParams } from './requests.js';
import { rulesChangeSchema, rulesProposalBody, whatIfBody } from './rules-change.js';

const rules = rulesChangeSchema.meta({
  description: "whole sections of the cycle's rules (see GET /cycles/{id}/rules), to stand in place of those in force",
});

/** A cycle's rules: in force, as they could be, as somebody proposes them. */
export const rulesOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/cycles/{id}/rules',
    tag: 'rules',
    summary: 'The rules in force, and every revision with who proposed and who approved it',
    params: cycleParams,
    answers: { 200: answers.rules },
  },
  {
    method: 'post',
    path: '/cycles/{id}/what-if',
    tag: 'rules',
    summary: 'Who would move under other rules; nothing is stored (HR)',
    params: cycleParams,
    body: whatIfBody.extend({ rules }),
    answers: { 200: answers.effects },
  },
  {
    method: 'get',
    path: '/cycles/{id}/rules-proposals',
    tag: 'rules',
    summary: 'Proposed changes of rules with their effects and what became of them (HR, board, auditor)',
    params: cycleParams,
    ...page,
    answers: { 200: pageOf(answers.rulesProposal) },
  },
  {
    method: 'post',
    path: '/cycles/{id}/rules-proposals',
    tag: 'rules',
    summary: 'Propose other rules; in force once a second person of HR approves the step it opens (HR)',
    params: cycleParams,
    key,
    body: rulesProposalBody.extend({ rules }),
    answers: { 201: answers.proposedRules, 202: answers.proposedRules },
  },
];
