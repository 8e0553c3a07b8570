import type { VNode } from 'preact';
import type { RulesDifference } from '../../../domain/cycle/index.js';
import { alignmentFields, frame, rulesPage, sectionNames } from '../../../messages/pages.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import { at, textAt } from '../steps/form-data.js';

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
        { title: t(rulesPage.before), cell: ({ pointer, before }) => shown(reader, pointer, before) },
        { title: t(rulesPage.after), cell: ({ pointer, after }) => <strong>{shown(reader, pointer, after)}</strong> },
      ]}
    />
  );
}

const shown = (reader: Reader, pointer: string, json: string | null): string =>
  (json !== null && /^\/guards\/\d+$/.test(pointer) ? guardWords(reader, JSON.parse(json)) : null) ?? plain(json);

/** A guard that holds one part down while one metric is on one side of a line, as a sentence; null: it is of another form. */
function guardWords(reader: Reader, guard: unknown): string | null {
  const [when, atMost] = [at(guard, 'gate', 'when'), at(guard, 'gate', 'then', 'atMost')];
  const [held, ...more] = typeof atMost === 'object' && atMost !== null ? Object.keys(atMost) : [];
  const [metric, is, than] = ['component', 'is', 'than'].map((field) => textAt(when, field));
  if (held === undefined || more.length > 0 || !metric || !is || !than) return null;
  const sentence = alignmentFields.sentence(metric, is, than, held, textAt(atMost, held));
  return reader.t(sentence);
}

/** A text or number without the quotes of JSON. */
const plain = (json: string | null): string => (json === null ? '–' : json.replace(/^"(.*)"$/, '$1'));
