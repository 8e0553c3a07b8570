import {
  type ItemAct,
  type ItemKind,
  type ItemState,
  type OpeningAfter,
  stateOfItem,
  waitOfItem,
} from '../domain/cycle/index.js';
import { localDay } from '../documents/schedule.js';
import { settleWaits, type WaitingCycle } from './case-waits.js';
import { json, type Query } from './connect.js';
import { actsToday, turnsOf } from './turns.js';

export interface ItemLast {
  readonly act: Exclude<ItemAct, 'assigned'>;
  readonly text: string;
  readonly dueOn: string | null;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
}

export interface ItemRow {
  readonly id: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly stepId: string;
  readonly kind: ItemKind;
  readonly text: string;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
  /** How often something was said of it; 0: never. */
  readonly version: number;
  /** Who was made the owner and is still there; null: the unit's superior, whoever that is. */
  readonly ownerId: string | null;
  /** The last word that is no assignment; null: nobody has said anything. */
  readonly last: ItemLast | null;
  /** The last answer, or what came of it, whatever the unit said since; null: none. */
  readonly answer: ItemLast | null;
}

export const stateOf = (row: Pick<ItemRow, 'last'>): ItemState => stateOfItem(row.last?.act ?? null);

const wordColumns = (sql: Query) => sql`
  jsonb_build_object('act', e.act, 'text', e.text, 'dueOn', e.due_on, 'by', e.written_by, 'principal', e.principal_id,
                     'at', round(extract(epoch FROM e.written_at) * 1000)::bigint)`;

const itemRows = (sql: Query) => sql`
  SELECT i.id, i.cycle_id AS "cycleId", i.unit_id AS "unitId", i.step_id AS "stepId", i.kind, i.text, i.named_by AS by,
         i.principal_id AS principal, i.named_at AS at,
         coalesce((SELECT max(e.version) FROM feedback_item_events e WHERE e.item_id = i.id), 0) AS version,
         (SELECT p.id FROM (SELECT e.owner_id FROM feedback_item_events e WHERE e.item_id = i.id AND e.act = 'assigned'
                             ORDER BY e.version DESC LIMIT 1) o JOIN persons p ON p.id = o.owner_id AND p.active) AS "ownerId",
         (SELECT ${wordColumns(sql)} FROM feedback_item_events e WHERE e.item_id = i.id AND e.act <> 'assigned'
           ORDER BY e.version DESC LIMIT 1) AS last,
         (SELECT ${wordColumns(sql)} FROM feedback_item_events e
           WHERE e.item_id = i.id AND e.act IN ('answered', 'done', 'not-done')
           ORDER BY e.version DESC LIMIT 1) AS answer
    FROM feedback_items i`;

/** Keeps what a unit named, in its order; returns the numbers. Said again by the same command, nothing is added. */
export async function nameItems(
  sql: Query,
  it: {
    readonly cycleId: string;
    readonly unitId: string;
    readonly stepId: string;
    readonly commandId: string;
    readonly by: string;
    readonly principal: string;
    readonly at: number;
  },
  items: readonly { readonly kind: ItemKind; readonly position: number; readonly text: string }[],
): Promise<readonly string[]> {
  if (items.length === 0) return [];
  const rows = await sql<{ id: string }[]>`
    INSERT INTO feedback_items (cycle_id, unit_id, step_id, kind, position, text, named_by, principal_id, named_at, command_id)
    SELECT ${it.cycleId}, ${it.unitId}, ${it.stepId}, n.kind, n.position, n.text, ${it.by}, ${it.principal}, ${it.at}, ${it.commandId}
      FROM jsonb_to_recordset(${json(sql, items)}::jsonb) AS n (kind text, position int, text text)
     ORDER BY n.kind, n.position
    ON CONFLICT (command_id, kind, position) DO NOTHING RETURNING id`;
  return rows.map(({ id }) => id);
}

export async function readItem(sql: Query, cycleId: string, id: string): Promise<ItemRow | undefined> {
  const [row] = await sql<ItemRow[]>`${itemRows(sql)} WHERE i.id = ${id} AND i.cycle_id = ${cycleId}`;
  return row;
}

export async function readItems(sql: Query, ids: readonly string[]): Promise<readonly ItemRow[]> {
  if (ids.length === 0) return [];
  return sql<ItemRow[]>`${itemRows(sql)} WHERE i.id = ANY (${ids as string[]}::bigint[]) ORDER BY i.id`;
}

const stateColumn = (sql: Query) => sql`
  CASE x.last ->> 'act' WHEN 'answered' THEN 'promised' WHEN 'done' THEN 'settled' WHEN 'not-done' THEN 'settled'
       WHEN 'confirmed' THEN 'closed' ELSE 'open' END`;

export interface ItemFilter {
  /** Of these units, or owned by this person; `units` null: all. */
  readonly units: readonly string[] | null;
  readonly owner: string;
  readonly unit?: string | undefined;
  readonly kind?: ItemKind | undefined;
  readonly state?: ItemState | undefined;
}

const matching = (sql: Query, cycleId: string, { units, owner, unit, kind }: ItemFilter) => sql`
  (${itemRows(sql)} WHERE i.cycle_id = ${cycleId}
      AND (${unit ?? null}::text IS NULL OR i.unit_id = ${unit ?? null})
      AND (${kind ?? null}::text IS NULL OR i.kind = ${kind ?? null})) x
   WHERE (${units as string[] | null}::text[] IS NULL OR x."unitId" = ANY (${units as string[] | null}) OR x."ownerId" = ${owner})`;

