import {
  allOf,
  anyOf,
  does,
  type Expectation,
  isOutside,
  type May,
  sees,
  seesStep,
  signedIn,
  somewhere,
} from './expectation.js';
import { stepPlace } from './steps.js';

/** What follows a result: calibration, recognition, plans, money, reports, the next cycle. Asked after the talks. */
const once = { only: 'told' } as const;
const everyStage = {} as const;
const paid = { only: 'posted' } as const;
const nothing = { body: {}, ok: [400] } as const;
const form = { type: 'application/x-www-form-urlencoded', body: '' } as const;
const asksAgain = [200, 303, 400, 403, 404, 409, 412, 422];
const money = sees('proposal');
const payroll = sees('payroll');
const hr = does('steer', 'cycle');
/** Whoever sees a line of their own, or all; those who see everybody's amounts see the money of the cycle's report. */
const reports: May = anyOf(somewhere('journal'), isOutside(sees('amount')));
/** How the work went: a list that the report of who sees money only does not have. */
const ofWork = somewhere('journal');
/** Whom the rule of the plan's first step names, or HR. */
const opensPlan = does('propose', 'improvement');
/** The head above, and who stands in. */
const nominates: May = (who, at, moment) =>
  does('name', 'action')(who, at, moment) && !who.heads.includes(at.unit ?? '');
const ofCycle = { report: 'cycle' } as const;
const steps = { report: 'cycle', list: 'steps' } as const;
const ofLesson = 'which answers are right is known to test/db/evaluation.test.ts';
const first = { params: { number: '1' } } as const;

