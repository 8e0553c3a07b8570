import type { VNode } from 'preact';
import type { Template, TemplateStep, When } from '../../../domain/template.js';
import { libraryPages, newCycle, ruleNames } from '../../../messages/pages.js';
import { kindNames, phaseNames } from '../../../messages/steps.js';
import { Section } from '../components/marks.js';
import { Facts, Table } from '../components/table.js';
import type { Reader } from '../reader.js';

export interface ShownTemplate {
  readonly id: string;
  readonly revision: number;
  readonly document: Template;
}

/** `period-end + 3 m + 5 d`: a time before there is a period. */
export function whenText({ base, months, days, workdays }: When): string {
  const part = (n: number | undefined, unit: string): string =>
    n === undefined || n === 0 ? '' : ` ${n < 0 ? '−' : '+'} ${Math.abs(n)} ${unit}`;
  return `${base}${part(months, 'm')}${part(days, 'd')}${part(workdays, 'wd')}`;
}

export function TemplatesPage({
  reader,
  templates,
}: {
  readonly reader: Reader;
  readonly templates: readonly ShownTemplate[];
}): VNode {
  const { t } = reader;
  return (
    <>
      {templates.length === 0 && <p class="empty">{t(libraryPages.noTemplates)}</p>}
      {templates.map(({ id, revision, document }) => (
        <Section key={id} title={document.title[reader.language] ?? id} id={id}>
          <p>{document.description[reader.language]}</p>
          <Facts
            of={[
              [t(newCycle.id), <code>{id}</code>],
              [t(libraryPages.revision), String(revision)],
              [t(libraryPages.grades), gradesText(reader, document)],
            ]}
          />
          <Table
            caption={t(newCycle.schedule)}
            rows={document.steps}
            keyOf={(step: TemplateStep) => step.id}
            empty="–"
            columns={[
              { title: t(newCycle.schedule), cell: (step) => `${t(kindNames[step.kind])} (${step.id})` },
              { title: t(newCycle.opens), cell: (step) => whenText(step.opens) },
              { title: t(newCycle.due), cell: (step) => whenText(step.due) },
              {
                title: t(newCycle.by),
                cell: (step) =>
                  [step.submitter, step.decider]
                    .flatMap((rule) => (rule === undefined ? [] : [t(ruleNames[rule])]))
                    .join(' → '),
              },
              { title: t(newCycle.after), cell: (step) => step.after.join(', ') },
              { title: t(libraryPages.relative), cell: (step) => t(phaseNames[step.phase]) },
            ]}
          />
        </Section>
      ))}
    </>
  );
}

function gradesText(reader: Reader, { scorecard }: Template): string {
  const { grades } = scorecard;
  if (grades === undefined) return '–';
  const bands = [...grades.bands].reverse().map(({ from, grade }) => `${grade} ${reader.t(libraryPages.from)} ${from}`);
  return [...bands, grades.below].join(' · ');
}
