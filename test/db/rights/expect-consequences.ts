import { allOf, anyOf, does, type Expectation, type May, sees, seesStep, signedIn, somewhere } from './expectation.js';
import { stepPlace } from './world.js';

/**
 * What follows a result: calibration, talks' items, growth, improvement, money, reports. Asked once, after the talks; where the
 * world holds no such thing yet, 404 is the answer to everybody, and what is in it is looked at in the tests of its own.
 */
const once = { only: 'told' } as const;
const everyStage = {} as const;
const none = { ok: [404], refused: [404] } as const;
const nothing = { body: {}, ok: [400] } as const;
const form = { type: 'application/x-www-form-urlencoded', body: '' } as const;
const asksAgain = [200, 303, 400, 403, 404, 409, 412, 422];
const money = sees('proposal');
const hr = does('steer', 'cycle');
const finance: May = ({ roles }) => roles.includes('finance');
/** Whoever sees all, or has a line of their own; finance the money of the cycle's report. */
const reports: May = anyOf(sees('cycle'), ({ heads }) => heads.length > 0, finance);
/** The head next above, or HR. */
const opensPlan: May = (who, at, moment) =>
  hr(who, at, moment) || does('decide', 'plan')(who, at, { ...moment, step: 'submitted' });
const ofCycle = { report: 'cycle' } as const;
const overdue = { report: 'cycle', list: 'overdue' } as const;

