import { pageOf } from './answers.js';
import { dropped, entry, entryVersion } from './answers-strategy.js';
import { key, type Operation } from './openapi-operation.js';
import {
  bookQuery,
  entriesQuery,
  entryBody,
  entryParams,
  kindParams,
  preconditions,
  removeQuery,
} from './strategy-entries.js';

const tag = 'strategy';
const acting = key.extend(preconditions);

/** Strategy entry by entry, with versions. */
export const strategyOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/strategy/{kind}',
    tag,
    summary: 'Entries of a kind: objectives, SWOT, metrics, or who rates whom',
    params: kindParams,
    query: entriesQuery,
    answers: { 200: pageOf(entry) },
  },
  {
    method: 'get',
    path: '/strategy/{kind}/{id}',
    tag,
    summary: 'One entry, with its ETag',
    params: entryParams,
    query: bookQuery,
    answers: { 200: entry },
  },
  {
    method: 'put',
    path: '/strategy/{kind}/{id}',
    tag,
    summary: 'Change an entry, or add one (HR)',
    description:
      'With If-Match the version that was seen is changed, with If-None-Match: * a new entry is added. ' +
      'If somebody else was quicker nothing is written (412), and the answer has the version that is there. ' +
      'In a rehearsal (`cycle`) the change is the rehearsal’s own: nobody else sees it.',
    params: entryParams,
    query: bookQuery,
    key: acting,
    body: entryBody,
    answers: { 200: entry, 201: entry },
  },
  {
    method: 'delete',
    path: '/strategy/{kind}/{id}',
    tag,
    summary: 'Take an entry out that nothing uses (HR)',
    description: 'What uses it is named in the refusal (409). The versions stay.',
    params: entryParams,
    query: removeQuery,
    key: acting,
    answers: { 200: dropped },
  },
  {
    method: 'get',
    path: '/strategy/{kind}/{id}/versions',
    tag,
    summary: 'Every version of an entry with who, when and why (HR, board, auditor, heads)',
    params: entryParams,
    query: entriesQuery,
    answers: { 200: pageOf(entryVersion) },
  },
];
