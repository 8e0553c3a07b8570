import type { VNode } from 'preact';
import type { CyclePreview } from '../../../db/preview.js';
import { newCycle, ruleNames } from '../../../messages/pages.js';
import { kindNames, phaseNames } from '../../../messages/steps.js';
import { Message, Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';

/** What would happen if the cycle were started: sentences are in the reader's language already. */
export interface ShownPreview {
  readonly schedule: CyclePreview['dates'] | null;
  readonly subjects: readonly Named[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly advice: readonly string[];
}

export function Preview({ reader, preview }: { readonly reader: Reader; readonly preview: ShownPreview }): VNode {
  const { t } = reader;
  const { schedule, problems, warnings, advice } = preview;
  return (
    <>
      <Section title={t(newCycle.preflight)} id="preflight">
        {problems.length === 0 && <Message tone="good">{t(newCycle.allGood)}</Message>}
        {problems.length > 0 && (
          <Message tone="bad">
            <ul>
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          </Message>
        )}
        {warnings.length > 0 && (
          <Message tone="warn">
            <ul>
              {warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </Message>
        )}
        {advice.length > 0 && (
          <Message tone="calm">
            <strong>{t(newCycle.advice)}</strong>
            <ul>
              {advice.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          </Message>
        )}
        <h3>{t(newCycle.subjects)}</h3>
        <p>
          {preview.subjects.length}: {preview.subjects.map((unit) => reader.name(unit)).join(', ')}
        </p>
      </Section>
      {schedule !== null && (
        <Section title={t(newCycle.schedule)}>
          <ScheduleTable reader={reader} schedule={schedule} />
        </Section>
      )}
    </>
  );
}

export function ScheduleTable({
  reader,
  schedule,
}: {
  readonly reader: Reader;
  readonly schedule: CyclePreview['dates'];
}): VNode {
  const { t } = reader;
  return (
    <>
      {schedule.phases.map((phase) => (
        <section key={phase.id}>
          <Table
            caption={`${t(phaseNames[phase.id])} · ${phase.opens}`}
            rows={schedule.steps.filter((step) => step.phase === phase.id)}
            keyOf={(step) => step.id}
            empty="–"
            columns={[
              { title: t(newCycle.schedule), cell: (step) => `${t(kindNames[step.kind])} (${step.id})` },
              { title: t(newCycle.opens), cell: (step) => step.opens },
              { title: t(newCycle.due), cell: (step) => step.due },
              { title: t(newCycle.closes), cell: (step) => step.closes },
              {
                title: t(newCycle.by),
                cell: (step) =>
                  [step.submitter, step.decider]
                    .flatMap((rule) => (rule === null ? [] : [t(ruleNames[rule])]))
                    .join(' → '),
              },
              { title: t(newCycle.after), cell: (step) => step.after.join(', ') },
            ]}
          />
        </section>
      ))}
      {schedule.appeals.length > 0 && (
        <section>
          <Table
            caption={t(newCycle.appeals)}
            rows={schedule.appeals}
            keyOf={(window) => String(window.instance)}
            empty="–"
            columns={[
              { title: t(newCycle.instance), cell: (window) => window.instance },
              { title: t(newCycle.opensEarliest), cell: (window) => window.opens },
              { title: t(newCycle.filesLatest), cell: (window) => window.files },
              { title: t(newCycle.decidesLatest), cell: (window) => window.decides },
              { title: t(newCycle.decidedBy), cell: (window) => t(ruleNames[window.decider]) },
            ]}
          />
        </section>
      )}
      <p>
        {t(newCycle.closes)}: {schedule.closes}
      </p>
    </>
  );
}
