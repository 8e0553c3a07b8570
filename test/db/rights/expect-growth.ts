import { headOf } from '../story-cycle.js';
import { anyOf, does, type Expectation, sees, signedIn, somewhere } from './expectation.js';

/** What becomes of a talk: items, development, training and what it costs. Asked after the talks, of those of `sales`. */
const once = { only: 'told' } as const;
const nothing = { body: {}, ok: [400] } as const;
const form = { type: 'application/x-www-form-urlencoded', body: '' } as const;
const head = headOf('sales');
const superior = 'chen-mingyuan';
const learner = 'w-member';
const theItem = {
  params: { item: '{item}' },
  place: { unit: 'sales', owner: superior, decides: [superior] },
} as const;
const theEntry = { params: { entry: '{entry}' }, place: { unit: 'sales', author: learner } } as const;
const theTraining = { params: { assignment: '{assignment}' }, place: { unit: 'sales', author: learner } } as const;
const ofSales = { place: { unit: 'sales' } } as const;
/** Whoever may, and saw another version. */
const stale = { ok: [409] } as const;
const words = { learn: 'x', why: 'x', how: 'x' };
const plan = { ...words, state: 'planned', untilOn: '2028-06-30' };
const training = {
  ...{ version: 0, title: { 'zh-CN': 'x', en: 'x' }, hours: '1', costMinor: '0', currency: 'CNY' },
};
const develops = does('write', 'development');
const catalogue = does('write', 'catalogue');
const budgets = does('write', 'training-budget');
const typed = '&titleZh=x&titleEn=x&hours=1&cost=0&currency=CNY&active=true';

