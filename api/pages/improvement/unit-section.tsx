import type { VNode } from 'preact';
import type { PlanLine } from '../../../db/improvement-lists.js';
import { improvementPage as words } from '../../../messages/pages.js';
import { Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { PlanBadge } from './badges.js';

/** What a unit's page says of its plans. */
export interface ShownImprovement {
  readonly plans: readonly PlanLine[];
  /** The criterion is met, and the reader may open one. */
  readonly mayOpen: boolean;
}

export function ImprovementSection({
  reader,
  cycleId,
  unitId,
  of,
}: {
  readonly reader: Reader;
  readonly cycleId: string;
  readonly unitId: string;
  readonly of: ShownImprovement;
}): VNode | null {
  const { t } = reader;
  if (of.plans.length === 0 && !of.mayOpen) return null;
  return (
    <Section title={t(words.title)}>
      {of.plans.length > 0 && (
        <ul>
          {of.plans.map((plan) => (
            <li key={plan.id}>
              <a href={links.improvementPlan(cycleId, unitId, plan.number)}>
                {t(words.title)} {plan.number}
              </a>{' '}
              <PlanBadge reader={reader} plan={plan} />
            </li>
          ))}
        </ul>
      )}
      {of.mayOpen && (
        <form method="post" action={links.improvementPlans(cycleId, unitId)}>
          <p class="hint">{t(words.openHint)}</p>
          <button>{t(words.open)}</button>
        </form>
      )}
    </Section>
  );
}
