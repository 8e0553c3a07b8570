import type { VNode } from 'preact';
import type { Template } from '../../../domain/template.js';
import { libraryPages, newCycle } from '../../../messages/pages.js';
import { phaseNames } from '../../../messages/steps.js';
import { Section } from '../components/marks.js';
import { Facts } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';

export interface ShownTemplate {
  readonly id: string;
  readonly revision: number;
  readonly document: Template;
}

/** All templates to choose from; each leads to its own page. */
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
              [t(libraryPages.phases), document.phases.map((phase) => t(phaseNames[phase.id])).join(' · ')],
              [t(libraryPages.grades), gradesText(reader, document)],
            ]}
          />
          <p>
            <a href={links.template(id)}>{t(libraryPages.howItWorks(document.title[reader.language] ?? id))}</a>
          </p>
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
