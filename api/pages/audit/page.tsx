import type { VNode } from 'preact';
import { auditPage, frame } from '../../../messages/pages.js';
import { Badge, Message, Section, type Tone } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { actedBy } from '../steps/history.js';
import type { Named } from '../steps/form-facts.js';

/** What comparing one entry with the workflow's history gave. */
export type Match =
  | { readonly kind: 'match'; readonly eventId: string }
  | { readonly kind: 'mismatch' | 'missing' | 'unknown' }
  /** The clock's doing: the conversation's history holds people's words only. */
  | { readonly kind: 'clock' };

export interface AuditEntry {
  readonly reviewId: string;
  readonly seq: number;
  readonly at: number;
  readonly unit: Named | null;
  readonly stepId: string | null;
  readonly attempt: number | null;
  /** What happened, as words in the reader's language. */
  readonly act: string;
  readonly actor: Named | null;
  readonly principal: Named | null;
  readonly commandId: string | null;
  readonly hash: string;
  readonly match: Match;
}

export interface AuditView {
  readonly cycle: { readonly id: string; readonly title: string };
  readonly unit: { readonly id: string; readonly name: Named } | null;
  readonly entries: readonly AuditEntry[];
  readonly chain: { readonly entries: number; readonly problems: readonly string[] };
  /** Every stored result, computed again from its own documents. */
  readonly results: { readonly count: number; readonly problems: readonly string[] };
  readonly history: 'present' | 'archived' | 'away' | 'never-born';
  /** Commands that the history knows and the journal does not. */
  readonly extra: readonly string[];
  readonly temporalUrl: string | null;
  readonly units: readonly (Named & { readonly id: string | null })[];
  readonly recorded: boolean;
  /** Older entries are behind this address. */
  readonly next: string | null;
}

const tones: Readonly<Record<Match['kind'], Tone>> = {
  match: 'good',
  mismatch: 'bad',
  missing: 'bad',
  unknown: 'calm',
  clock: 'calm',
};

export function AuditPage({ reader, view }: { readonly reader: Reader; readonly view: AuditView }): VNode {
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={links.cycle(view.cycle.id)}>{view.cycle.title}</a>
        {view.unit !== null && (
          <>
            {' › '}
            <a href={links.unit(view.cycle.id, view.unit.id)}>{reader.name(view.unit.name)}</a>
          </>
        )}
      </p>
      <p class="lead">{t(auditPage.lead)}</p>
      {view.recorded && <p class="soft">{t(auditPage.lookRecorded)}</p>}
      <Verdicts reader={reader} view={view} />
      {view.temporalUrl !== null && (
        <p>
          <a href={view.temporalUrl} rel="noreferrer">
            {t(auditPage.openInTemporal)}
          </a>
        </p>
      )}
      <Section title={t(auditPage.entries)}>
        <Entries reader={reader} view={view} />
        {view.next !== null && (
          <p class="actions">
            <a class="button" href={view.next}>
              {t(frame.showMore)}
            </a>
          </p>
        )}
      </Section>
      {view.units.length > 0 && (
        <Section title={t(auditPage.units)}>
          <ul>
            {view.units.map((unit) => (
              <li key={unit.id}>
                <a href={links.unitAudit(view.cycle.id, unit.id)}>
                  {unit.id === null ? t(frame.cycleOwn) : reader.name(unit)}
                </a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Verdicts({ reader, view }: { readonly reader: Reader; readonly view: AuditView }): VNode {
  const { t } = reader;
  const acts = view.entries.filter((entry) => entry.match.kind !== 'clock');
  const agree = acts.filter((entry) => entry.match.kind === 'match').length;
  const differ = acts.filter((entry) => entry.match.kind === 'mismatch' || entry.match.kind === 'missing').length;
  const compared = view.history === 'present' || view.history === 'archived';
  return (
    <>
      {view.chain.problems.length === 0 ? (
        <Message tone="good">{t(auditPage.chainGood(view.chain.entries))}</Message>
      ) : (
        <Broken title={t(auditPage.chainBroken)} items={view.chain.problems} />
      )}
      {view.results.problems.length > 0 && <Broken title={t(auditPage.resultsWrong)} items={view.results.problems} />}
      {view.results.problems.length === 0 && view.results.count > 0 && (
        <Message tone="good">{t(auditPage.resultsGood(view.results.count))}</Message>
      )}
      {view.history === 'away' && <Message tone="warn">{t(auditPage.engineAway)}</Message>}
      {view.history === 'never-born' && <Message tone="calm">{t(auditPage.neverBorn)}</Message>}
      {compared && differ === 0 && acts.length > 0 && <Message tone="good">{t(auditPage.allMatch(agree))}</Message>}
      {compared && differ > 0 && <Message tone="bad">{t(auditPage.someDiffer(differ))}</Message>}
      {view.history === 'archived' && <p class="soft">{t(auditPage.fromArchive)}</p>}
      {view.extra.length > 0 && <Broken title={t(auditPage.extra)} items={view.extra} />}
    </>
  );
}

/** What does not hold, one by one. */
function Broken({ title, items }: { readonly title: string; readonly items: readonly string[] }): VNode {
  return (
    <Message tone="bad">
      {title}
      <ul>
        {items.map((item) => (
          <li key={item}>
            <code>{item}</code>
          </li>
        ))}
      </ul>
    </Message>
  );
}

function Entries({ reader, view }: { readonly reader: Reader; readonly view: AuditView }): VNode {
  const { t } = reader;
  const who = ({ actor, principal }: AuditEntry): string =>
    actor === null ? t(frame.system) : actedBy(reader, actor, principal ?? actor);
  return (
    <Table
      caption={t(auditPage.entries)}
      hideCaption
      rows={view.entries}
      keyOf={(entry) => `${entry.reviewId} ${entry.seq}`}
      empty={t(frame.nothing)}
      columns={[
        { title: t(frame.when), cell: (entry) => reader.time(entry.at) },
        ...(view.unit === null
          ? [
              {
                title: t(frame.unit),
                cell: (entry: AuditEntry) => (entry.unit === null ? t(frame.cycleOwn) : reader.name(entry.unit)),
              },
            ]
          : []),
        { title: t(frame.who), cell: who },
        { title: t(auditPage.act), cell: (entry) => entry.act },
        { title: t(auditPage.history), cell: (entry) => <MatchBadge reader={reader} match={entry.match} /> },
        {
          title: t(auditPage.hash),
          cell: (entry) => (
            <span>
              <code title={entry.hash}>{entry.hash.slice(0, 10)}</code>
              {entry.commandId !== null && (
                <span class="soft">
                  {' '}
                  {t(auditPage.command)} <code title={entry.commandId}>{entry.commandId.slice(0, 8)}</code>
                </span>
              )}
            </span>
          ),
        },
      ]}
    />
  );
}

function MatchBadge({ reader, match }: { readonly reader: Reader; readonly match: Match }): VNode {
  const { t } = reader;
  const texts = {
    match: auditPage.match,
    mismatch: auditPage.mismatch,
    missing: auditPage.missing,
    unknown: auditPage.noHistory,
    clock: auditPage.clockDone,
  } as const;
  return (
    <span>
      <Badge tone={tones[match.kind]}>{t(texts[match.kind])}</Badge>{' '}
      {match.kind === 'match' && <span class="soft">{t(auditPage.event(match.eventId))}</span>}
    </span>
  );
}
