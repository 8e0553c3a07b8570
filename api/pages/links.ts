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
  corrections: (cycle: string): string => `/cycles/${part(cycle)}/corrections`,
  cycleAudit: (cycle: string): string => `/cycles/${part(cycle)}/audit`,
  unit: (cycle: string, unit: string): string => `/cycles/${part(cycle)}/units/${part(unit)}`,
  unitAudit: (cycle: string, unit: string | null): string => `/cycles/${part(cycle)}/units/${unitPart(unit)}/audit`,
  changeRequests: (cycle: string, unit: string): string => `/cycles/${part(cycle)}/units/${part(unit)}/change-requests`,
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
  command: (id: string): string => `/commands/${part(id)}`,
  template: (id: string): string => `/templates/${part(id)}`,
  /** Of a cycle's own book, or the real ones (null). */
  values: (cycle: string | null): string =>
    cycle === null ? '/metric-values' : `/cycles/${part(cycle)}/metric-values`,
  metricValues: (cycle: string | null, metric: string): string => `${links.values(cycle)}/${part(metric)}`,
  connectors: '/connectors',
  connector: (id: string): string => `/connectors/${part(id)}`,
  language: (to: string, back: string): string => `/language?to=${part(to)}&back=${part(back)}`,
} as const;

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
