import type { VNode } from 'preact';
import { cyclePage, unitPage } from '../../../messages/pages.js';
import { Badge } from '../components/marks.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';

export interface ShownValue {
  readonly goalId: string;
  readonly title: string;
  readonly on: string | null;
  readonly value: string | null;
  readonly target: string;
  readonly expected: string | null;
  readonly made: string | null;
  readonly forecast: string | null;
  readonly severity: 'red' | 'amber' | null;
}

interface Props {
  readonly reader: Reader;
  readonly values: readonly ShownValue[];
}

/** What goals have come to: expected against actual, and where it leads. */
export function ValuesTable({ reader, values }: Props): VNode {
  const { t } = reader;
  const percent = (text: string | null): string =>
    text === null ? '–' : `${reader.score(text).replace(/ \(.*/, '')} %`;
  return (
    <Table
      caption={t(unitPage.values)}
      hideCaption
      rows={values}
      keyOf={(row) => row.goalId}
      empty={t(unitPage.noGoals)}
      columns={[
        { title: t(unitPage.goals), cell: (row) => row.title },
        {
          title: t(unitPage.latest),
          cell: (row) =>
            row.value === null ? <Badge>{t(unitPage.noData)}</Badge> : `${row.value} / ${row.target} (${row.on ?? ''})`,
        },
        { title: t(unitPage.expected), number: true, cell: (row) => percent(row.expected) },
        {
          title: t(unitPage.made),
          number: true,
          cell: (row) => (
            <span>
              {percent(row.made)}{' '}
              {row.severity !== null && (
                <Badge tone={row.severity === 'red' ? 'bad' : 'warn'}>{t(cyclePage[row.severity])}</Badge>
              )}
            </span>
          ),
        },
        {
          title: t(unitPage.forecast),
          number: true,
          cell: (row) => (row.forecast === null ? '–' : reader.score(row.forecast).replace(/ \(.*/, '')),
        },
      ]}
    />
  );
}
