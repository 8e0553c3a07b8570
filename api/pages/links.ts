/** Addresses of pages, made in one place. */
const part = encodeURIComponent;

export const links = {
  inbox: '/inbox',
  signIn: '/sign-in',
  signOut: '/sign-out',
  cycles: '/cycles',
  newCycle: '/cycles/new',
  strategy: '/strategy',
  organization: '/organization',
  templates: '/templates',
  mailbox: '/mailbox',
  myUnits: '/my-units',
  cycle: (cycle: string): string => `/cycles/${part(cycle)}`,
  clock: (cycle: string): string => `/cycles/${part(cycle)}/clock`,
  whatIf: (cycle: string): string => `/cycles/${part(cycle)}/what-if`,
  findings: (cycle: string): string => `/cycles/${part(cycle)}/findings`,
  cycleAudit: (cycle: string): string => `/cycles/${part(cycle)}/audit`,
  unit: (cycle: string, unit: string): string => `/cycles/${part(cycle)}/units/${part(unit)}`,
  unitAudit: (cycle: string, unit: string | null): string => `/cycles/${part(cycle)}/units/${unitPart(unit)}/audit`,
  /** A step id may hold one `/` (`rating/sales`); it stays one. */
  step: (cycle: string, unit: string | null, step: string): string =>
    `/cycles/${part(cycle)}/units/${unitPart(unit)}/steps/${step.split('/').map(part).join('/')}`,
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

const unitPart = (unit: string | null): string => (unit === null ? '-' : part(unit));

/** Only addresses that cannot run script become links; Preact does not check. */
export function safeHref(address: string): string | null {
  const text = address.trim();
  return /^https?:\/\//i.test(text) || /^\/(?!\/)/.test(text) ? text : null;
}

/** A path of ours to go back to; anything else goes to the inbox. */
export const safeBack = (path: unknown): string =>
  typeof path === 'string' && /^\/(?![/\\])[^\r\n]*$/.test(path) ? path : links.inbox;
