/** What the walk was answered, route by route: a route that answers nobody was met with nothing that is there. */
import type { Api } from '../../setup/http.js';
import { type Address, type Expectation, numbered } from './expectation.js';
import type { Seen } from './walk.js';

export interface Tally {
  readonly count: (route: string, seen: readonly Pick<Seen, 'who' | 'status'>[]) => void;
  /** `GET /cycles  200×15 303×1`. */
  readonly lines: () => readonly string[];
  readonly neverAnswered: (routes: readonly string[]) => readonly string[];
}

/** Taken: shown, done, or of a form's act, sent on to where it is seen. */
const isAnswer = (route: string, status: number): boolean =>
  status < 300 || (status === 303 && !route.startsWith('GET ') && !route.includes('/api/'));

export function createTally(): Tally {
  const counts = new Map<string, Map<number, number>>();
  const answered = new Set<string>();
  return {
    count: (route, seen) => {
      const of = counts.get(route) ?? new Map<number, number>();
      counts.set(route, of);
      for (const { who, status } of seen) {
        of.set(status, (of.get(status) ?? 0) + 1);
        if (who.id !== null && isAnswer(route, status)) answered.add(route);
      }
    },
    lines: () =>
      [...counts].map(([route, of]) => {
        const each = [...of].toSorted(([a], [b]) => a - b).map(([status, times]) => `${status}×${times}`);
        return `${route}  ${each.join(' ')}`;
      }),
    neverAnswered: (routes) => routes.filter((route) => !answered.has(route)).toSorted(),
  };
}

let done = 0;

/** The act itself, by one who may. */
export async function doneOnce(
  api: Api,
  route: string,
  { then, type, headers }: Expectation,
  addresses: readonly Address[],
  tally: Tally,
): Promise<readonly string[]> {
  const address = addresses.find(({ place }) => then?.unit === undefined || place.unit === then.unit);
  if (then === undefined || address === undefined) return [];
  const { body } = then;
  const sentAs = then.type ?? type;
  const reply = await api.ask(route.slice(0, route.indexOf(' ')), address.path, {
    ...{ as: then.as, key: `done-${(done += 1)}`, headers: { ...headers, ...then.headers } },
    ...(body !== undefined && { body: typeof body === 'string' ? numbered(body) : body }),
    ...(sentAs !== undefined && { type: sentAs }),
  });
  const who = { name: then.as, id: then.as, roles: [], heads: [], memberOf: [], standsInFor: [] };
  tally.count(route, [{ who, status: reply.status }]);
  return isAnswer(route, reply.status)
    ? []
    : [`${route} as ${then.as} (then): ${reply.status} ${reply.text.slice(0, 300)}`];
}