export const ofGrowth: Readonly<Record<string, Expectation>> = {
  'GET /api/v1/cycles/:id/feedback-items': { may: signedIn, ...once },
  'GET /api/v1/cycles/:id/feedback-items/:item': { may: sees('item'), ...theItem, ...once },
  'GET /cycles/:cycle/feedback-items': { may: signedIn, ...once },
  'GET /cycles/:cycle/feedback-items/:item': { may: sees('item'), ...theItem, ...once },
  'POST /api/v1/cycles/:id/feedback-items/:item/answer': {
    may: does('write', 'item'),
    ...theItem,
    body: { version: 99, text: 'x', dueOn: '2028-06-30' },
    ...stale,
    then: { as: superior, body: { version: 0, text: 'x', dueOn: '2028-06-30' } },
    ...once,
  },
  'POST /api/v1/cycles/:id/feedback-items/:item/outcome': {
    may: does('write', 'item'),
    ...theItem,
    body: { version: 99, outcome: 'done', text: 'x' },
    ...stale,
    then: { as: superior, body: { version: 1, outcome: 'done', text: 'x' } },
    ...once,
  },
  'POST /api/v1/cycles/:id/feedback-items/:item/verdict': {
    may: does('judge', 'item'),
    ...theItem,
    body: { version: 99, verdict: 'confirmed', text: '' },
    ...stale,
    then: { as: head, body: { version: 2, verdict: 'reopened', text: 'x' } },
    ...once,
  },
  'POST /api/v1/cycles/:id/feedback-items/:item/owner': {
    may: does('name', 'item'),
    ...theItem,
    body: { version: 99, owner: 'wu-tong' },
    ...stale,
    then: { as: superior, body: { version: 3, owner: superior } },
    ...once,
  },
  'POST /cycles/:cycle/feedback-items/:item': {
    may: sees('item'),
    ...theItem,
    ...form,
    ok: [400],
    then: { as: superior, body: 'intent=owner&owner=wu-tong&version=4' },
    ...once,
  },

  'GET /api/v1/cycles/:id/development': { may: signedIn, ...once },
  'GET /api/v1/cycles/:id/development/:entry': { may: sees('development'), ...theEntry, ...once },
  'POST /api/v1/cycles/:id/development': {
    may: develops,
    ...ofSales,
    body: { unit: 'sales', origin: 'hand', ...words, untilOn: '2020-01-01' },
    ok: [409, 422],
    then: { as: head, body: { unit: 'sales', origin: 'hand', ...words, untilOn: '2028-06-30' } },
    ...once,
  },
  'POST /api/v1/cycles/:id/development/:entry': {
    may: develops,
    ...theEntry,
    body: { version: 99, ...plan },
    ...stale,
    then: { as: head, body: { version: 1, ...plan, state: 'under-way' } },
    ...once,
  },
  'GET /cycles/:cycle/development': { may: signedIn, ...once },
  'GET /cycles/:cycle/development/:entry': { may: sees('development'), ...theEntry, ...once },
  'POST /cycles/:cycle/development/:entry': {
    then: { as: head, body: 'version=2&state=under-way&learn=x&why=x&how=x&untilOn=2028-06-30' },
    may: develops,
    ...theEntry,
    ...form,
    ok: [400, 409],
    refused: [400, 403],
    ...once,
  },
  'GET /cycles/:cycle/units/:unit/development': {
    may: anyOf(sees('development'), sees('unit-development')),
    besides: ['goals', 'item'],
    ...once,
  },
  'POST /cycles/:cycle/units/:unit/development': {
    may: develops,
    ...form,
    ok: [400, 404],
    refused: [400, 403, 404],
    then: { as: head, unit: 'sales', body: 'intent=open&origin=hand&learn=x&why=x&how=x&untilOn=2028-06-30' },
    ...once,
  },
  'GET /my-development': { may: signedIn, personal: true, ...once },
  'POST /my-development': {
    may: signedIn,
    ...form,
    ok: [404],
    never: 'one says of a training once that it is done, and the API was told',
    ...once,
  },

  'GET /api/v1/trainings': { may: signedIn, ...once },
  'GET /api/v1/cycles/:id/trainings': { may: signedIn, ...once },
  'PUT /api/v1/trainings/:training': {
    may: catalogue,
    params: { training: 'x' },
    ...nothing,
    then: { as: 'w-hr', body: training },
    ...once,
  },
  'PUT /api/v1/cycles/:id/trainings/:training': {
    may: catalogue,
    params: { training: 'x' },
    ...nothing,
    then: { as: 'w-hr', body: { ...training, version: 1 } },
    ...once,
  },
  'GET /trainings': { may: signedIn, ...once },
  'POST /trainings': {
    may: catalogue,
    ...form,
    ok: [400],
    then: { as: 'w-hr', body: `id=y&version=0${typed}` },
    ...once,
  },
  'GET /cycles/:cycle/trainings': { may: signedIn, ...once },
  'POST /cycles/:cycle/trainings': {
    may: catalogue,
    ...form,
    ok: [400],
    then: { as: 'w-hr', body: `id=y&version=1${typed}` },
    ...once,
  },
  'GET /api/v1/cycles/:id/training-assignments': { may: signedIn, ...once },
  'GET /api/v1/cycles/:id/training-assignments/:assignment': { may: sees('training'), ...theTraining, ...once },
  'POST /api/v1/cycles/:id/training-assignments': {
    may: does('name', 'training'),
    ...ofSales,
    body: { unit: 'sales', person: learner, training: 'selling', dueOn: '2020-01-01' },
    ok: [409, 422],
    then: { as: head, body: { unit: 'sales', person: head, training: 'selling', dueOn: '2028-06-30' } },
    ...once,
  },
  'POST /api/v1/cycles/:id/training-assignments/:assignment': {
    may: does('decide', 'training'),
    ...theTraining,
    body: { act: 'returned', text: '' },
    ok: [400, 409, 422],
    then: { as: head, body: { act: 'confirmed', text: '' } },
    ...once,
  },
  'GET /api/v1/cycles/:id/training-budgets': { may: somewhere('training-budget'), ...once },
  'PUT /api/v1/cycles/:id/training-budgets/:unit': {
    may: budgets,
    units: ['sales'],
    ...nothing,
    then: { as: 'w-finance', body: { version: 1, amountMinor: '98765400' } },
    ...once,
  },
  'GET /cycles/:cycle/training-budgets': { may: somewhere('training-budget'), ...once },
  'POST /cycles/:cycle/training-budgets': {
    may: budgets,
    ...form,
    ok: [404],
    then: { as: 'w-finance', body: 'unit=sales&version=2&amount-sales=98765400' },
    ...once,
  },
};
