/** What stands between the fields of an organization: references, the tree, ids that stand twice. */
import { z } from 'zod';

/** Tells of one problem: where, code, in words. */
type Tell = (path: PropertyKey[], code: string, message: string) => void;

const word = z.string().optional().catch(undefined);
const list = <T extends z.ZodType>(item: T) => z.array(item).catch([]);
const nothing = {};
const loose = z.object({
  persons: list(z.object({ id: word }).catch(nothing)),
  units: list(
    z
      .object({ id: word, parent: word, head: word, members: list(word), ratedBy: list(word) })
      .catch({ members: [], ratedBy: [] }),
  ),
  standIns: list(z.object({ principal: word, person: word, from: word, to: word }).catch(nothing)),
});
type Loose = z.output<typeof loose>;

/** As much of a document as can be read at all: what is not a text is told of by the schema, and passed over here. */
export const readLoosely = (value: unknown): Loose =>
  loose.catch({ persons: [], units: [], standIns: [] }).parse(value);

export function checkOrganization(document: Loose, tell: Tell): void {
  checkUnique(document.persons, 'persons', tell);
  checkUnique(document.units, 'units', tell);
  checkReferences(document, tell);
  checkTree(document.units, tell);
  checkStandIns(document, tell);
}

function checkUnique(items: readonly { readonly id?: string | undefined }[], name: string, tell: Tell): void {
  const seen = new Set<string>();
  items.forEach(({ id }, index) => {
    if (id === undefined) return;
    if (seen.has(id)) tell([name, index, 'id'], 'ID_DUPLICATE', `${id} stands twice`);
    seen.add(id);
  });
}

const idsOf = (items: readonly { readonly id?: string | undefined }[]): ReadonlySet<string | undefined> =>
  new Set(items.map((each) => each.id));

function checkReferences(document: Loose, tell: Tell): void {
  const persons = idsOf(document.persons);
  const units = idsOf(document.units);
  document.units.forEach((each, index) => {
    const at = (...path: PropertyKey[]): PropertyKey[] => ['units', index, ...path];
    const { id = '', parent, head } = each;
    if (parent !== undefined && !units.has(parent)) tell(at('parent'), 'ID_UNKNOWN', `there is no unit ${parent}`);
    if (head === undefined) tell(at('head'), 'UNIT_WITHOUT_HEAD', `the unit ${id} has no head`);
    else if (!persons.has(head)) tell(at('head'), 'ID_UNKNOWN', `there is no person ${head}`);
    each.members.forEach((member, place) => {
      if (member !== undefined && !persons.has(member)) {
        tell(at('members', place), 'ID_UNKNOWN', `there is no person ${member}`);
      }
    });
    each.ratedBy.forEach((rater, place) => {
      if (rater === undefined) return;
      if (!units.has(rater)) tell(at('ratedBy', place), 'ID_UNKNOWN', `there is no unit ${rater}`);
      if (rater === each.id) tell(at('ratedBy', place), 'TREE_CIRCLE', 'a unit does not rate itself');
    });
  });
}

function checkTree(units: Loose['units'], tell: Tell): void {
  if (units.length === 0) return;
  const roots = units.filter((each) => each.parent === undefined);
  if (roots.length !== 1) {
    const named = roots.map((each) => each.id ?? '?').slice(0, 10);
    const found = named.length === 0 ? 'none' : named.join(', ');
    tell(['units'], 'ROOT_NOT_SINGLE', `exactly one unit has no parent; here: ${found}`);
  }
  // Of an id that stands twice the first line counts.
  const parents = new Map(units.toReversed().map((each) => [each.id, each.parent]));
  const seen = new Set<string | undefined>();
  const safe = new Set<string>();
  units.forEach((each, index) => {
    if (seen.has(each.id)) return;
    seen.add(each.id);
    const path = new Set<string>();
    let at: string | undefined = each.id;
    while (at !== undefined && !safe.has(at) && !path.has(at)) {
      path.add(at);
      at = parents.get(at);
    }
    if (at === undefined || safe.has(at)) for (const known of path) safe.add(known);
    else
      tell(
        ['units', index, 'parent'],
        'TREE_CIRCLE',
        `the unit ${each.id ?? ''} stands below itself or below a circle`,
      );
  });
}

function checkStandIns({ standIns, persons }: Loose, tell: Tell): void {
  const known = idsOf(persons);
  const seen = new Set<string>();
  standIns.forEach(({ principal, person, from, to }, index) => {
    const at = (field: string): PropertyKey[] => ['standIns', index, field];
    for (const [field, id] of [['principal', principal] as const, ['person', person] as const]) {
      if (id !== undefined && !known.has(id)) tell(at(field), 'ID_UNKNOWN', `there is no person ${id}`);
    }
    if (principal !== undefined && principal === person) {
      tell(at('person'), 'STAND_IN_SELF', 'nobody stands in for themselves');
    }
    if (from !== undefined && to !== undefined && to < from) {
      tell(at('to'), 'PERIOD_INVALID', 'the last day comes before the first');
    }
    const key = JSON.stringify([principal, person, from]);
    if (seen.has(key)) tell(['standIns', index], 'ID_DUPLICATE', 'the same stand-in from the same day stands twice');
    seen.add(key);
  });
}
