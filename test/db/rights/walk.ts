/** One walker at one address: what came back, and what of it is not as the table has it. */
import { can, type Field, type Moment } from '../../../domain/rights/index.js';
import type { Api, Reply } from '../../setup/http.js';
import { type Address, type Expectation, momentAt, numbered } from './expectation.js';
import { type Group, keysOfRoutes } from './keys.js';
import { relationsTo, type Walker } from './people.js';
import { stages, type WalkStage } from './stages.js';
import { allMarks, type Mark } from './marks.js';

export interface Seen {
  readonly who: Walker;
  readonly status: number;
  /** Paths of the answer at which something is to be read. */
  readonly keys: ReadonlySet<string>;
  readonly marks: ReadonlySet<Mark>;
}

let asked = 0;

export async function look(api: Api, route: string, it: Expectation, { path }: Address, who: Walker): Promise<Seen> {
  const method = route.slice(0, route.indexOf(' '));
  const key = `walk-${(asked += 1)}`;
  const reply = await asksTwice(() =>
    api.ask(method, path, {
      ...(who.id !== null && { as: who.id }),
      ...(method !== 'GET' && { key }),
      ...(it.body !== undefined && { body: typeof it.body === 'string' ? numbered(it.body) : it.body }),
      ...(it.type !== undefined && { type: it.type }),
      headers: it.headers ?? {},
    }),
  );
  const isShown = reply.status < 300 && method === 'GET';
  return {
    who,
    status: reply.status,
    keys: isShown ? new Set(keysOf(reply)) : new Set(),
    marks: isShown
      ? new Set(allMarks.filter((mark) => mark.texts.some((text) => stands(text, reply.text))))
      : new Set(),
  };
}

/** A connection that the server was just closing is no answer; the key of an act stays the same. */
const asksTwice = (ask: () => Promise<Reply>): Promise<Reply> => ask().catch(ask);

/** As a text of its own: a figure is not part of a longer one. */
function stands(text: string, whole: string): boolean {
  for (let at = whole.indexOf(text); at >= 0; at = whole.indexOf(text, at + 1)) {
    if (!/[\d.]/.test(whole[at - 1] ?? '') && !/\d/.test(whole[at + text.length] ?? '')) return true;
  }
  return false;
}

const keysOf = ({ json }: Reply): readonly string[] => leavesOf(json, '');

/** `a.b[].c`: where a text, a number or a yes or no stands; what is null, empty or absent is nothing to read. */
function leavesOf(value: unknown, path: string): readonly string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((each) => leavesOf(each, `${path}[]`));
  if (typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, path === '' ? key : `${path}.${key}`));
}

/** The group that a path belongs to; undefined: nobody has said. */
export function groupOf(keys: Readonly<Partial<Record<Group, string>>>, path: string): string | undefined {
  for (const [group, patterns] of Object.entries(keys)) {
    if (patterns.split(/\s+/).some((pattern) => isLike(pattern, path))) return group;
  }
  return undefined;
}

/** Patterns that no answer of the walk had: their lines say nothing any more, or the world lacks something. */
export function unseen(said: ReadonlySet<string>): readonly string[] {
  return Object.entries(keysOfRoutes).flatMap(([route, groups]) => {
    const paths = [...said].filter((each) => each.startsWith(`${route} `)).map((each) => each.slice(route.length + 1));
    const patterns = Object.values(groups).flatMap((text) => text.split(/\s+/).filter((pattern) => pattern !== ''));
    return patterns
      .filter((pattern) => !paths.some((path) => isLike(pattern, path)))
      .map((pattern) => `${route} ${pattern}`);
  });
}

/** `*` stands for one name, `**` at the end for all below. */
function isLike(pattern: string, path: string): boolean {
  const source = pattern
    .replace(/[.[\]]/g, '\\$&')
    .replaceAll('**', '§')
    .replaceAll('*', '[^.]*')
    .replaceAll('§', '.*');
  return pattern !== '' && new RegExp(`^${source}$`).test(path);
}

const fits = (statuses: readonly number[], status: number): boolean => statuses.includes(status);

/** What each walker got at one address, against the table; each line says what to do about it. */
export function judge(
  route: string,
  it: Expectation,
  { path, place }: Address,
  stage: WalkStage,
  seen: readonly Seen[],
  said: Set<string>,
): readonly string[] {
  const moment = momentAt(stage, it.step);
  const there = it.from === undefined || stages.indexOf(stage) >= stages.indexOf(it.from);
  const isApi = path.startsWith('/api/') || !route.startsWith('GET');
  const where = (who: Walker): string => `${route} (${path}) as ${who.name}, ${stage}`;
  const wrong: string[] = [];
  const all = {
    keys: new Set(seen.flatMap(({ keys }) => [...keys])),
    marks: new Set(seen.flatMap(({ marks }) => [...marks])),
  };
  for (const { who, status, keys, marks } of seen) {
    const may = it.may(who, place, moment);
    const unknown = it.unknown ?? (isApi ? [401] : [303]);
    const refused = it.refused ?? [403];
    const statuses =
      who.id === null && !may && it.refused?.[0] !== 303
        ? unknown
        : may
          ? there
            ? (it.ok ?? [200])
            : [404]
          : there
            ? refused
            : [...refused, 404];
    if (!fits(statuses, status))
      wrong.push(
        `${where(who)}: ${status} instead of ${statuses.join(' or ')}: mend the route, or \`may\` of its expectation`,
      );
    if (status >= 300 || !may) continue;
    for (const mark of all.marks) {
      const shown = marks.has(mark);
      const mine = it.personal === true && mark.mine === who.id;
      const should = mine || sees(who, mark, moment, mark.field);
      const isOwn = mark.field === place.field && mark.unit === place.unit;
      const besides = it.besides?.includes(mark.field) === true && !isOwn;
      if (shown === should || (!shown && (it.personal === true || besides))) continue;
      wrong.push(
        `${where(who)}: ${shown ? 'shows' : 'hides'} ${mark.field} of ${mark.unit ?? 'the cycle'} (${mark.texts[0]}), which the table ${should ? 'gives' : 'denies'}`,
      );
    }
    const known = keysOfRoutes[route];
    if (it.isOpen === true || (known === undefined && !route.startsWith('GET /api/v1/'))) continue;
    for (const key of all.keys) {
      const group = groupOf(known ?? {}, key);
      if (group === undefined) {
        wrong.push(
          `${route}: nobody says who sees \`${key}\`: add it to its group in test/db/rights/keys.ts, '${route}'`,
        );
        continue;
      }
      said.add(`${route} ${key}`);
      if (group === 'rows') continue;
      const field = group === 'step' ? place.field : group;
      const should = group === 'open' || (field !== undefined && sees(who, place, moment, field as Field));
      const shown = keys.has(key);
      if (shown === should || (it.personal === true && !shown)) continue;
      wrong.push(
        `${where(who)}: ${shown ? 'shows' : 'hides'} \`${key}\` (${group}), which the table ${should ? 'gives' : 'denies'}`,
      );
    }
  }
  return [...new Set(wrong)];
}

const sees = (who: Walker, place: Address['place'], moment: Moment, field: Field): boolean =>
  who.id !== null && can(who, 'see', relationsTo(who, place), moment, field);
