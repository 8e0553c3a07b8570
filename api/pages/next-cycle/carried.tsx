import type { VNode } from 'preact';
import type { CarriedGoal } from '../../../domain/cycle/index.js';
import { nextCyclePage, targetOriginNames } from '../../../messages/pages.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import { targetText } from '../steps/kinds/goals-shown.js';

/** Goals beside what they were: where each new baseline and target comes from. */
export function CarriedGoals({
  reader,
  goals,
}: {
  readonly reader: Reader;
  readonly goals: readonly CarriedGoal[];
}): VNode {
  const { t } = reader;
  return (
    <Table
      caption={t(nextCyclePage.goals)}
      hideCaption
      rows={goals}
      keyOf={({ goal }) => goal.id}
      empty={t(nextCyclePage.noGoals)}
      columns={[
        { title: t(nextCyclePage.goal), cell: ({ goal }) => goal.title },
        { title: t(nextCyclePage.weight), number: true, cell: ({ goal }) => goal.weight ?? '–' },
        {
          title: t(nextCyclePage.before),
          number: true,
          cell: ({ source }) => `${source.baseline ?? '–'} → ${source.target ?? '–'}`,
        },
        { title: t(nextCyclePage.actual), number: true, cell: ({ source }) => source.actual ?? '–' },
        {
          title: t(nextCyclePage.next),
          number: true,
          cell: ({ goal }) => `${goal.baseline ?? '–'} → ${targetText(goal) || '–'}`,
        },
        { title: t(nextCyclePage.origin), cell: ({ source }) => t(targetOriginNames[source.origin]) },
      ]}
    />
  );
}
