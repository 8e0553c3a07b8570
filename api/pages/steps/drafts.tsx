import type { VNode } from 'preact';
import { draftPage, goalFields, taskFields } from '../../../messages/pages.js';
import { changedFields, compareRows } from '../../../domain/rules/index.js';
import { Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import { fieldTitle, textOf } from './field-title.js';
import { listAt, textAt } from './form-data.js';
import type { Named } from './form-facts.js';
import { formOf } from './kinds/index.js';
import type { StepView } from './view.js';

/** The form of the step's page: buttons outside it post all that was typed. */
export const stepFormId = 'step-form';

/** A draft that gave way to others. */
export interface ShownKeptDraft {
  readonly id: string;
  readonly how: 'replaced' | 'ended' | 'beside';
  readonly content: unknown;
  readonly savedBy: Named;
  readonly savedAt: number;
}

/** The version that somebody else saved meanwhile. */
export interface OtherDraft {
  readonly content: unknown;
  readonly savedBy: Named;
  readonly savedAt: number;
}

interface Props {
  readonly reader: Reader;
  readonly view: StepView;
}

/** Two versions of one draft side by side: take either, or go on by hand in the form below, where the own one stands. */
export function DraftConflict({
  reader,
  view,
  mine,
  other,
}: Props & { readonly mine: unknown; readonly other: OtherDraft }): VNode {
  const { t } = reader;
  const { Shown } = formOf[view.kind];
  return (
    <Section title={t(draftPage.twoVersions)} id="two-versions">
      <p>{t(draftPage.savedMeanwhile(reader.name(other.savedBy), reader.time(other.savedAt)))}</p>
      <Table
        caption={t(draftPage.differences)}
        rows={differences(reader, other.content, mine)}
        keyOf={(row) => row.place}
        empty={t(draftPage.noDifferences)}
        columns={[
          { title: t(draftPage.place), cell: (row) => row.place },
          { title: t(draftPage.theirs(reader.name(other.savedBy))), cell: (row) => row.before },
          { title: t(draftPage.mine), cell: (row) => row.after },
        ]}
      />
      <details>
        <summary>{t(draftPage.wholeOther(reader.name(other.savedBy)))}</summary>
        <Shown reader={reader} facts={view.facts} content={other.content} />
      </details>
      <div class="actions">
        <button class="main" form={stepFormId} name="intent" value="save">
          {t(draftPage.keepMine)}
        </button>
        <button form={stepFormId} name="intent" value="take-other">
          {t(draftPage.takeTheirs(reader.name(other.savedBy)))}
        </button>
        <a class="button" href="#form">
          {t(draftPage.byHand)}
        </a>
      </div>
      <p class="hint">{t(draftPage.nothingLost)}</p>
    </Section>
  );
}

/** Drafts that gave way to others; each can come back, and what stands in the form is kept in turn. */
export function KeptDrafts({ reader, view, kept }: Props & { readonly kept: readonly ShownKeptDraft[] }): VNode | null {
  if (kept.length === 0) return null;
  const { t } = reader;
  const { Shown } = formOf[view.kind];
  return (
    <Section title={t(draftPage.earlier)} id="drafts">
      <ul class="plain">
        {kept.map((draft) => (
          <li key={draft.id}>
            <details>
              <summary>
                {reader.time(draft.savedAt)} · {reader.name(draft.savedBy)} · {t(draftPage[draft.how])}
              </summary>
              <Shown reader={reader} facts={view.facts} content={draft.content} />
              {view.may.submit && (
                <div class="actions">
                  <button form={stepFormId} name="intent" value={`restore:${draft.id}`}>
                    {t(draftPage.restore)}
                  </button>
                </div>
              )}
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface Difference {
  readonly place: string;
  readonly before: string;
  readonly after: string;
}

const lists = [
  { key: 'goals', names: goalFields },
  { key: 'tasks', names: taskFields },
] as const;

/** What differs between two contents of a step, for reading: rows of goals and tasks field by field, the rest part by part. */
export function differences(reader: Reader, before: unknown, after: unknown): readonly Difference[] {
  const rows = lists.flatMap(({ key, names }) =>
    rowDifferences(reader, names, rowsOf(before, key), rowsOf(after, key)),
  );
  const rest = changedFields(partsOf(before), partsOf(after)).map(({ field, before: was, after: is }) => ({
    place: field,
    before: textOf(was),
    after: textOf(is),
  }));
  return [...rows, ...rest];
}

interface Row {
  readonly id: string;
}

function rowDifferences(
  reader: Reader,
  names: Readonly<Record<string, unknown>>,
  before: readonly Row[],
  after: readonly Row[],
): readonly Difference[] {
  const { t } = reader;
  const compared = compareRows(before, after);
  const titleOf = (row: Row): string => textAt(row, 'title') || row.id;
  return [
    ...compared.removed.map((row) => ({ place: titleOf(row), before: titleOf(row), after: t(draftPage.absent) })),
    ...compared.added.map((row) => ({ place: titleOf(row), before: t(draftPage.absent), after: titleOf(row) })),
    ...compared.changed.flatMap((row) =>
      row.fields.map(({ field, before: was, after: is }) => ({
        place: `${titleOf(row.after)} · ${fieldTitle(reader, names, field)}`,
        before: textOf(was),
        after: textOf(is),
      })),
    ),
  ];
}

const rowsOf = (content: unknown, list: string): readonly Row[] =>
  listAt(content, list).flatMap((row) => {
    const id = textAt(row, 'id');
    return id === '' || typeof row !== 'object' || row === null ? [] : [{ ...row, id }];
  });

function partsOf(content: unknown): object {
  if (typeof content !== 'object' || content === null) return {};
  return Object.fromEntries(
    Object.entries(content).filter(([key]) => key !== 'goals' && key !== 'tasks' && key !== 'answers'),
  );
}
