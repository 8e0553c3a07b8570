import type { VNode } from 'preact';
import { cyclePage, frame } from '../../../messages/pages.js';
import { phaseNames, stepName } from '../../../messages/steps.js';
import { type Column, Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import type { CycleView, PlanCounts } from './cycle-page.js';

interface Props {
  readonly reader: Reader;
  readonly view: CycleView;
}

/** The phases in order, and where the cycle stands among them. */
export function Phases({ reader, view }: Props): VNode {
  const { t } = reader;
  const now = view.phases.findIndex((phase) => phase.id === view.phase);
  return (
    <ol class="phases">
      {view.phases.map((phase, index) => {
        const current = index === now && view.state !== 'closed';
        return (
          <li
            key={phase.id}
            class={index < now || view.state === 'closed' ? 'past' : undefined}
            aria-current={current ? 'step' : undefined}
          >
            {t(phaseNames[phase.id])}
            <span>{reader.day(phase.opensAt)}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** How many units are where, step by step. */
export function Counts({ reader, view }: Props): VNode {
  const { t } = reader;
  const column = (title: string, of: keyof PlanCounts): Column<PlanCounts> => ({
    title,
    number: true,
    cell: (row) => (row[of] === 0 ? '·' : row[of]),
  });
  return (
    <Table
      caption={t(cyclePage.progress)}
      hideCaption
      rows={view.counts}
      keyOf={(row) => row.planId}
      empty={t(frame.nothing)}
      columns={[
        {
          title: t(frame.step),
          cell: ({ kind, planId }) => t(stepName({ kind, stepId: planId, other: null })),
        },
        column(t(cyclePage.notOpen), 'closed'),
        column(t(cyclePage.open), 'open'),
        column(t(cyclePage.submitted), 'submitted'),
        column(t(cyclePage.done), 'done'),
        column(t(cyclePage.forwarded), 'forwarded'),
        column(t(cyclePage.cancelled), 'cancelled'),
      ]}
    />
  );
}
