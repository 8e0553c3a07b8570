import type { VNode } from 'preact';
import { frame, memberPage, tasksPage, unitPage } from '../../../messages/pages.js';
import { Badge, Section } from '../components/marks.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { FormFacts, Named } from '../steps/form-facts.js';
import { ShownGoals, supportName } from '../steps/kinds/goals-shown.js';
import { UnitTasks } from '../tasks/unit-tasks.js';

/** One unit of a person in one cycle. */
export interface MyUnit {
  readonly unit: Named & { readonly id: string };
  readonly cycle: { readonly id: string; readonly title: string; readonly rehearsal: boolean } | null;
  readonly facts: FormFacts;
  /** Of the unit's tasks, those of this person. */
  readonly myTasks: FormFacts['tasks'];
  readonly chain: readonly { readonly unit: Named; readonly title: string; readonly supports: string }[];
}

export function MyUnitsPage({ reader, units }: { readonly reader: Reader; readonly units: readonly MyUnit[] }): VNode {
  const { t } = reader;
  if (units.length === 0) return <p class="empty">{t(memberPage.none)}</p>;
  return (
    <>
      {units.map(({ unit, cycle, facts, myTasks, chain }) => (
        <Section
          key={`${unit.id} ${cycle?.id ?? ''}`}
          title={`${reader.name(unit)}${cycle === null ? '' : ` · ${t(memberPage.inCycle(cycle.title))}`}`}
        >
          {cycle === null ? (
            <p class="empty">{t(memberPage.noCycles)}</p>
          ) : (
            <>
              <p>
                {cycle.rehearsal && <Badge tone="warn">{t(frame.rehearsal)}</Badge>}{' '}
                <a href={links.unit(cycle.id, unit.id)}>{t(memberPage.open)}</a>
              </p>
              <h3>{t(unitPage.goals)}</h3>
              <ShownGoals reader={reader} facts={facts} content={{ goals: facts.goals }} cycleId={cycle.id} />
              {chain.length > 0 && (
                <>
                  <h3>{t(memberPage.toStrategy)}</h3>
                  <ul>
                    {chain.map((link) => (
                      <li key={`${link.unit.nameEn} ${link.title}`}>
                        {reader.name(link.unit)}: {link.title} → {supportName(reader, facts, link.supports)}
                      </li>
                    ))}
                  </ul>
                </>
              )}
              {myTasks.length > 0 && (
                <>
                  <h3>{t(unitPage.myTasks)}</h3>
                  <UnitTasks reader={reader} facts={facts} tasks={myTasks} cycleId={cycle.id} money={false} />
                  <p>
                    <a href={links.myTasks}>{t(tasksPage.report)}</a>
                  </p>
                </>
              )}
            </>
          )}
        </Section>
      ))}
    </>
  );
}
