import type { VNode } from 'preact';
import { improvementPage as words } from '../../../messages/pages.js';
import { Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { PlanBadge, TalkBadge } from './badges.js';
import type { PlansView } from './load.js';
import { groundOf } from './plan-page.js';

/** All plans of a cycle that the reader may know of; for HR also who meets the criterion and has none. */
export function PlansPage({ reader, view }: { readonly reader: Reader; readonly view: PlansView }): VNode {
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(view.cycleId)}>{view.title}</a>
      </p>
      <p class="lead">{t(view.offered ? words.lead : words.noRules)}</p>
      <Table
        caption={t(words.list)}
        hideCaption
        rows={view.plans}
        keyOf={(plan) => plan.id}
        empty={t(words.none)}
        columns={[
          {
            title: t(words.unit),
            cell: (plan) => (
              <a href={links.improvementPlan(view.cycleId, plan.unitId, plan.number)}>
                {reader.name({ nameZh: plan.unitZh, nameEn: plan.unitEn })} {plan.number}
              </a>
            ),
          },
          { title: t(words.stage), cell: (plan) => <PlanBadge reader={reader} plan={plan} /> },
          { title: t(words.criterion), cell: (plan) => groundOf(reader, plan) },
          { title: t(words.firstDay), cell: (plan) => plan.firstDay ?? '–' },
          {
            title: t(words.talks),
            cell: (plan) => (
              <ul class="plain">
                {plan.talks.map((talk) => (
                  <li key={talk.days}>
                    {t(words.talkOn(talk.days))} <TalkBadge reader={reader} talk={talk} />
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      {view.candidates !== null && view.offered && <Candidates reader={reader} view={view} />}
      {view.hasMore && <p class="hint">{t(words.more)}</p>}
    </>
  );
}

function Candidates({ reader, view }: { readonly reader: Reader; readonly view: PlansView }): VNode {
  const { t } = reader;
  return (
    <Section title={t(words.candidates)}>
      <Table
        caption={t(words.candidates)}
        hideCaption
        rows={view.candidates ?? []}
        keyOf={(unit) => unit.id}
        empty={t(words.noCandidates)}
        columns={[
          {
            title: t(words.unit),
            cell: (unit) => <a href={links.unit(view.cycleId, unit.id)}>{reader.name(unit)}</a>,
          },
          {
            title: t(words.result),
            cell: ({ total, grade }) => `${total === null ? '–' : reader.score(total)} ${grade ?? ''}`,
          },
        ]}
      />
    </Section>
  );
}
