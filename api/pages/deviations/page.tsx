import type { VNode } from 'preact';
import { isUnderWay } from '../../../domain/cycle/index.js';
import { actionStateNames, cyclePage, deviationPage } from '../../../messages/pages.js';
import { Badge, Message, Section } from '../components/marks.js';
import { Facts, Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { ActionForm, OwnerForm, type TypedAction } from './action-form.js';
import { type ChartPoint, WayChart } from './chart.js';
import { Standing } from './list-page.js';
import type { CaseView, ShownDay } from './load.js';

export interface DeviationProps {
  readonly reader: Reader;
  readonly view: CaseView;
  readonly typed: TypedAction;
  readonly message: { readonly tone: 'good' | 'bad'; readonly text: string } | null;
}

export function DeviationPage({ reader, view, typed, message }: DeviationProps): VNode {
  const { t } = reader;
  const { of, cycle } = view;
  const newest = latestByDay(view.judgements).at(-1);
  return (
    <>
      {message !== null && <Message tone={message.tone}>{message.text}</Message>}
      <p class="crumbs">
        <a href={links.cycle(cycle.id)}>{cycle.title}</a> ›{' '}
        <a href={links.unit(cycle.id, of.unitId)}>{reader.name(of.unit)}</a> ›{' '}
        <a href={links.deviations(cycle.id)}>{t(deviationPage.title)}</a>
      </p>
      <section>
        <Facts
          of={[
            [t(deviationPage.severity), <Severity reader={reader} severity={of.severity} />],
            [t(deviationPage.since), of.since],
            [t(deviationPage.owner), of.owner === null ? '–' : reader.name(of.owner)],
            [t(deviationPage.state), <Standing reader={reader} row={of} />],
            ...(of.action !== null && of.state === 'acting'
              ? [
                  [
                    t(deviationPage.due),
                    <span>
                      {of.action.dueOn} {of.overdue && <Badge tone="bad">{t(deviationPage.overdue)}</Badge>}
                    </span>,
                  ] as const,
                ]
              : []),
            ...(of.closedOn !== null ? [[t(deviationPage.closedOn), of.closedOn] as const] : []),
          ]}
        />
        {!of.whole && <p class="hint">{t(deviationPage.wordsHidden)}</p>}
      </section>
      {newest !== undefined && (
        <Section title={`${t(deviationPage.line)} · ${newest.on}`}>
          <Line reader={reader} row={newest} />
        </Section>
      )}
      {view.may.act && (
        <Section title={t(isUnderWay(of.action) ? deviationPage.action : deviationPage.write)} id="action">
          <ActionForm reader={reader} view={view} typed={typed} />
        </Section>
      )}
      {view.may.pass && (
        <Section title={t(deviationPage.pass)} id="owner">
          <OwnerForm reader={reader} view={view} typed={typed} />
        </Section>
      )}
      <Ways reader={reader} view={view} />
      {of.whole && (
        <Section title={t(deviationPage.history)}>
          <History reader={reader} view={view} />
        </Section>
      )}
    </>
  );
}

const Severity = ({ reader, severity }: { readonly reader: Reader; readonly severity: ShownDay['severity'] }): VNode =>
  severity === 'on-track' ? (
    <Badge tone="good">{reader.t(deviationPage.onTrack)}</Badge>
  ) : (
    <Badge tone={severity === 'red' ? 'bad' : 'warn'}>{reader.t(cyclePage[severity])}</Badge>
  );

/** Rounded for reading, the exact figure beside it where they differ. */
const way = (reader: Reader, printed: string | undefined): string =>
  printed === undefined ? '–' : `${reader.score(printed)} %`;

function Line({ reader, row }: { readonly reader: Reader; readonly row: ShownDay }): VNode {
  const { t } = reader;
  const { expected, made, forecast } = row.line;
  return (
    <Facts
      of={[
        [t(deviationPage.value), row.value ?? '–'],
        ...(expected === undefined
          ? [[t(deviationPage.expected), t(deviationPage.noLine)] as const]
          : ([
              [t(deviationPage.expected), way(reader, expected)],
              [t(deviationPage.made), way(reader, made)],
              [t(deviationPage.forecast), forecast === undefined ? '–' : reader.score(forecast)],
            ] as const)),
      ]}
    />
  );
}

/** Of each day the version that holds now. */
function latestByDay(judgements: readonly ShownDay[]): readonly ShownDay[] {
  return [...new Map(judgements.map((row) => [row.on, row])).values()];
}

function Ways({ reader, view }: { readonly reader: Reader; readonly view: CaseView }): VNode {
  const { t } = reader;
  const points = latestByDay(view.judgements).flatMap(({ on, severity, line }): readonly ChartPoint[] =>
    line.expected === undefined || line.made === undefined
      ? []
      : [{ on, severity, expected: line.expected, made: line.made }],
  );
  return (
    <Section title={t(deviationPage.chart)}>
      {points.length > 0 && <WayChart reader={reader} points={points} period={view.cycle} />}
      <Table
        caption={t(deviationPage.judgements)}
        rows={view.judgements}
        keyOf={(row) => `${row.on} ${row.version ?? ''}`}
        empty={t(deviationPage.none)}
        columns={[
          { title: t(deviationPage.day), cell: (row) => row.on },
          { title: t(deviationPage.version), number: true, cell: (row) => row.version ?? '–' },
          { title: t(deviationPage.value), number: true, cell: (row) => row.value ?? '–' },
          { title: t(deviationPage.expected), number: true, cell: (row) => way(reader, row.line.expected) },
          { title: t(deviationPage.made), number: true, cell: (row) => way(reader, row.line.made) },
          { title: t(deviationPage.severity), cell: (row) => <Severity reader={reader} severity={row.severity} /> },
          { title: t(deviationPage.seen), cell: (row) => (row.seenAt === null ? '–' : reader.time(row.seenAt)) },
        ]}
      />
    </Section>
  );
}

/** Actions and owners together, oldest first: who said what, when. */
function History({ reader, view }: { readonly reader: Reader; readonly view: CaseView }): VNode {
  const { t } = reader;
  const name = (id: string): string => {
    const found = view.names.get(id);
    return found === undefined ? id : reader.name(found);
  };
  const entries = [
    ...view.actions.map(({ at, by, principal, state, action, note, dueOn, stepId }) => ({
      at,
      by,
      principal,
      text: [t(actionStateNames[state]), action, note, dueOn ?? ''].filter((each) => each !== '').join(' · '),
      step: stepId,
    })),
    ...view.owners.map(({ at, by, principal, owner }) => ({
      at,
      by,
      principal,
      text: t(deviationPage.madeOwner(name(owner))),
      step: null,
    })),
  ].sort((a, b) => a.at - b.at);
  if (entries.length === 0) return <p class="empty">{t(deviationPage.noAction)}</p>;
  return (
    <ol class="plain">
      {entries.map(({ at, by, principal, text, step }, index) => (
        <li key={index}>
          <span class="soft">
            {t(deviationPage.by(by === principal ? name(by) : `${name(by)} (${name(principal)})`, reader.time(at)))}
            {step !== null && (
              <>
                {' · '}
                <a href={links.step(view.cycle.id, view.of.unitId, step)}>{t(deviationPage.inReport)}</a>
              </>
            )}
          </span>
          <div class="words">{text}</div>
        </li>
      ))}
    </ol>
  );
}
