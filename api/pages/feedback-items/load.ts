import type { ItemState } from '../../../domain/cycle/index.js';
import type { CycleRow } from '../../../db/cycles.js';
import { listDevelopment } from '../../../db/development.js';
import { countItems, eventsOfItem, type ItemEvent, listItems, readItem } from '../../../db/feedback-items.js';
import { personNames, unitNames } from '../../../db/page-names.js';
import { listAssignments } from '../../../db/trainings.js';
import type { ApiDeps } from '../../deps.js';
import { developmentSight, developsUnit } from '../../development.js';
import { itemOwnersFor, itemRights, type ItemRights, itemsInSight } from '../../feedback-items.js';
import { shownItem, type ShownItem, shownItems } from '../../feedback-shown.js';
import { today } from '../../in-line.js';
import { Refused } from '../../refused.js';
import type { Person } from '../../session.js';
import { type Named, unnamed } from '../steps/form-facts.js';

/** An item with the names around it. */
export interface NamedItem extends ShownItem {
  readonly unit: Named;
  readonly ownerNames: readonly Named[];
  readonly overdue: boolean;
}

const pageSize = 50;

export interface ItemsView {
  readonly cycle: { readonly id: string; readonly title: string };
  readonly items: readonly NamedItem[];
  readonly counts: Readonly<Record<ItemState, number>>;
  readonly state: ItemState | null;
  readonly unit: string | null;
  /** The number after which earlier ones come; null: there are none. */
  readonly next: string | null;
}

export async function loadItems(
  { sql }: ApiDeps,
  person: Person,
  cycle: CycleRow,
  ask: { readonly state: ItemState | null; readonly unit: string | null; readonly before: string | null },
): Promise<ItemsView> {
  const filter = { ...(await itemsInSight(sql, person, cycle)), unit: ask.unit ?? undefined };
  const wanted = { ...filter, state: ask.state ?? undefined, before: ask.before, limit: pageSize + 1 };
  const rows = await listItems(sql, cycle.id, wanted);
  const items = await named(sql, cycle, await shownItems(sql, rows.slice(0, pageSize)));
  return {
    cycle,
    items,
    counts: await countItems(sql, cycle.id, filter),
    state: ask.state,
    unit: ask.unit,
    next: rows.length > pageSize ? (items.at(-1)?.id ?? null) : null,
  };
}

async function named(sql: ApiDeps['sql'], cycle: CycleRow, items: readonly ShownItem[]): Promise<readonly NamedItem[]> {
  const [units, people] = await Promise.all([
    unitNames(
      sql,
      items.map((item) => item.unitId),
    ),
    personNames(
      sql,
      items.flatMap((item) => item.owners),
    ),
  ]);
  return items.map((item) => {
    const due = item.answer?.dueOn ?? null;
    return {
      ...item,
      unit: units.get(item.unitId) ?? unnamed(item.unitId),
      ownerNames: item.owners.map((id) => people.get(id) ?? unnamed(id)),
      overdue: item.state === 'promised' && due !== null && due < today(cycle),
    };
  });
}

export interface ItemView {
  readonly cycle: { readonly id: string; readonly title: string };
  readonly of: NamedItem;
  readonly names: ReadonlyMap<string, Named>;
  readonly events: readonly ItemEvent[];
  readonly rights: ItemRights;
  readonly possible: readonly (Named & { readonly id: string })[];
  readonly development: readonly { readonly id: string; readonly learn: string }[];
  readonly trainings: readonly { readonly id: string; readonly titleZh: string; readonly titleEn: string }[];
  readonly may: { readonly develop: boolean; readonly act: boolean };
}

/** @throws Refused NOT_FOUND or FORBIDDEN */
export async function loadItem({ sql }: ApiDeps, person: Person, cycle: CycleRow, id: string): Promise<ItemView> {
  const row = await readItem(sql, cycle.id, id);
  if (row === undefined) throw new Refused('NOT_FOUND');
  const rights = await itemRights(sql, person, cycle, row);
  if (!rights.sees) throw new Refused('FORBIDDEN');
  const [of] = await named(sql, cycle, [await shownItem(sql, row)]);
  if (of === undefined) throw new Refused('NOT_FOUND');
  const events = await eventsOfItem(sql, id);
  const people = [row.by, ...events.flatMap((event) => [event.by, event.principal, event.owner ?? event.by])];
  const sight = await developmentSight(sql, person, cycle);
  const wanted = { item: id, before: null, limit: pageSize };
  return {
    cycle,
    of,
    names: await personNames(sql, people),
    events,
    rights,
    possible: rights.passesOn === null ? [] : await itemOwnersFor(sql, row.unitId),
    development: await listDevelopment(sql, cycle.id, sight, wanted),
    trainings: await listAssignments(sql, cycle.id, sight, wanted),
    may: {
      develop: (await developsUnit(sql, person, cycle, row.unitId)) !== null,
      act: cycle.state === 'running' && of.state !== 'closed',
    },
  };
}
