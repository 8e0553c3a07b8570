import type { VNode } from 'preact';
import { libraryPages } from '../../../messages/pages.js';
import { explainTemplate } from '../../../messages/template.js';
import { Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { ShownTemplate } from './templates-page.js';

/** One template in words, section by section. */
export function TemplatePage({
  reader,
  template,
}: {
  readonly reader: Reader;
  readonly template: ShownTemplate;
}): VNode {
  const { t } = reader;
  const { id, revision, document } = template;
  return (
    <>
      <p>
        <a href={links.templates}>{t(libraryPages.allTemplates)}</a> · <code>{id}</code> · {t(libraryPages.revision)}{' '}
        {revision}
      </p>
      <p>{document.description[reader.language]}</p>
      {explainTemplate(document).map((section) => (
        <Section key={section.id} title={t(section.title)} id={section.id}>
          <ul>
            {section.sentences.map((sentence) => (
              <li key={sentence.en}>{t(sentence)}</li>
            ))}
          </ul>
        </Section>
      ))}
    </>
  );
}
