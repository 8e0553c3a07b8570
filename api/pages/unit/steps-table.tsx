import type { VNode } from 'preact';
import type { Stage, StepKind, StepOutcome } from '../../../domain/process/index.js';
import { frame, stepPage, unitPage } from '../../../messages/pages.js';
import { Badge, StageBadge } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import { daysLeft, type Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';
import { stepTitle } from '../steps/page.js';

export interface ShownStep {
  readonly stepId: string;
  readonly kind: StepKind;
  readonly rater: Named | null;
  readonly state: Stage;
  readonly outcome: StepOutcome | null;
  readonly attempt: number;
  readonly opensAt: number;
  readonly dueAt: number;
}

/** Expected against actual, of one goal: a value, or no data. */
interface Props {
  readonly reader: Reader;
  readonly unitId: string;
  readonly cycle: { readonly id: string; readonly zone: string; readonly now: number };
  readonly steps: readonly ShownStep[];
}

/** The steps of a unit, in their order: where each stands, and when. */
export function StepsTable({ reader, unitId, cycle, steps }: Props): VNode {
  const { t } = reader;
  const isLate = (step: ShownStep): boolean => step.state === 'open' && daysLeft(step.dueAt, cycle.now, cycle.zone) < 0;
  return (
    <Table
      caption={t(unitPage.steps)}
      hideCaption
      rows={steps}
      keyOf={(step) => step.stepId}
      empty={t(frame.nothing)}
      columns={[
        {
          title: t(frame.step),
          cell: (step) => (
            <a href={links.step(cycle.id, unitId, step.stepId)}>{stepTitle(reader, { ...step, unit: null })}</a>
          ),
        },
        {
          title: t(frame.state),
          cell: (step) => <StageBadge reader={reader} state={step.state} outcome={step.outcome} />,
        },
        { title: t(stepPage.opens), cell: (step) => reader.day(step.opensAt) },
        {
          title: t(frame.due),
          cell: (step) =>
            isLate(step) ? <Badge tone="bad">{reader.lastDay(step.dueAt)}</Badge> : reader.lastDay(step.dueAt),
        },
      ]}
    />
  );
}
