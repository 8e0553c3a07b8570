import type { VNode } from 'preact';
import type { GoalVersion } from '../../../db/goals.js';
import { changedFields } from '../../../domain/rules/index.js';
import { goalFields, goalPage } from '../../../messages/pages.js';
import { Badge } from '../components/marks.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import { fieldTitle, textOf } from '../steps/field-title.js';

/** The versions of a goal that were in force, newest first, each with what it changed. */
export function Versions({
  reader,
  versions,
}: {
  readonly reader: Reader;
  readonly versions: readonly GoalVersion[];
}): VNode {
  const { t } = reader;
  const rows = versions.map((version, index) => ({ ...version, before: versions[index - 1]?.goal ?? null }));
  return (
    <Table
      caption={t(goalPage.versions)}
      hideCaption
      rows={rows.toReversed()}
      keyOf={(row) => String(row.version)}
      empty={t(goalPage.noVersions)}
      columns={[
        { title: t(goalPage.version), cell: (row) => String(row.version) },
        { title: t(goalPage.from), cell: (row) => reader.day(row.validFrom) },
        {
          title: t(goalPage.until),
          cell: (row) =>
            row.validTo === null ? <Badge tone="good">{t(goalPage.nowInForce)}</Badge> : reader.day(row.validTo),
        },
        { title: t(goalPage.changed), cell: (row) => changes(reader, row.before, row.goal) },
      ]}
    />
  );
}

function changes(reader: Reader, before: object | null, after: object): VNode | string {
  const { t } = reader;
  if (before === null) return t(goalPage.firstVersion);
  const fields = changedFields(before, after);
  if (fields.length === 0) return t(goalPage.unchanged);
  return (
    <ul class="plain">
      {fields.map(({ field, before: was, after: is }) => (
        <li key={field}>
          {fieldTitle(reader, goalFields, field)}: {textOf(was)} → {textOf(is)}
        </li>
      ))}
    </ul>
  );
}