export const ofConsequences: Readonly<Record<string, Expectation>> = {
  'GET /api/v1/cycles/:id/calibration': { may: sees('calibration'), ...once },
  'GET /api/v1/cycles/:id/postings': { may: money, only: 'posted' },
  'GET /api/v1/cycles/:id/ledger.csv': { may: somewhere('amount'), ...everyStage },
  'GET /api/v1/cycles/:id/ledger.xlsx': { may: somewhere('amount'), ...once },
  'GET /api/v1/cycles/:id/payroll-exports': { may: money, ...once },
  'GET /api/v1/cycles/:id/payroll-exports/:number/file.csv': {
    may: money,
    params: { number: '1' },
    ok: [404],
    ...once,
  },
  'GET /api/v1/cycles/:id/payroll-exports/:number/file.xlsx': {
    may: money,
    params: { number: '1' },
    ok: [404],
    ...once,
  },
  'POST /api/v1/cycles/:id/payroll-exports': { may: finance, body: {}, ok: [409], ...once },
  'POST /api/v1/cycles/:id/money/:kind/what-if': {
    may: money,
    params: { kind: 'bonus' },
    body: {},
    ok: [200, 400],
    ...once,
  },
  'GET /cycles/:cycle/ledger': { may: somewhere('amount'), ...everyStage },
  'GET /cycles/:cycle/payroll': { may: money, ...once },
  'POST /cycles/:cycle/payroll': { may: finance, ...form, ok: [409, 303], ...once },
  'GET /cycles/:cycle/money/:kind': { may: money, params: { kind: 'bonus' }, ok: [200, 404], ...once },

  'GET /api/v1/cycles/:id/recognitions': { may: sees('cycle'), ...once },
  'POST /api/v1/cycles/:id/recognitions': { may: hr, ...nothing, ...once },
  'POST /api/v1/cycles/:id/recognitions/:number/confirm': {
    may: hr,
    params: { number: '1' },
    body: {},
    ok: [400, 404],
    ...once,
  },
  'POST /api/v1/cycles/:id/recognitions/:number/decline': {
    may: hr,
    params: { number: '1' },
    body: {},
    ok: [400, 404],
    ...once,
  },
  'GET /cycles/:cycle/recognitions': { may: sees('cycle'), ...once },
  'POST /cycles/:cycle/recognitions': { may: hr, ...form, ok: asksAgain, ...once },
  'GET /api/v1/cycles/:id/next-cycle': { may: hr, ok: [200, 409], ...once },
  'POST /api/v1/cycles/:id/next-cycle': { may: hr, ...nothing, ...once },
  'GET /cycles/:cycle/next-cycle': { may: hr, ok: [200, 409], ...once },
  'POST /cycles/:cycle/next-cycle': { may: hr, ...form, ok: asksAgain, ...once },
  'GET /api/v1/cycles/:id/learnt': { may: sees('cycle'), ok: [404], ...once },
  'GET /cycles/:cycle/learnt': { may: sees('cycle'), ok: [404], ...once },

  'GET /api/v1/cycles/:id/improvement-candidates': { may: sees('cycle'), ok: [200, 409], ...once },
  'GET /api/v1/cycles/:id/improvement-plans': { may: somewhere('improvement'), ...once },
  'GET /api/v1/cycles/:id/reviews/:unit/improvement-plans': { may: sees('improvement'), ...once },
  'GET /api/v1/cycles/:id/reviews/:unit/improvement-plans/:n': {
    may: sees('improvement'),
    params: { n: '1' },
    ...none,
    refused: [403, 404],
    ...once,
  },
  'POST /api/v1/cycles/:id/reviews/:unit/improvement-plans': {
    may: opensPlan,
    placeOf: (unit) => stepPlace(unit, 'plan'),
    body: {},
    ok: [409, 422],
    ...once,
  },
  'GET /cycles/:cycle/improvement-plans': { may: somewhere('improvement'), ...once },
  'GET /cycles/:cycle/units/:unit/improvement-plans/:n': {
    may: sees('improvement'),
    params: { n: '1' },
    ok: [404],
    refused: [403, 404],
    ...once,
  },
  'POST /cycles/:cycle/units/:unit/improvement-plans': {
    may: opensPlan,
    placeOf: (unit) => stepPlace(unit, 'plan'),
    ...form,
    ok: asksAgain,
    ...once,
  },

  'GET /api/v1/cycles/:id/reports': { may: signedIn, ...once },
  'GET /api/v1/cycles/:id/reports/:report': { may: reports, params: ofCycle, ...once },
  'GET /api/v1/cycles/:id/reports/:report/lists/:list': { may: reports, params: overdue, ok: [200, 404], ...once },
  'GET /api/v1/cycles/:id/reports/:report/lists/:list/rows.csv': {
    may: reports,
    params: overdue,
    ok: [200, 404],
    ...once,
  },
  'GET /api/v1/cycles/:id/reports/:report/lists/:list/rows.xlsx': {
    may: reports,
    params: overdue,
    ok: [200, 404],
    ...once,
  },
  'GET /api/v1/cycles/:id/reports/:report/rows.csv': { may: reports, params: ofCycle, ...once },
  'GET /api/v1/cycles/:id/reports/:report/rows.xlsx': { may: reports, params: ofCycle, ...once },
  'GET /cycles/:cycle/reports': { may: signedIn, ok: [200, 403], ...once },
  'GET /cycles/:cycle/reports/:report': { may: reports, params: ofCycle, ...once },
  'GET /cycles/:cycle/reports/:report/lists/:list': { may: reports, params: overdue, ok: [200, 404], ...once },

  'GET /api/v1/cycles/:id/feedback-items': { may: signedIn, ...once },
  'GET /api/v1/cycles/:id/feedback-items/:item': { may: signedIn, params: { item: '999' }, ...none, ...once },
  'POST /api/v1/cycles/:id/feedback-items/:item/owner': {
    may: signedIn,
    params: { item: '999' },
    body: { version: 1, owner: 'guan-li' },
    ok: [400, 404],
    ...once,
  },
  'POST /api/v1/cycles/:id/feedback-items/:item/answer': {
    may: signedIn,
    params: { item: '999' },
    body: { version: 1, text: 'x' },
    ok: [400, 404],
    ...once,
  },
  'POST /api/v1/cycles/:id/feedback-items/:item/outcome': {
    may: signedIn,
    params: { item: '999' },
    body: { version: 1, outcome: 'done', text: 'x' },
    ok: [400, 404],
    ...once,
  },
  'POST /api/v1/cycles/:id/feedback-items/:item/verdict': {
    may: signedIn,
    params: { item: '999' },
    body: { version: 1, verdict: 'helped', text: 'x' },
    ok: [400, 404],
    ...once,
  },
  'GET /cycles/:cycle/feedback-items': { may: signedIn, ...once },
  'GET /cycles/:cycle/feedback-items/:item': { may: signedIn, params: { item: '999' }, ...none, ...once },
  'POST /cycles/:cycle/feedback-items/:item': {
    may: signedIn,
    params: { item: '999' },
    ...form,
    ok: [400, 404],
    ...once,
  },
  'GET /api/v1/cycles/:id/lesson': { may: signedIn, ...once },
  'POST /api/v1/cycles/:id/lesson': { may: signedIn, ...nothing, ...once },
  'GET /cycles/:cycle/lesson': { may: signedIn, ...once },
  'POST /cycles/:cycle/lesson': { may: signedIn, ...form, ok: asksAgain, ...once },
  'GET /api/v1/files/:file': {
    may: signedIn,
    params: { file: '0190a1f2-0000-7000-8000-000000000001' },
    ...none,
    ...once,
  },
  'GET /api/v1/cycles/:id/reviews/:unit/steps/*step/files': { may: seesStep, steps: () => ['evaluation'], ...once },
  'POST /api/v1/cycles/:id/reviews/:unit/steps/*step/files': {
    may: allOf(signedIn, does('submit', 'evaluation')),
    step: 'open',
    steps: () => ['evaluation'],
    ok: [400, 409, 415],
    refused: [403, 409],
    ...once,
  },

  'GET /api/v1/cycles/:id/development': { may: signedIn, ...once },
  'GET /api/v1/cycles/:id/development/:entry': { may: signedIn, params: { entry: '999' }, ...none, ...once },
  'POST /api/v1/cycles/:id/development': { may: signedIn, ...nothing, ...once },
  'POST /api/v1/cycles/:id/development/:entry': {
    may: signedIn,
    params: { entry: '999' },
    body: {},
    ok: [400, 404],
    ...once,
  },
  'GET /cycles/:cycle/development': { may: signedIn, ok: [200, 403], ...once },
  'GET /cycles/:cycle/development/:entry': { may: signedIn, params: { entry: '999' }, ...none, ...once },
  'POST /cycles/:cycle/development/:entry': {
    may: signedIn,
    params: { entry: '999' },
    ...form,
    ok: [400, 404],
    ...once,
  },
  'GET /cycles/:cycle/units/:unit/development': { may: signedIn, ok: [200, 403], besides: ['goals'], ...once },
  'POST /cycles/:cycle/units/:unit/development': { may: signedIn, ...form, ok: asksAgain, ...once },
  'GET /my-development': { may: signedIn, personal: true, ...once },
  'POST /my-development': { may: signedIn, ...form, ok: asksAgain, ...once },
  'GET /api/v1/trainings': { may: signedIn, ...once },
  'GET /api/v1/cycles/:id/trainings': { may: signedIn, ...once },
  'PUT /api/v1/trainings/:training': {
    may: does('write', 'template'),
    params: { training: 'x' },
    body: {},
    ok: [400],
    refused: [400, 403],
    ...once,
  },
  'PUT /api/v1/cycles/:id/trainings/:training': {
    may: does('write', 'template'),
    params: { training: 'x' },
    body: {},
    ok: [400],
    refused: [400, 403],
    ...once,
  },
  'GET /trainings': { may: signedIn, ...once },
  'POST /trainings': { may: hr, ...form, ok: asksAgain, refused: [400, 403, 404], ...once },
  'GET /cycles/:cycle/trainings': { may: signedIn, ...once },
  'POST /cycles/:cycle/trainings': { may: hr, ...form, ok: asksAgain, refused: [400, 403, 404], ...once },
  'GET /api/v1/cycles/:id/training-assignments': { may: signedIn, ...once },
  'GET /api/v1/cycles/:id/training-assignments/:assignment': {
    may: signedIn,
    params: { assignment: '999' },
    ...none,
    ...once,
  },
  'POST /api/v1/cycles/:id/training-assignments': { may: signedIn, ...nothing, ...once },
  'POST /api/v1/cycles/:id/training-assignments/:assignment': {
    may: signedIn,
    params: { assignment: '999' },
    body: {},
    ok: [400, 404],
    ...once,
  },
  'GET /api/v1/cycles/:id/training-budgets': { may: somewhere('capacity'), ...once },
  'PUT /api/v1/cycles/:id/training-budgets/:unit': {
    may: anyOf(hr, finance),
    units: ['sales'],
    body: {},
    ok: [400],
    refused: [400, 403],
    ...once,
  },
  'GET /cycles/:cycle/training-budgets': { may: somewhere('capacity'), ...once },
  'POST /cycles/:cycle/training-budgets': {
    may: anyOf(hr, finance),
    ...form,
    ok: asksAgain,
    refused: [400, 403, 404],
    ...once,
  },
  'POST /api/v1/cycles/:id/reviews/:unit/nominations': {
    may: (who, at, moment) => does('name', 'action')(who, at, moment) && !who.heads.includes(at.unit ?? ''),
    units: ['sales'],
    ok: [201, 403, 409],
    refused: [403],
    ...once,
  },
  'POST /cycles/:cycle/units/:unit/nominations': {
    may: (who, at, moment) => does('name', 'action')(who, at, moment) && !who.heads.includes(at.unit ?? ''),
    units: ['sales'],
    ...form,
    ok: asksAgain,
    ...once,
  },
};
