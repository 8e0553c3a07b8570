import { z } from 'zod';
import { counts, pageOf } from './answers.js';
import * as answers from './answers-organization.js';
import { key, type Operation, page } from './openapi-operation.js';
import { organizationSchema } from './organization.js';
import { csvColumns } from './organization-table.js';
import { accountBody, accountParams, cycleParams, explanationQuery, signInBody } from './requests.js';
import { strategySchema } from './strategy.js';
import { importQuery } from './strategy-entries.js';
import { templateSchema } from './template.js';

const table = z.string().meta({
  description: [
    'A table, UTF-8 (with or without byte order mark) or GB18030, parted by commas, tabs or semicolons.',
    'The first line names the columns, in any order; one line for each person, unit and stand-in; lists are parted by `;`.',
    ...csvColumns.map(({ name, zh, of, says }) => `\n- \`${name}\` (${zh}), of ${of.join(', ')}: ${says}`),
  ].join(' '),
  example: [
    'type,id,name_zh,name_en,roles,kind,parent,head,members,rated_by',
    'person,zhou,周敏,Zhou Min,hr,,,,,',
    'person,lin,林晓,Lin Xiao,,,,,,',
    'unit,hq,总部,Headquarters,,company,,zhou,,',
    'unit,sales,销售部,Sales,,department,hq,lin,,',
  ].join('\n'),
});

/** Sign-in, organization, strategy, templates. */
export const organizationOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/openapi.json',
    tag: 'about',
    summary: 'This description',
    nobody: true,
    answers: { 200: z.record(z.string(), z.unknown()) },
  },
  {
    method: 'get',
    path: '/personas',
    tag: 'session',
    summary: 'Persons to sign in as, where personas are on',
    nobody: true,
    ...page,
    answers: { 200: pageOf(answers.person) },
  },
  {
    method: 'post',
    path: '/session',
    tag: 'session',
    summary: 'Sign in; sets a cookie',
    nobody: true,
    body: signInBody,
    answers: { 200: answers.person },
  },
  { method: 'delete', path: '/session', tag: 'session', summary: 'Sign out', nobody: true, answers: { 204: null } },
  { method: 'get', path: '/me', tag: 'session', summary: 'Who I am', answers: { 200: answers.person } },
  {
    method: 'put',
    path: '/accounts/{login}',
    tag: 'session',
    summary: 'Give a person a login with a password, or a new password (admin)',
    description: 'Whoever was signed in as that person must sign in again.',
    params: accountParams,
    body: accountBody,
    answers: { 200: z.object({ login: z.string(), person: z.string() }) },
  },
  {
    method: 'get',
    path: '/organization',
    tag: 'organization',
    summary: 'Units and persons',
    answers: { 200: answers.organization },
  },
  {
    method: 'post',
    path: '/organization',
    tag: 'organization',
    summary: 'Import the organization, whole or not at all (HR, admin)',
    description:
      'Persons and units are added or brought up to date, relations replaced. All problems are told at once; with any, nothing is imported.',
    key,
    body: organizationSchema,
    table,
    answers: { 200: counts },
  },
  {
    method: 'get',
    path: '/strategy',
    tag: 'organization',
    summary: 'Objectives, SWOT, metrics, capacity',
    answers: { 200: answers.strategy },
  },
  {
    method: 'post',
    path: '/strategy',
    tag: 'organization',
    summary: 'Import strategy, metrics, capacity and calendar (HR)',
    description: 'What really changes becomes a new version, with who, when and the reason given.',
    query: importQuery,
    key,
    body: strategySchema,
    answers: { 200: counts },
  },
  {
    method: 'get',
    path: '/templates',
    tag: 'templates',
    summary: 'Templates, newest revision of each',
    ...page,
    answers: { 200: pageOf(answers.templateRevision) },
  },
  {
    method: 'get',
    path: '/templates/{id}',
    tag: 'templates',
    summary: 'All revisions of a template',
    params: cycleParams,
    ...page,
    answers: { 200: pageOf(answers.templateRevision) },
  },
  {
    method: 'get',
    path: '/templates/{id}/explanation',
    tag: 'templates',
    summary: 'A template in words: who, when, by which rules, with computed examples',
    params: cycleParams,
    query: explanationQuery,
    answers: { 200: answers.templateExplanation },
  },
  {
    method: 'post',
    path: '/templates',
    tag: 'templates',
    summary: 'A new template, or a new revision of one (HR)',
    key,
    body: templateSchema,
    answers: { 201: z.object({ id: z.string(), revision: z.int() }) },
  },
];
