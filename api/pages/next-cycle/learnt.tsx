import type { VNode } from 'preact';
import type { Learnt } from '../../../db/next-cycle.js';
import type { StepCounts, ToSimplify } from '../../../domain/cycle/index.js';
import { frame, nextCyclePage, simplifyTexts } from '../../../messages/pages.js';
import { stepName } from '../../../messages/steps.js';
import { Section } from '../components/marks.js';
import { type Column, Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import type { MetricNames } from './load.js';

interface Props {
  readonly reader: Reader;
  readonly learnt: Learnt;
  readonly metrics: MetricNames;
}

/** What to simplify, and the counts that say so. */
export function LearntSections(props: Props): VNode {
  const { reader, learnt } = props;
  const { t } = reader;
  return (
    <>
      <Section title={t(nextCyclePage.simplify)}>
        {learnt.items.length === 0 ? (
          <p class="empty">{t(nextCyclePage.noItems)}</p>
        ) : (
          <ul>
            {learnt.items.map((item, index) => (
              <li key={index}>
                {sentence(props, item)} <code>{item.code}</code>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t(nextCyclePage.counts)}>
        <Counts reader={reader} steps={learnt.counts.steps} />
      </Section>
    </>
  );
}

function sentence({ reader, metrics }: Props, item: ToSimplify): string {
  const of = (about: string, count: number): string => reader.t(simplifyTexts[item.code](about, String(count)));
  switch (item.code) {
    case 'NOBODY_ANSWERED':
    case 'NEVER_RETURNED':
    case 'MANY_REMINDERS':
      return of(nameOf(reader, item), item.count);
    case 'TOOK_LONGEST':
      return of(nameOf(reader, item), item.hours);
    case 'METRIC_ASKED_TWICE': {
      const name = metrics.get(item.metric);
      return of(name === undefined ? item.metric : reader.name(name), item.count);
    }
    case 'TYPED_AGAIN':
      return of('', item.count);
  }
}

const nameOf = (reader: Reader, { kind, planId }: Pick<StepCounts, 'kind' | 'planId'>): string =>
  reader.t(stepName({ kind, stepId: planId, other: null }));

function Counts({ reader, steps }: { readonly reader: Reader; readonly steps: readonly StepCounts[] }): VNode {
  const { t } = reader;
  const column = (title: string, of: (step: StepCounts) => number): Column<StepCounts> => ({
    title,
    number: true,
    cell: (step) => (of(step) === 0 ? '·' : of(step)),
  });
  const hours = (count: number | null): string => (count === null ? '–' : String(count));
  return (
    <Table
      caption={t(nextCyclePage.counts)}
      hideCaption
      rows={steps}
      keyOf={({ planId }) => planId}
      empty={t(nextCyclePage.noItems)}
      columns={[
        { title: t(frame.step), cell: (step) => nameOf(reader, step) },
        column(t(nextCyclePage.ended), ({ ended }) => ended),
        column(t(nextCyclePage.unanswered), ({ unanswered }) => unanswered),
        column(t(nextCyclePage.decided), ({ decided }) => decided),
        column(t(nextCyclePage.returned), ({ returned }) => returned),
        column(t(nextCyclePage.reminders), ({ reminders }) => reminders),
        column(t(nextCyclePage.escalations), ({ escalations }) => escalations),
        {
          title: t(nextCyclePage.waiting),
          number: true,
          cell: ({ submitHours, decideHours }) => `${hours(submitHours)} / ${hours(decideHours)}`,
        },
      ]}
    />
  );
}
