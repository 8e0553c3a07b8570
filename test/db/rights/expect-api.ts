import {
  everybody,
  type Expectation,
  allOf,
  anyOf,
  does,
  sees,
  seesStep,
  signedIn,
  somewhere,
  type May,
} from './expectation.js';
import { headOf } from '../story-cycle.js';
import { walkedUnits } from './stages.js';
import { secretStepsOf, stepPlace, stepsOf } from './steps.js';

const once = { only: 'evaluation' } as const;
const units = [...walkedUnits, null];
const parts = { part: 'plan' };
const planAndGoals = () => ['goals', 'plan'];
const goalsStep = () => ['goals'];
const ofSales = { place: { unit: 'sales' } } as const;
/** Heads of units that answer for metrics: the company does for none. */
export const hasMetrics: May = (who, at, moment) =>
  does('write', 'value')(who, at, moment) ||
  who.heads.some((unit) => unit !== 'hq' && does('write', 'value')(who, { unit }, moment));

/** What is read through the API. */
export const ofApi: Readonly<Record<string, Expectation | readonly Expectation[]>> = {
  'GET /healthz': { may: everybody, ...once },
  'GET /readyz': { may: everybody, ...once },
  'GET /metrics': { may: everybody, ...once },
  'GET /api/docs/': { may: everybody, ...once },
  'GET /api/v1/openapi.json': { may: everybody, isOpen: true, ...once },
  'GET /api/v1/personas': { may: everybody, ...once },
  'GET /api/v1/me': { may: signedIn, ...once },
  'GET /api/v1/me/tasks': { may: signedIn, personal: true },
  'GET /api/v1/me/plan-tasks': { may: signedIn, personal: true },
  'GET /api/v1/commands/:id': {
    may: sees('command'),
    params: { id: '{command}' },
    place: { unit: 'sales', author: headOf('sales') },
    refused: [404],
    only: 'evaluation',
  },
  'GET /api/v1/uploads/:upload': {
    may: sees('upload'),
    params: { upload: '{upload}' },
    place: { unit: null, author: 'w-hr' },
    refused: [404],
    ...once,
  },
  'GET /api/v1/organization': { may: signedIn, ...once },
  'GET /api/v1/organization/workbook.csv': { may: does('export', 'organization'), ...once },
  'GET /api/v1/organization/workbook.xlsx': { may: does('export', 'organization'), ...once },
  'GET /api/v1/strategy': { may: signedIn, ...once },
  'GET /api/v1/strategy/:kind': { may: signedIn, params: { kind: 'metrics' }, ...once },
  'GET /api/v1/strategy/:kind/:id': { may: signedIn, params: { kind: 'metrics', id: 'revenue' }, ...once },
  'GET /api/v1/strategy/:kind/:id/versions': {
    may: sees('strategy-history'),
    params: { kind: 'metrics', id: 'revenue' },
    ...once,
  },
  'GET /api/v1/templates': { may: signedIn, ...once },
  'GET /api/v1/templates/:id': { may: signedIn, params: { id: 'balanced-year' }, ...once },
  'GET /api/v1/templates/:id/explanation': { may: signedIn, params: { id: 'balanced-year' }, ...once },
  'GET /api/v1/connectors': { may: sees('connector'), ...once },
  'GET /api/v1/connectors/:id': { may: sees('connector'), params: { id: 'crm-new-customers' }, ...once },
  'GET /api/v1/connectors/:id/runs': { may: sees('connector'), params: { id: 'crm-new-customers' }, ...once },
  'GET /api/v1/metric-values': { may: somewhere('value-desk'), ...once },
  'GET /api/v1/metrics/:id/values': { may: sees('value'), params: { id: 'revenue' }, ...ofSales, ...once },
  'GET /api/v1/values/workbook.csv': { may: hasMetrics, ...once },
  'GET /api/v1/values/workbook.xlsx': { may: hasMetrics, ...once },

  'GET /api/v1/cycles': { may: signedIn },
  'GET /api/v1/cycles/:id': { may: signedIn },
  'GET /api/v1/cycles/:id/units': { may: signedIn },
  'GET /api/v1/cycles/:id/rules': { may: signedIn, ...once },
  'GET /api/v1/cycles/:id/rules-proposals': { may: sees('rules-proposal'), ...once },
  'GET /api/v1/cycles/:id/connector-data/:connector': {
    may: sees('connector'),
    params: { connector: 'crm-new-customers' },
    ...once,
  },
  'GET /api/v1/cycles/:id/deviations': { may: somewhere('progress'), besides: ['goals'] },
  'GET /api/v1/cycles/:id/deviation-cases': { may: somewhere('progress'), besides: ['goals', 'action'] },
  'GET /api/v1/cycles/:id/deviation-cases/:case': {
    may: anyOf(sees('progress'), sees('action')),
    params: { case: '{case}' },
    place: { unit: 'sales', owner: headOf('sales') },
    from: 'evaluation',
  },
  'GET /api/v1/cycles/:id/asks': { may: sees('talk'), units: walkedUnits, query: '?unit={unit}' },
  'GET /api/v1/cycles/:id/notes': { may: sees('talk'), units: walkedUnits, query: '?unit={unit}' },
  'GET /api/v1/cycles/:id/notes/:note': {
    may: sees('talk'),
    params: { note: '{note}' },
    ...ofSales,
    from: 'evaluation',
  },
  'GET /api/v1/cycles/:id/findings': { may: sees('organization-findings') },
  'GET /api/v1/cycles/:id/goals/*goal': {
    besides: ['task'],
    may: sees('goals'),
    params: { goal: 'sales/growth' },
    ...ofSales,
    from: 'evaluation',
  },
  'GET /api/v1/cycles/:id/journal': { may: sees('cycle-journal') },
  'GET /api/v1/cycles/:id/ledger': { may: somewhere('amount') },
  'GET /api/v1/cycles/:id/proposals': { may: sees('proposal') },
  'GET /api/v1/cycles/:id/reviews/:unit': { may: signedIn, units },
  'GET /api/v1/cycles/:id/reviews/:unit/result': { may: sees('result'), refused: [403, 404], from: 'published' },
  'GET /api/v1/cycles/:id/reviews/:unit/journal': { may: sees('journal'), units },
  'GET /api/v1/cycles/:id/reviews/:unit/history': { may: sees('journal'), units },
  'GET /api/v1/cycles/:id/reviews/:unit/versions/:part': { may: sees('plan'), params: parts },
  'GET /api/v1/cycles/:id/reviews/:unit/versions/:part/comparison': {
    may: sees('plan'),
    params: parts,
    query: '?from=1&to=1',
    from: 'evaluation',
  },
  'GET /api/v1/cycles/:id/reviews/:unit/tasks/*task/progress': {
    may: sees('task'),
    params: { task: '{unit}/t1' },
    place: { unit: 'sales', owner: 'w-owner' },
    only: 'evaluation',
  },
  'GET /api/v1/cycles/:id/reviews/:unit/change-requests/:n/effects': {
    may: allOf(sees('change'), sees('cost')),
    params: { n: '1' },
    placeOf: (unit) => stepPlace(unit, 'change-1'),
    from: 'evaluation',
  },
  'GET /api/v1/cycles/:id/reviews/:unit/steps/*step': [
    { may: signedIn, units, steps: stepsOf, besides: ['draft', 'draft-goals'] },
    { may: seesStep, steps: secretStepsOf, refused: [404] },
  ],
  'GET /api/v1/cycles/:id/reviews/:unit/steps/*step/draft': {
    may: sees('draft'),
    steps: goalsStep,
    only: 'goals-open',
  },
  'GET /api/v1/cycles/:id/reviews/:unit/steps/*step/draft/versions': {
    may: sees('draft'),
    steps: goalsStep,
    only: 'goals-open',
  },
  'GET /api/v1/cycles/:id/reviews/:unit/steps/*step/workbook.csv': {
    may: seesStep,
    steps: planAndGoals,
    besides: ['draft', 'draft-goals'],
  },
  'GET /api/v1/cycles/:id/reviews/:unit/steps/*step/workbook.xlsx': {
    may: seesStep,
    steps: planAndGoals,
    only: 'evaluation',
  },
};
