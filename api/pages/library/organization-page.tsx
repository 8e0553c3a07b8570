import type { VNode } from 'preact';
import { libraryPages } from '../../../messages/pages.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';
import { placeOfTarget } from '../workbooks/place.js';
import { WorkbookSection } from '../workbooks/section.js';

export interface ShownUnit extends Named {
  readonly id: string;
  readonly parent: string | null;
  readonly head: Named | null;
}

/** The tree of units with their heads. */
export function OrganizationPage({
  reader,
  units,
  mayImport,
}: {
  readonly reader: Reader;
  readonly units: readonly ShownUnit[];
  readonly mayImport: boolean;
}): VNode {
  return (
    <>
      <section>
        <Branch reader={reader} units={units} parent={null} />
      </section>
      {mayImport && <WorkbookSection reader={reader} place={placeOfTarget({ of: 'organization' }, true)} />}
    </>
  );
}

function Branch({
  reader,
  units,
  parent,
}: {
  readonly reader: Reader;
  readonly units: readonly ShownUnit[];
  readonly parent: string | null;
}): VNode | null {
  const here = units.filter((unit) => unit.parent === parent);
  if (here.length === 0) return null;
  return (
    <ul>
      {here.map((unit) => (
        <li key={unit.id}>
          <strong>{reader.name(unit)}</strong>{' '}
          {unit.head !== null && (
            <span class="soft">
              {reader.t(libraryPages.head)}: {reader.name(unit.head)}
            </span>
          )}
          <Branch reader={reader} units={units} parent={unit.id} />
        </li>
      ))}
    </ul>
  );
}
