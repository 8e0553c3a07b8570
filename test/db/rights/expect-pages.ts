import {
  anyOf,
  does,
  everybody,
  type Expectation,
  nobodyAtAll,
  sees,
  seesStep,
  signedIn,
  somewhere,
} from './expectation.js';
import { headOf } from '../story-cycle.js';
import { walkedUnits } from './stages.js';
import { secretStepsOf, stepsOf } from './steps.js';

const once = { only: 'evaluation' } as const;
const units = [...walkedUnits, null];
const ofSales = { place: { unit: 'sales' } } as const;
import { hasMetrics } from './expect-api.js';

/** The pages that are read. */
export const ofPages: Readonly<Record<string, Expectation | readonly Expectation[]>> = {
  'GET /': { may: nobodyAtAll, refused: [303], ...once },
  'GET /assets/:version/app.css': { may: everybody, params: { version: '1' }, ok: [200, 404], ...once },
  'GET /sign-in': { may: everybody, ...once },
  'GET /language': { may: nobodyAtAll, query: '?to=en&back=/', refused: [303], ...once },
  'GET /inbox': { may: signedIn, personal: true },
  'GET /mailbox': { may: signedIn, personal: true },
  'GET /my-units': { may: signedIn, personal: true },
  'GET /my-tasks': { may: signedIn, personal: true },
  'GET /organization': { may: signedIn, ...once },
  'GET /organization/workbook': { may: does('import', 'organization'), ...once },
  'GET /strategy': { may: signedIn, ...once },
  'GET /strategy/:kind': { may: signedIn, params: { kind: 'metrics' }, ...once },
  'GET /strategy/:kind/:id': { may: signedIn, params: { kind: 'metrics', id: 'revenue' }, ...once },
  'GET /templates': { may: signedIn, ...once },
  'GET /templates/:id': { may: signedIn, params: { id: 'balanced-year' }, ...once },
  'GET /connectors': { may: sees('connector'), ...once },
  'GET /connectors/:id': { may: sees('connector'), params: { id: 'crm-new-customers' }, ...once },
  'GET /commands/:id': {
    may: sees('command'),
    params: { id: '{command}' },
    place: { unit: 'sales', author: headOf('sales') },
    refused: [404],
    ...once,
  },
  'GET /uploads/:upload': {
    may: sees('upload'),
    params: { upload: '{upload}' },
    place: { unit: null, author: 'w-hr' },
    refused: [404],
    ...once,
  },
  'GET /metric-values': { may: somewhere('value-desk'), ...once },
  'GET /metric-values/:metric': { may: sees('value'), params: { metric: 'revenue' }, ...ofSales, ...once },
  'GET /values/workbook': { may: hasMetrics, ...once },

  'GET /cycles': { may: signedIn },
  'GET /cycles/new': { may: does('steer', 'cycle'), ...once },
  'GET /cycles/:cycle': { may: signedIn, besides: ['goals'] },
  'GET /cycles/:cycle/audit': { may: sees('cycle-journal'), from: 'goals-open' },
  'GET /cycles/:cycle/what-if': { may: does('ask', 'rules-proposal') },
  'GET /cycles/:cycle/findings': { may: sees('organization-findings') },
  'GET /cycles/:cycle/strategy': { may: somewhere('goals') },
  'GET /cycles/:cycle/swot': { may: somewhere('goals') },
  'GET /cycles/:cycle/metric-values': { may: somewhere('value-desk') },
  'GET /cycles/:cycle/metric-values/:metric': { may: sees('value'), params: { metric: 'revenue' }, ...ofSales },
  'GET /cycles/:cycle/deviations': { may: somewhere('progress'), besides: ['goals'] },
  'GET /cycles/:cycle/deviations/:case': {
    may: anyOf(sees('progress'), sees('action')),
    params: { case: '{case}' },
    place: { unit: 'sales', owner: headOf('sales') },
    from: 'evaluation',
  },
  'GET /cycles/:cycle/goals/*goal': {
    besides: ['task'],
    may: sees('goals'),
    params: { goal: 'sales/growth' },
    ...ofSales,
    from: 'evaluation',
  },
  'GET /cycles/:cycle/notes/:note': { may: sees('talk'), params: { note: '{note}' }, ...ofSales, from: 'evaluation' },
  'GET /cycles/:cycle/units/:unit': { may: anyOf(sees('goals'), sees('amount')), besides: ['task'] },
  'GET /cycles/:cycle/units/:unit/asks': { may: sees('talk') },
  'GET /cycles/:cycle/units/:unit/notes': { may: sees('talk') },
  'GET /cycles/:cycle/units/:unit/audit': { may: sees('journal'), units },
  'GET /cycles/:cycle/units/:unit/timeline': { may: sees('plan') },
  'GET /cycles/:cycle/units/:unit/versions/:part': { may: sees('plan'), params: { part: 'plan' } },
  'GET /cycles/:cycle/units/:unit/steps/*step': [
    {
      may: signedIn,
      units,
      steps: stepsOf,
      besides: ['goals', 'plan', 'cost', 'draft', 'draft-goals', 'talk'],
    },
    { may: seesStep, steps: secretStepsOf, refused: [404] },
  ],
  'GET /cycles/:id/units/:unit/workbooks/*step': {
    may: does('write', 'draft'),
    steps: () => ['goals'],
    step: 'open',
    only: 'goals-open',
  },
};