export const ofConsequences: Readonly<Record<string, Expectation>> = {
  'GET /api/v1/cycles/:id/calibration': { may: sees('calibration'), ...once },
  'GET /api/v1/cycles/:id/postings': { may: money, only: 'posted' },
  'GET /api/v1/cycles/:id/ledger.csv': { may: somewhere('amount'), ...everyStage },
  'GET /api/v1/cycles/:id/ledger.xlsx': { may: somewhere('amount'), ...once },
  'GET /api/v1/cycles/:id/payroll-exports': { may: payroll, ...paid },
  'GET /api/v1/cycles/:id/payroll-exports/:number/file.csv': { may: payroll, ...first, ...paid },
  'GET /api/v1/cycles/:id/payroll-exports/:number/file.xlsx': { may: payroll, ...first, ...paid },
  // Nothing is new: the first one again.
  'POST /api/v1/cycles/:id/payroll-exports': { may: does('export', 'payroll'), body: {}, ...paid },
  'POST /api/v1/cycles/:id/money/:kind/what-if': {
    may: money,
    params: { kind: 'bonus' },
    body: {},
    ok: [200],
    ...paid,
  },
  'GET /cycles/:cycle/ledger': { may: somewhere('amount'), ...everyStage },
  'GET /cycles/:cycle/payroll': { may: payroll, ...paid },
  'POST /cycles/:cycle/payroll': { may: does('export', 'payroll'), ...form, ok: [303], ...paid },
  'GET /cycles/:cycle/money/:kind': { may: money, params: { kind: 'bonus' }, ...once },

  'GET /api/v1/cycles/:id/recognitions': { may: sees('recognition'), ...once },
  'POST /api/v1/cycles/:id/recognitions': {
    may: does('propose', 'recognition'),
    ...nothing,
    then: { as: 'w-hr', body: { unit: 'marketing', words: 'x' } },
    ...once,
  },
  'POST /api/v1/cycles/:id/recognitions/:number/confirm': {
    may: does('decide', 'recognition'),
    params: { number: '{recognition}' },
    body: {},
    ...once,
  },
  'POST /api/v1/cycles/:id/recognitions/:number/decline': {
    may: does('decide', 'recognition'),
    params: { number: '{declined}' },
    body: { words: 'x' },
    ...once,
  },
  'GET /cycles/:cycle/recognitions': { may: sees('recognition'), ...once },
  'POST /cycles/:cycle/recognitions': {
    may: does('propose', 'recognition'),
    ...form,
    ok: [404],
    then: { as: 'w-hr', body: 'act=give&whom=finance&words=x' },
    ...once,
  },
  'GET /api/v1/cycles/:id/next-cycle': { may: hr, ...once },
  'POST /api/v1/cycles/:id/next-cycle': {
    may: hr,
    ...nothing,
    then: { as: 'w-hr', body: { cycle: { id: 'walk-next' } } },
    ...once,
  },
  'GET /cycles/:cycle/next-cycle': { may: hr, ...once },
  'POST /cycles/:cycle/next-cycle': { may: hr, ...form, ok: asksAgain, ...once },
  'GET /api/v1/cycles/:id/learnt': { may: sees('cycle'), ...once },
  'GET /cycles/:cycle/learnt': { may: sees('cycle'), ...once },

  'GET /api/v1/cycles/:id/improvement-candidates': { may: isOutside(sees('improvement')), ...once },
  'GET /api/v1/cycles/:id/improvement-plans': { may: somewhere('improvement'), ...once },
  'GET /api/v1/cycles/:id/reviews/:unit/improvement-plans': { may: sees('improvement'), ...once },
  'GET /api/v1/cycles/:id/reviews/:unit/improvement-plans/:n': {
    may: sees('improvement'),
    params: { n: '1' },
    units: ['sales'],
    ...once,
  },
  'POST /api/v1/cycles/:id/reviews/:unit/improvement-plans': {
    may: opensPlan,
    placeOf: (unit) => stepPlace(unit, 'improvement-1'),
    body: {},
    ok: [201, 409, 422],
    ...once,
  },
  'GET /cycles/:cycle/improvement-plans': { may: somewhere('improvement'), ...once },
  'GET /cycles/:cycle/units/:unit/improvement-plans/:n': {
    may: sees('improvement'),
    params: { n: '1' },
    units: ['sales'],
    ...once,
  },
  'POST /cycles/:cycle/units/:unit/improvement-plans': {
    may: opensPlan,
    placeOf: (unit) => stepPlace(unit, 'improvement-1'),
    ...form,
    ok: asksAgain,
    ...once,
  },

  'GET /api/v1/cycles/:id/reports': { may: signedIn, ...once },
  'GET /api/v1/cycles/:id/reports/:report': { may: reports, params: ofCycle, ...once },
  'GET /api/v1/cycles/:id/reports/:report/lists/:list': { may: ofWork, refused: [403, 404], params: steps, ...once },
  'GET /api/v1/cycles/:id/reports/:report/lists/:list/rows.csv': {
    may: ofWork,
    refused: [403, 404],
    params: steps,
    ...once,
  },
  'GET /api/v1/cycles/:id/reports/:report/lists/:list/rows.xlsx': {
    may: ofWork,
    refused: [403, 404],
    params: steps,
    ...once,
  },
  'GET /api/v1/cycles/:id/reports/:report/rows.csv': { may: reports, params: ofCycle, ...once },
  'GET /api/v1/cycles/:id/reports/:report/rows.xlsx': { may: reports, params: ofCycle, ...once },
  'GET /cycles/:cycle/reports': { may: signedIn, ok: [200, 403], ...once },
  'GET /cycles/:cycle/reports/:report': { may: reports, params: ofCycle, ...once },
  'GET /cycles/:cycle/reports/:report/lists/:list': { may: ofWork, refused: [403, 404], params: steps, ...once },

  'GET /api/v1/cycles/:id/lesson': { may: signedIn, ...once },
  'POST /api/v1/cycles/:id/lesson': { may: signedIn, ...nothing, never: ofLesson, ...once },
  'GET /cycles/:cycle/lesson': { may: signedIn, ...once },
  'POST /cycles/:cycle/lesson': { may: signedIn, ...form, ok: asksAgain, never: ofLesson, ...once },
  'GET /api/v1/files/:file': {
    may: seesStep,
    params: { file: '{file}' },
    units: ['sales'],
    placeOf: (unit) => stepPlace(unit, 'evaluation'),
    refused: [404],
    ...once,
  },
  'GET /api/v1/cycles/:id/reviews/:unit/steps/*step/files': { may: seesStep, steps: () => ['evaluation'], ...once },
  'POST /api/v1/cycles/:id/reviews/:unit/steps/*step/files': {
    may: allOf(signedIn, does('submit', 'evaluation')),
    step: 'open',
    steps: () => ['evaluation'],
    ok: [400, 409, 415],
    refused: [403, 409],
    never: 'the step has ended; into an open one files go in test/db/evaluation.test.ts',
    ...once,
  },

  'POST /api/v1/cycles/:id/reviews/:unit/nominations': {
    may: nominates,
    units: ['sales', 'marketing'],
    ok: [201, 403, 409],
    refused: [403],
    ...once,
  },
  'POST /cycles/:cycle/units/:unit/nominations': {
    may: nominates,
    units: ['sales', 'marketing'],
    ...form,
    ok: asksAgain,
    ...once,
  },
};
