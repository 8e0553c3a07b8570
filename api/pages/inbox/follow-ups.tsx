import type { VNode } from 'preact';
import { type CaseState, stateOfCase } from '../../../domain/cycle/index.js';
import { standingOfCase } from '../../../db/case-waits.js';
import { asksFor } from '../../../db/checkpoints.js';
import type { Query } from '../../../db/connect.js';
import { casesOwnedBy } from '../../../db/deviation-cases.js';
import { unitNames } from '../../../db/page-names.js';
import { caseStateNames, cyclePage, frame, inboxMonitoring } from '../../../messages/pages.js';
import type { Person } from '../../session.js';
import { Badge, Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import { defaultZone, type Reader } from '../reader.js';
import { type Named, unnamed } from '../steps/form-facts.js';

interface FollowUp {
  readonly id: string;
  readonly cycleId: string;
  readonly cycleTitle: string;
  readonly unitId: string;
  readonly unit: Named;
}

/** What monitoring wants of a person, beside steps. */
export interface FollowUps {
  readonly actions: readonly (FollowUp & {
    readonly title: string;
    readonly severity: 'red' | 'amber';
    readonly state: CaseState;
    readonly dueOn: string | null;
  })[];
  readonly asks: readonly (FollowUp & { readonly text: string })[];
}

/** Their own deviations that want a word or have an action under way, and what is asked of them. */
export async function loadFollowUps(sql: Query, person: Person): Promise<FollowUps> {
  const [cases, asks] = await Promise.all([casesOwnedBy(sql, person.id), asksFor(sql, person.id)]);
  const units = await unitNames(
    sql,
    [...cases, ...asks].map((each) => each.unitId),
  );
  const unitOf = (id: string): Named => units.get(id) ?? unnamed(id);
  return {
    actions: cases
      .map((row) => ({ ...row, unit: unitOf(row.unitId), state: stateOfCase(standingOfCase(row, defaultZone)) }))
      .filter(({ state }) => state === 'open' || state === 'acting')
      .map((row) => ({ ...row, dueOn: row.state === 'acting' ? (row.action?.dueOn ?? null) : null })),
    asks: asks.map((row) => ({ ...row, unit: unitOf(row.unitId) })),
  };
}

export function FollowUpSections({ reader, follow }: { readonly reader: Reader; readonly follow: FollowUps }): VNode {
  const { t } = reader;
  return (
    <>
      {follow.actions.length > 0 && (
        <Section title={`${t(inboxMonitoring.actions)} (${follow.actions.length})`}>
          <Table
            caption={t(inboxMonitoring.actions)}
            hideCaption
            rows={follow.actions}
            keyOf={(row) => row.id}
            empty={t(frame.nothing)}
            columns={[
              {
                title: t(frame.unit),
                cell: (row) => (
                  <a href={links.deviation(row.cycleId, row.id)}>
                    {reader.name(row.unit)} · {row.title}
                  </a>
                ),
              },
              { title: t(frame.cycle), cell: (row) => row.cycleTitle },
              {
                title: t(frame.state),
                cell: (row) => (
                  <span>
                    <Badge tone={row.severity === 'red' ? 'bad' : 'warn'}>{t(cyclePage[row.severity])}</Badge>{' '}
                    {t(caseStateNames[row.state])}
                  </span>
                ),
              },
              { title: t(frame.due), cell: (row) => row.dueOn ?? t(inboxMonitoring.noDue) },
            ]}
          />
        </Section>
      )}
      {follow.asks.length > 0 && (
        <Section title={`${t(inboxMonitoring.asks)} (${follow.asks.length})`}>
          <ul class="plain">
            {follow.asks.map((row) => (
              <li key={row.id}>
                <a href={links.asks(row.cycleId, row.unitId)}>{reader.name(row.unit)}</a> · {row.cycleTitle}
                <div class="words">{row.text}</div>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
