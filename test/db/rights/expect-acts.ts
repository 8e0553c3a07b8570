import { does, everybody, type Expectation, type May } from './expectation.js';
import { hasMetrics } from './expect-api.js';
import { headOf } from '../story-cycle.js';
import { walkedUnits } from './stages.js';

/**
 * What is done, asked once while the cycle runs, with bodies that change nothing: whoever may gets further, to what is
 * wrong with the body; whoever may not is stopped before.
 */
const once = { only: 'evaluation' } as const;
const ofSales = { place: { unit: 'sales' } } as const;
const theCase = { params: { case: '{case}' }, place: { unit: 'sales', owner: headOf('sales') } } as const;
const nothing = { body: {}, ok: [400] } as const;
const form = { type: 'application/x-www-form-urlencoded', body: '' } as const;
/** Refused or asked again on a page of its own. */
const asksAgain = [303, 400, 409, 412, 422];
const crm = { id: 'crm-new-customers' };
const revenue = { kind: 'metrics', id: 'revenue' };
const superior: May = (who, at, moment) => does('decide', 'report')(who, at, { ...moment, step: 'submitted' });

const acts: Readonly<Record<string, Expectation>> = {
  'POST /api/v1/session': { may: everybody, ...nothing, ...once },
  'PUT /api/v1/accounts/:login': { may: does('write', 'account'), params: { login: 'x' }, ...nothing, ...once },
  'POST /api/v1/organization': { may: does('import', 'organization'), ...nothing, ...once },
  'POST /api/v1/organization/workbook': { may: does('import', 'organization'), ok: [400, 415], ...once },
  'POST /api/v1/strategy': { may: does('import', 'strategy'), ...nothing, ...once },
  'PUT /api/v1/strategy/:kind/:id': {
    may: does('write', 'strategy'),
    params: revenue,
    headers: { 'if-match': '"x"' },
    body: {},
    ok: [412],
    ...once,
  },
  'DELETE /api/v1/strategy/:kind/:id': {
    may: does('write', 'strategy'),
    params: revenue,
    headers: { 'if-match': '"x"' },
    query: '?reason=x',
    ok: [412],
    ...once,
  },
  'POST /api/v1/templates': { may: does('write', 'template'), ...nothing, ...once },
  'PUT /api/v1/connectors/:id': { may: does('write', 'connector'), params: crm, ...nothing, ...once },
  'POST /api/v1/connectors/:id/tries': { may: does('write', 'connector'), params: crm, body: {}, ok: [201], ...once },
  'POST /api/v1/connectors/:id/switch': { may: does('write', 'connector'), params: crm, ...nothing, ...once },
  'PUT /api/v1/cycles/:id/connector-data/:connector': {
    may: does('write', 'connector'),
    params: { connector: crm.id },
    ...nothing,
    ...once,
  },
  'POST /api/v1/cycles': { may: does('steer', 'cycle'), ...nothing, ...once },
  'POST /api/v1/cycles/preview': { may: does('steer', 'cycle'), ...nothing, ...once },
  'POST /api/v1/cycles/:id/clock': { may: does('steer', 'cycle'), ...nothing, ...once },
  'POST /api/v1/cycles/:id/findings/settle': { may: does('settle', 'organization-findings'), ...nothing, ...once },
  'POST /api/v1/cycles/:id/what-if': { may: does('ask', 'rules-proposal'), ...nothing, ...once },
  'POST /api/v1/cycles/:id/rules-proposals': { may: does('propose', 'rules-proposal'), ...nothing, ...once },
  'POST /api/v1/cycles/:id/corrections': { may: does('propose', 'correction'), ok: [409], ...once },
  'POST /api/v1/cycles/:id/metric-values': { may: does('import', 'value'), ...nothing, ...once },
  'POST /api/v1/metric-values': { may: does('import', 'value'), ...nothing, ...once },
  'POST /api/v1/metrics/:id/values': {
    may: does('write', 'value'),
    params: { id: 'revenue' },
    ...ofSales,
    body: { on: '2027-03-31', value: '2050' },
    ok: [200, 201, 422],
    ...once,
  },
  'POST /api/v1/values/workbook': { may: hasMetrics, ok: [400, 415], ...once },
  'POST /api/v1/cycles/:id/deviation-cases/:case/action': {
    may: does('write', 'action'),
    ...theCase,
    body: { version: 99, state: 'planned', action: 'x', dueOn: '2027-05-01' },
    ok: [409],
    ...once,
  },
  'POST /api/v1/cycles/:id/deviation-cases/:case/owner': {
    may: does('name', 'action'),
    ...theCase,
    body: { owner: 'guan-li' },
    ok: [422],
    ...once,
  },
  'POST /api/v1/cycles/:id/notes': {
    may: does('write', 'talk'),
    ...ofSales,
    body: { goal: 'sales/growth', text: 'x' },
    ok: [201],
    ...once,
  },
  'POST /api/v1/cycles/:id/notes/:note/answers': {
    may: does('write', 'talk'),
    params: { note: '{note}' },
    ...ofSales,
    body: { text: 'x' },
    ok: [201, 409],
    ...once,
  },
  'POST /api/v1/cycles/:id/asks/:ask/answer': {
    may: superior,
    params: { ask: '{ask}' },
    place: { unit: 'sales', decides: ['chen-mingyuan'] },
    body: { text: 'x' },
    ok: [200, 409],
    ...once,
  },
  'POST /api/v1/cycles/:id/reviews/:unit/change-requests': {
    may: does('write', 'change-request'),
    units: walkedUnits,
    ok: [409],
    ...once,
  },
  'POST /api/v1/cycles/:id/reviews/:unit/tasks/*task/progress': {
    may: does('write', 'task'),
    params: { task: '{unit}/t1' },
    place: { unit: 'sales', owner: 'w-owner' },
    body: { percent: '40', note: '', version: 99 },
    ok: [409],
    ...once,
  },
  'PUT /api/v1/cycles/:id/reviews/:unit/steps/*step/draft': {
    may: does('write', 'draft'),
    step: 'open',
    steps: () => ['goals'],
    headers: { 'if-match': '"99"' },
    body: { content: {} },
    ok: [412],
    only: 'goals-open',
  },
  'POST /api/v1/cycles/:id/reviews/:unit/steps/*step/workbook': {
    may: does('write', 'draft'),
    step: 'open',
    steps: () => ['goals'],
    ok: [400, 415],
    only: 'goals-open',
  },
  'POST /api/v1/cycles/:id/reviews/:unit/steps/*step/submit': {
    may: does('submit', 'self-evaluation'),
    step: 'open',
    steps: () => ['self-evaluation'],
    body: { stepRevision: 99, content: { text: 'x' } },
    ok: [409],
    only: 'goals-open',
  },
  'POST /api/v1/cycles/:id/reviews/:unit/steps/*step/approve': {
    may: does('decide', 'goals'),
    step: 'submitted',
    steps: () => ['goals'],
    body: { stepRevision: 99, decision: 'approve' },
    ok: [409],
    only: 'goals-open',
  },
  'POST /api/v1/uploads/:upload/apply': {
    may: does('write', 'upload'),
    params: { upload: '{upload}' },
    place: { unit: null, author: 'w-hr' },
    body: { digest: 'f'.repeat(64) },
    ok: [404, 409],
    refused: [404],
    ...once,
  },

  'POST /sign-in': { may: everybody, ...form, ok: [303, 401, 400], ...once },
  'POST /connectors': { may: does('write', 'connector'), ...form, ok: asksAgain, ...once },
  'POST /connectors/:id': { may: does('write', 'connector'), params: crm, ...form, ok: asksAgain, ...once },
  'POST /connectors/:id/tries': { may: does('write', 'connector'), params: crm, ...form, ok: asksAgain, ...once },
  'POST /connectors/:id/switch': { may: does('write', 'connector'), params: crm, ...form, ok: asksAgain, ...once },
  'POST /cycles/new': { may: does('steer', 'cycle'), ...form, ok: [200, ...asksAgain], ...once },
  'POST /cycles/:cycle/clock': { may: does('steer', 'cycle'), ...form, ok: asksAgain, ...once },
  'POST /cycles/:cycle/corrections': { may: does('propose', 'correction'), ...form, ok: asksAgain, ...once },
  'POST /cycles/:cycle/what-if': { may: does('ask', 'rules-proposal'), ...form, ok: [200, ...asksAgain], ...once },
  'POST /cycles/:cycle/findings': {
    may: does('settle', 'organization-findings'),
    ...form,
    ok: [404, ...asksAgain],
    ...once,
  },
  'POST /cycles/:cycle/deviations/:case': {
    may: does('write', 'action'),
    ...theCase,
    ...form,
    body: 'version=99&state=planned&action=x&dueOn=2027-05-01',
    ok: asksAgain,
    ...once,
  },
  'POST /cycles/:cycle/notes/:note': {
    may: does('write', 'talk'),
    params: { note: '{note}' },
    ...ofSales,
    ...form,
    body: 'text=x',
    ok: asksAgain,
    ...once,
  },
  'POST /cycles/:cycle/units/:unit/notes': {
    may: does('write', 'talk'),
    units: ['sales'],
    ...form,
    body: 'goal=sales/growth&text=x',
    ok: asksAgain,
    ...once,
  },
  'POST /cycles/:cycle/units/:unit/asks': {
    may: superior,
    units: ['sales'],
    place: { unit: 'sales', decides: ['chen-mingyuan'] },
    ...form,
    body: 'ask={ask}&text-{ask}=x',
    ok: asksAgain,
    ...once,
  },
  'POST /cycles/:cycle/units/:unit/change-requests': {
    may: does('write', 'change-request'),
    ...form,
    ok: [200, ...asksAgain],
    ...once,
  },
  'POST /cycles/:cycle/units/:unit/tasks/*task/progress': {
    may: does('write', 'task'),
    params: { task: '{unit}/t1' },
    place: { unit: 'sales', owner: 'w-owner' },
    ...form,
    body: 'key=k&percent-k=40&version=99',
    ok: asksAgain,
    ...once,
  },
  'POST /cycles/:cycle/units/:unit/steps/*step': {
    may: does('write', 'draft'),
    step: 'open',
    steps: () => ['plan'],
    ...form,
    body: 'intent=adopt&adopt=x',
    ok: asksAgain,
    only: 'goals-open',
  },
  'POST /cycles/:id/units/:unit/workbooks/*step': {
    may: does('write', 'draft'),
    step: 'open',
    steps: () => ['goals'],
    ok: [400, 415],
    only: 'goals-open',
  },
  'POST /cycles/:cycle/metric-values': { may: does('import', 'value'), ...form, ok: asksAgain, ...once },
  'POST /cycles/:cycle/metric-values/:metric': {
    may: does('write', 'value'),
    params: { metric: 'revenue' },
    ...ofSales,
    ...form,
    body: 'on=2027-03-31&value=2050',
    // A row of another's metric is refused on the page, for those who see it.
    ok: [303],
    refused: [400, 403],
    ...once,
  },
  'POST /metric-values': { may: does('import', 'value'), ...form, ok: asksAgain, ...once },
  'POST /metric-values/:metric': {
    may: does('write', 'value'),
    params: { metric: 'revenue' },
    ...ofSales,
    ...form,
    body: 'on=2027-03-31&value=2050',
    // A row of another's metric is refused on the page, for those who see it.
    ok: [303],
    refused: [400, 403],
    ...once,
  },
  'POST /values/workbook': { may: hasMetrics, ok: [400, 415], ...once },
  'POST /organization/workbook': { may: does('import', 'organization'), ok: [400, 415], ...once },
  'POST /strategy/:kind': {
    may: does('write', 'strategy'),
    params: { kind: 'metrics' },
    ...form,
    ok: asksAgain,
    ...once,
  },
  'POST /strategy/:kind/:id': { may: does('write', 'strategy'), params: revenue, ...form, ok: asksAgain, ...once },
  'POST /uploads/:upload': {
    may: does('write', 'upload'),
    params: { upload: '{upload}' },
    place: { unit: null, author: 'w-hr' },
    ...form,
    ok: [404, 409],
    refused: [404],
    ...once,
  },
};

const never =
  'of the year before the result: whoever may is stopped by a body that changes nothing; what a right one does stands in the tests of each rule';
export const ofActs: Readonly<Record<string, Expectation>> = Object.fromEntries(
  Object.entries(acts).map(([route, act]) => [route, { ...act, never }]),
);

/** Sign-out ends the session that walks; what it takes is one's own. */
export const notWalked: readonly string[] = ['POST /sign-out', 'DELETE /api/v1/session'];
