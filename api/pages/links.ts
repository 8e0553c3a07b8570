/** Addresses of pages, made in one place. */
const part = encodeURIComponent;

export const links = {
  inbox: '/inbox',
  signIn: '/sign-in',
  signOut: '/sign-out',
  cycles: '/cycles',
  newCycle: '/cycles/new',
  strategy: '/strategy',
  strategyKind: (kind: string, cycle: string | null): string => `/strategy/${part(kind)}${ofCycle(cycle)}`,
  strategyEntry: (kind: string, id: string, cycle: string | null): string =>
    `/strategy/${part(kind)}/${part(id)}${ofCycle(cycle)}`,
  strategyOf: (cycle: string | null): string => `/strategy${ofCycle(cycle)}`,
  strategyTree: (cycle: string): string => `/cycles/${part(cycle)}/strategy`,
  strategyGoal: (cycle: string, goal: string): string => `/cycles/${part(cycle)}/strategy?goal=${part(goal)}`,
  swotBoard: (cycle: string): string => `/cycles/${part(cycle)}/swot`,
  organization: '/organization',
  templates: '/templates',
  mailbox: '/mailbox',
  myUnits: '/my-units',
  myTasks: '/my-tasks',
  cycle: (cycle: string): string => `/cycles/${part(cycle)}`,
  clock: (cycle: string): string => `/cycles/${part(cycle)}/clock`,
  whatIf: (cycle: string): string => `/cycles/${part(cycle)}/what-if`,
  findings: (cycle: string): string => `/cycles/${part(cycle)}/findings`,
  deviations: (cycle: string): string => `/cycles/${part(cycle)}/deviations`,
  deviation: (cycle: string, id: string): string => `/cycles/${part(cycle)}/deviations/${part(id)}`,
  notes: (cycle: string, unit: string): string => `/cycles/${part(cycle)}/units/${part(unit)}/notes`,
  note: (cycle: string, id: string): string => `/cycles/${part(cycle)}/notes/${part(id)}`,
  asks: (cycle: string, unit: string): string => `/cycles/${part(cycle)}/units/${part(unit)}/asks`,
  ledger: (cycle: string): string => `/cycles/${part(cycle)}/ledger`,
  payroll: (cycle: string): string => `/cycles/${part(cycle)}/payroll`,
  tryMoney: (cycle: string, kind: string): string => `/cycles/${part(cycle)}/money/${part(kind)}`,
  ledgerFile: (cycle: string, form: 'csv' | 'xlsx'): string => `/api/v1/cycles/${part(cycle)}/ledger.${form}`,
  payrollFile: (cycle: string, number: number, form: 'csv' | 'xlsx'): string =>
    `/api/v1/cycles/${part(cycle)}/payroll-exports/${number}/file.${form}`,
  corrections: (cycle: string): string => `/cycles/${part(cycle)}/corrections`,
  cycleAudit: (cycle: string): string => `/cycles/${part(cycle)}/audit`,
  unit: (cycle: string, unit: string): string => `/cycles/${part(cycle)}/units/${part(unit)}`,
  unitAudit: (cycle: string, unit: string | null): string => `/cycles/${part(cycle)}/units/${unitPart(unit)}/audit`,
  changeRequests: (cycle: string, unit: string): string => `/cycles/${part(cycle)}/units/${part(unit)}/change-requests`,
  improvements: (cycle: string): string => `/cycles/${part(cycle)}/improvement-plans`,
  improvementPlans: (cycle: string, unit: string): string =>
    `/cycles/${part(cycle)}/units/${part(unit)}/improvement-plans`,
  improvementPlan: (cycle: string, unit: string, n: number): string =>
    `/cycles/${part(cycle)}/units/${part(unit)}/improvement-plans/${n}`,
  /** A step id may hold one `/` (`rating/sales`); it stays one. */
  step: (cycle: string, unit: string | null, step: string): string =>
    `/cycles/${part(cycle)}/units/${unitPart(unit)}/steps/${slashed(step)}`,
  stepWorkbook: (cycle: string, unit: string, step: string): string =>
    `/cycles/${part(cycle)}/units/${part(unit)}/workbooks/${part(step)}`,
  valuesWorkbook: '/values/workbook',
  organizationWorkbook: '/organization/workbook',
  upload: (id: string): string => `/uploads/${part(id)}`,
  /** The rows themselves, by the API: `xlsx` or `csv`. */
  stepRows: (cycle: string, unit: string, step: string, form: 'xlsx' | 'csv'): string =>
    `/api/v1/cycles/${part(cycle)}/reviews/${part(unit)}/steps/${part(step)}/workbook.${form}`,
  rows: (of: 'values' | 'organization', form: 'xlsx' | 'csv'): string => `/api/v1/${of}/workbook.${form}`,
  taskProgress: (cycle: string, unit: string, task: string): string =>
    `/cycles/${part(cycle)}/units/${part(unit)}/tasks/${slashed(task)}/progress`,
  goal: (cycle: string, goal: string): string => `/cycles/${part(cycle)}/goals/${slashed(goal)}`,
  timeline: (cycle: string, unit: string): string => `/cycles/${part(cycle)}/units/${part(unit)}/timeline`,
  versions: (cycle: string, unit: string, what: 'goals' | 'plan'): string =>
    `/cycles/${part(cycle)}/units/${part(unit)}/versions/${what}`,
  /** As download, by the API. */
  file: (id: string): string => `/api/v1/files/${part(id)}`,
  lesson: (cycle: string): string => `/cycles/${part(cycle)}/lesson`,
  command: (id: string): string => `/commands/${part(id)}`,
  template: (id: string): string => `/templates/${part(id)}`,
  /** Of a cycle's own book, or the real ones (null). */
  values: (cycle: string | null): string =>
    cycle === null ? '/metric-values' : `/cycles/${part(cycle)}/metric-values`,
  metricValues: (cycle: string | null, metric: string): string => `${links.values(cycle)}/${part(metric)}`,
  recognitions: (cycle: string): string => `/cycles/${part(cycle)}/recognitions`,
  nominations: (cycle: string, unit: string): string => `/cycles/${part(cycle)}/units/${part(unit)}/nominations`,
  nextCycle: (cycle: string): string => `/cycles/${part(cycle)}/next-cycle`,
  learnt: (cycle: string): string => `/cycles/${part(cycle)}/learnt`,
  connectors: '/connectors',
  connector: (id: string): string => `/connectors/${part(id)}`,
  feedbackItems: (cycle: string): string => `/cycles/${part(cycle)}/feedback-items`,
  feedbackItem: (cycle: string, id: string): string => `/cycles/${part(cycle)}/feedback-items/${part(id)}`,
  development: (cycle: string): string => `/cycles/${part(cycle)}/development`,
  developmentEntry: (cycle: string, id: string): string => `/cycles/${part(cycle)}/development/${part(id)}`,
  unitDevelopment: (cycle: string, unit: string): string => `/cycles/${part(cycle)}/units/${part(unit)}/development`,
  trainingBudgets: (cycle: string): string => `/cycles/${part(cycle)}/training-budgets`,
  /** Of a rehearsal's own book, or the real ones (null). */
  trainings: (cycle: string | null): string => (cycle === null ? '/trainings' : `/cycles/${part(cycle)}/trainings`),
  myDevelopment: '/my-development',
  reports: (cycle: string): string => `/cycles/${part(cycle)}/reports`,
  /** `scope`: of that unit and those below; of a unit's report, that unit. */
  report: (cycle: string, report: string, scope: string | null): string =>
    `/cycles/${part(cycle)}/reports/${part(report)}${queryOf({ scope })}`,
  reportList: (cycle: string, report: string, list: string, query: Readonly<Record<string, string | null>>): string =>
    `/cycles/${part(cycle)}/reports/${part(report)}/lists/${part(list)}${queryOf(query)}`,
  /** A report, or one of its lists, as a file by the API. */
  reportFile: (
    cycle: string,
    report: string,
    list: string | null,
    form: 'xlsx' | 'csv',
    query: Readonly<Record<string, string | null>>,
  ): string =>
    `/api/v1/cycles/${part(cycle)}/reports/${part(report)}/${list === null ? '' : `lists/${part(list)}/`}rows.${form}${queryOf(query)}`,
  language: (to: string, back: string): string => `/language?to=${part(to)}&back=${part(back)}`,
} as const;

/** What is null or empty is left out. */
function queryOf(query: Readonly<Record<string, string | null>>): string {
  const said = Object.entries(query).filter((each): each is [string, string] => each[1] !== null && each[1] !== '');
  return said.length === 0 ? '' : `?${new URLSearchParams(said).toString()}`;
}

/** A rehearsal's own copy; null: the real one. */
const ofCycle = (cycle: string | null): string => (cycle === null ? '' : `?cycle=${part(cycle)}`);
/** Ids that may hold one `/` keep it. */
const slashed = (id: string): string => id.split('/').map(part).join('/');

const unitPart = (unit: string | null): string => (unit === null ? '-' : part(unit));

/** Only addresses that cannot run script become links; Preact does not check. */
export function safeHref(address: string): string | null {
  const text = address.trim();
  return /^https?:\/\//i.test(text) || /^\/(?!\/)/.test(text) ? text : null;
}

/** A path of ours to go back to; anything else goes to the inbox. */
export const safeBack = (path: unknown): string =>
  typeof path === 'string' && /^\/(?![/\\])[^\r\n]*$/.test(path) ? path : links.inbox;