/** Newest first; `before`: the number of the last one seen. */
export async function listItems(
  sql: Query,
  cycleId: string,
  it: ItemFilter & { readonly before: string | null; readonly limit: number },
): Promise<readonly ItemRow[]> {
  const { state = null, before, limit } = it;
  return sql<ItemRow[]>`
    SELECT x.* FROM ${matching(sql, cycleId, it)}
       AND (${state}::text IS NULL OR ${stateColumn(sql)} = ${state}) AND (${before}::bigint IS NULL OR x.id < ${before})
     ORDER BY x.id DESC LIMIT ${limit}`;
}

/** How many stand where, the filter's state apart. */
export async function countItems(
  sql: Query,
  cycleId: string,
  it: ItemFilter,
): Promise<Readonly<Record<ItemState, number>>> {
  const rows = await sql<{ state: ItemState; count: number }[]>`
    SELECT ${stateColumn(sql)} AS state, count(*)::int AS count FROM ${matching(sql, cycleId, it)} GROUP BY 1`;
  const of = (state: ItemState): number => rows.find((row) => row.state === state)?.count ?? 0;
  return { open: of('open'), promised: of('promised'), settled: of('settled'), closed: of('closed') };
}

export interface ItemEvent {
  readonly version: number;
  readonly act: ItemAct;
  readonly owner: string | null;
  readonly text: string;
  readonly dueOn: string | null;
  readonly by: string;
  readonly principal: string;
  readonly at: number;
}

/** Everything that was said of it, oldest first. */
export async function eventsOfItem(sql: Query, itemId: string): Promise<readonly ItemEvent[]> {
  return sql<ItemEvent[]>`
    SELECT version, act, owner_id AS owner, text, due_on AS "dueOn", written_by AS by, principal_id AS principal,
           written_at AS at FROM feedback_item_events WHERE item_id = ${itemId} ORDER BY version`;
}

/** The next word on an item; the caller holds the unit's review. */
export async function writeItemEvent(
  sql: Query,
  it: { readonly itemId: string } & Omit<ItemEvent, 'version'>,
): Promise<number> {
  const [row] = await sql<{ version: number }[]>`
    INSERT INTO feedback_item_events (item_id, version, act, owner_id, text, due_on, written_by, principal_id, written_at)
    SELECT ${it.itemId}, coalesce(max(version), 0) + 1, ${it.act}, ${it.owner}, ${it.text}, ${it.dueOn}, ${it.by},
           ${it.principal}, ${it.at} FROM feedback_item_events WHERE item_id = ${it.itemId} RETURNING version`;
  return row?.version ?? 1;
}

/** Whoever has their turn with these items is waited for from now on. The caller holds the units' reviews. */
export async function settleItemWaits(
  sql: Query,
  cycle: WaitingCycle,
  ids: readonly string[],
  at: OpeningAfter,
): Promise<void> {
  const rows = (await readItems(sql, ids)).map((row) => {
    const { last } = row;
    const word = last === null ? null : { ...last, writtenDay: localDay(last.at, cycle.zone) };
    return { ...row, wait: waitOfItem({ namedDay: localDay(row.at, cycle.zone), last: word }) };
  });
  await settleWaits(sql, cycle, 'item', rows, at);
}

export type OwnItem = ItemRow & { readonly cycleTitle: string };

/**
 * Items of running cycles that wait for this person, or for whom they stand in for: theirs by name, else those of units
 * whose superior they are; and their own unit's outcomes to confirm, but for those that they gave.
 */
export async function itemsFor(sql: Query, personId: string): Promise<readonly OwnItem[]> {
  return sql<OwnItem[]>`
    WITH RECURSIVE ${turnsOf(sql, personId)}
    SELECT x.*, c.title AS "cycleTitle"
      FROM (${itemRows(sql)} WHERE NOT EXISTS (SELECT FROM feedback_item_events e WHERE e.item_id = i.id AND e.act = 'confirmed')) x
      JOIN cycles c ON c.id = x."cycleId" AND c.state = 'running' JOIN cycle_clocks k ON k.cycle_id = c.id
      JOIN units u ON u.id = x."unitId"
     WHERE EXISTS (
       SELECT FROM acting a WHERE ${actsToday(sql)}
          AND CASE WHEN x.last ->> 'act' IN ('done', 'not-done')
                   THEN u.head_id = a.id AND NOT ARRAY[x.last ->> 'by', x.last ->> 'principal'] && ARRAY[a.id, ${personId}]
                   WHEN x."ownerId" IS NULL THEN (a.id, x."unitId"::text, 'parent-head') IN (SELECT id, unit, rule FROM superior_of)
                   ELSE a.id = x."ownerId" END)
     ORDER BY x.id`;
}

/** Active persons of HR, and heads of units: who may be made the owner. */
export async function possibleItemOwners(
  sql: Query,
): Promise<readonly { readonly id: string; readonly nameZh: string; readonly nameEn: string }[]> {
  return sql`
    SELECT p.id, p.name_zh AS "nameZh", p.name_en AS "nameEn" FROM persons p
     WHERE p.active AND (EXISTS (SELECT FROM person_roles r WHERE r.person_id = p.id AND r.role = 'hr')
        OR EXISTS (SELECT FROM units u WHERE u.head_id = p.id AND u.active)) ORDER BY p.id`;
}
