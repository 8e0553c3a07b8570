import type { VNode } from 'preact';
import type { Phase } from '../../../domain/process/index.js';
import { cyclesPage, frame } from '../../../messages/pages.js';
import { phaseNames } from '../../../messages/steps.js';
import { Badge, Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import { createReader, type Reader } from '../reader.js';

export interface ListedCycle {
  readonly id: string;
  readonly title: string;
  readonly mode: 'real' | 'rehearsal';
  readonly state: 'planned' | 'running' | 'closed';
  readonly phase: Phase;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly zone: string;
  readonly now: number;
  readonly held: boolean;
}

export interface CyclesProps {
  readonly reader: Reader;
  readonly cycles: readonly ListedCycle[];
  readonly mayStart: boolean;
}

export function CyclesPage({ reader, cycles, mayStart }: CyclesProps): VNode {
  const { t } = reader;
  return (
    <>
      {mayStart && (
        <p class="actions">
          <a class="button main" href={links.newCycle}>
            {t(cyclesPage.start)}
          </a>
        </p>
      )}
      <Section title={t(cyclesPage.title)}>
        <Table
          caption={t(cyclesPage.title)}
          hideCaption
          rows={cycles}
          keyOf={(cycle) => cycle.id}
          empty={t(cyclesPage.none)}
          columns={[
            { title: t(frame.cycle), cell: (cycle) => <a href={links.cycle(cycle.id)}>{cycle.title}</a> },
            {
              title: t(cyclesPage.mode),
              cell: ({ mode }) => <Badge tone={mode === 'rehearsal' ? 'warn' : 'calm'}>{t(cyclesPage[mode])}</Badge>,
            },
            { title: t(cyclesPage.period), cell: (cycle) => `${cycle.periodStart} – ${cycle.periodEnd}` },
            {
              title: t(frame.state),
              cell: (cycle) => (
                <span>
                  {t(cyclesPage[cycle.state])}
                  {cycle.state === 'running' && ` · ${t(phaseNames[cycle.phase])}`}
                  {cycle.state === 'running' && cycle.held && <Badge>{t(frame.held)}</Badge>}
                </span>
              ),
            },
            {
              title: t(cyclesPage.now),
              cell: (cycle) =>
                cycle.state === 'closed' ? '' : createReader(reader.language, cycle.zone).day(cycle.now),
            },
          ]}
        />
      </Section>
    </>
  );
}
