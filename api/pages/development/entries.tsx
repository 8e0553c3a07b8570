import type { VNode } from 'preact';
import { developmentPage, developmentStateNames, itemKindNames } from '../../../messages/pages.js';
import { Badge, type Tone } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { ShownEntry } from './load.js';

const tones: Readonly<Record<ShownEntry['state'], Tone>> = {
  planned: 'calm',
  'under-way': 'warn',
  done: 'good',
  dropped: 'calm',
};

export const EntryState = ({ reader, entry }: { readonly reader: Reader; readonly entry: ShownEntry }): VNode => (
  <span>
    <Badge tone={tones[entry.state]}>{reader.t(developmentStateNames[entry.state])}</Badge>{' '}
    {entry.overdue && <Badge tone="bad">{reader.t(developmentPage.overdue)}</Badge>}
  </span>
);

/** Where an entry comes from, in words. */
export function originWords(reader: Reader, entry: ShownEntry): string {
  const { t } = reader;
  if (entry.item !== null && entry.itemKind !== null)
    return t(developmentPage.fromItem(itemKindNames[entry.itemKind], entry.item));
  return t(entry.lineTitle === null ? developmentPage.byHand : developmentPage.fromLine(entry.lineTitle));
}

export function Entries({
  reader,
  entries,
  withUnit = false,
}: {
  readonly reader: Reader;
  readonly entries: readonly ShownEntry[];
  readonly withUnit?: boolean;
}): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(developmentPage.entries)}
      hideCaption
      rows={entries}
      keyOf={(entry) => entry.id}
      empty={t(developmentPage.none)}
      columns={[
        {
          title: t(developmentPage.learn),
          cell: (entry) => (
            <div>
              <a href={links.developmentEntry(entry.cycleId, entry.id)}>{entry.learn}</a>
              <div class="soft">{originWords(reader, entry)}</div>
            </div>
          ),
        },
        {
          title: t(developmentPage.who),
          cell: (entry) => (
            <span>
              {withUnit && (
                <>
                  <a href={links.unitDevelopment(entry.cycleId, entry.unitId)}>{reader.name(entry.unit)}</a>
                  {' · '}
                </>
              )}
              {entry.who === null ? t(developmentPage.wholeUnit) : reader.name(entry.who)}
            </span>
          ),
        },
        { title: t(developmentPage.until), cell: (entry) => entry.untilOn },
        { title: t(developmentPage.state), cell: (entry) => <EntryState reader={reader} entry={entry} /> },
      ]}
    />
  );
}
