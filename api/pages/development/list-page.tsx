import type { VNode } from 'preact';
import { developmentPage } from '../../../messages/pages.js';
import { Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';
import { Entries } from './entries.js';
import type { ShownEntry } from './load.js';

/** All entries in somebody's sight, and the ways to the units. */
export function DevelopmentPage({
  reader,
  cycle,
  entries,
  units,
  budgets,
}: {
  readonly reader: Reader;
  readonly cycle: { readonly id: string; readonly title: string; readonly mode: 'real' | 'rehearsal' };
  readonly entries: readonly ShownEntry[];
  readonly units: readonly (Named & { readonly id: string })[];
  readonly budgets: boolean;
}): VNode {
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(cycle.id)}>{cycle.title}</a>
      </p>
      <p class="lead">{t(developmentPage.lead)}</p>
      <Entries reader={reader} entries={entries} withUnit />
      {units.length > 0 && (
        <Section title={t(developmentPage.unitsLead)}>
          <ul>
            {units.map((unit) => (
              <li key={unit.id}>
                <a href={links.unitDevelopment(cycle.id, unit.id)}>{reader.name(unit)}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <p class="actions">
        {budgets && (
          <a class="button" href={links.trainingBudgets(cycle.id)}>
            {t(developmentPage.budgets)}
          </a>
        )}
        <a class="button" href={links.trainings(cycle.mode === 'rehearsal' ? cycle.id : null)}>
          {t(developmentPage.trainings)}
        </a>
      </p>
    </>
  );
}
