import type { VNode } from 'preact';
import type { RulesDifference } from '../../../domain/cycle/index.js';
import { frame, rulesPage, sectionNames } from '../../../messages/pages.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';

/** What is different in the rules, place by place: the section in words, the place as its pointer. */
export function ShownDifference({
  reader,
  differences,
}: {
  readonly reader: Reader;
  readonly differences: readonly RulesDifference[];
}): VNode {
  const { t } = reader;
  const sectionOf = (pointer: string): string => {
    const name = pointer.split('/')[1];
    const known = Object.entries(sectionNames).find(([section]) => section === name);
    return known === undefined ? '' : t(known[1]);
  };
  return (
    <Table
      caption={t(rulesPage.changes)}
      hideCaption
      rows={differences}
      keyOf={(row) => row.pointer}
      empty={t(frame.nothing)}
      columns={[
        {
          title: t(rulesPage.place),
          cell: ({ pointer }) => (
            <span>
              {sectionOf(pointer)} <code>{pointer}</code>
            </span>
          ),
        },
        { title: t(rulesPage.before), cell: ({ before }) => plain(before) },
        { title: t(rulesPage.after), cell: ({ after }) => <strong>{plain(after)}</strong> },
      ]}
    />
  );
}

/** A text or number without the quotes of JSON. */
const plain = (json: string | null): string => (json === null ? '–' : json.replace(/^"(.*)"$/, '$1'));
