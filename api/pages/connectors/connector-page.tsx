import type { VNode } from 'preact';
import type { RunRow } from '../../../db/connector-runs.js';
import type { ConnectorRow, ConnectorVersion, TryRow } from '../../../db/connectors.js';
import { connectorsPage, contentFields, frame, scheduleNames } from '../../../messages/pages.js';
import { Hidden, Input, TextArea } from '../components/fields.js';
import { Message, Section } from '../components/marks.js';
import { Facts, Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import type { Named } from '../steps/form-facts.js';
import { OnOff, type RefusedDefinition } from './list-page.js';
import { Failure, Runs } from './runs.js';

export interface ConnectorView {
  readonly row: ConnectorRow;
  readonly versions: readonly ConnectorVersion[];
  readonly tries: readonly TryRow[];
  readonly runs: readonly RunRow[];
  readonly people: ReadonlyMap<string, Named>;
  /** The working day of the next planned reading. */
  readonly nextDay: string;
  readonly mayWrite: boolean;
}

interface Props {
  readonly reader: Reader;
  readonly view: ConnectorView;
  readonly refused: RefusedDefinition | null;
  readonly message: { readonly tone: 'good' | 'bad'; readonly text: string } | null;
}

export function ConnectorPage(props: Props): VNode {
  const { reader, view, message } = props;
  const { t } = reader;
  const { row } = view;
  return (
    <>
      {message !== null && <Message tone={message.tone}>{message.text}</Message>}
      <p>
        <a href={links.connectors}>{t(connectorsPage.title)}</a> · <code>{row.id}</code>
      </p>
      <Facts
        of={[
          [t(connectorsPage.state), <OnOff reader={reader} version={row.onVersion} />],
          [t(connectorsPage.kind), <code>{row.definition.kind}</code>],
          [t(connectorsPage.schedule), t(scheduleNames[row.definition.schedule])],
          [
            t(connectorsPage.nextRun),
            row.onVersion === null ? '–' : `${view.nextDay} (${t(connectorsPage.withinCycle)})`,
          ],
        ]}
      />
      <Tries {...props} />
      <Section title={t(connectorsPage.runs)} id="runs">
        <Runs reader={reader} runs={view.runs} />
      </Section>
      {view.mayWrite && <DefinitionForm {...props} />}
      <Versions {...props} />
    </>
  );
}

function Tries({ reader, view }: Props): VNode {
  const { t } = reader;
  const { row, tries } = view;
  const wentWell = tries.some((each) => each.version === row.version && each.code === null);
  return (
    <Section title={t(connectorsPage.tries)} id="tries">
      {view.mayWrite && (
        <>
          <form method="post" action={`${links.connector(row.id)}/tries`} noValidate>
            <Input name="on" type="date" label={t(connectorsPage.day)} hint={t(connectorsPage.tryHint)} value="" />
            <button>{t(connectorsPage.tryIt)}</button>
          </form>
          {!wentWell && row.onVersion !== row.version && <p class="hint">{t(connectorsPage.needsTry)}</p>}
          <p>
            {wentWell && row.onVersion !== row.version && (
              <SwitchForm id={row.id} to="on" version={row.version} text={t(connectorsPage.switchOn(row.version))} />
            )}{' '}
            {row.onVersion !== null && (
              <SwitchForm id={row.id} to="off" version={row.onVersion} text={t(connectorsPage.switchOff)} />
            )}
          </p>
        </>
      )}
      <ol class="plain">
        {tries.map((each) => (
          <Try key={each.id} reader={reader} view={view} tried={each} />
        ))}
      </ol>
    </Section>
  );
}

const SwitchForm = (props: {
  readonly id: string;
  readonly to: 'on' | 'off';
  readonly version: number;
  readonly text: string;
}): VNode => (
  <form method="post" action={`${links.connector(props.id)}/switch`} class="inline">
    <Hidden name="to" value={props.to} />
    <Hidden name="version" value={String(props.version)} />
    <button>{props.text}</button>
  </form>
);

function Try({ reader, view, tried }: Pick<Props, 'reader' | 'view'> & { readonly tried: TryRow }): VNode {
  const { t } = reader;
  const by = view.people.get(tried.by);
  return (
    <li>
      <span class="soft">
        {reader.time(tried.at)} · {by === undefined ? tried.by : reader.name(by)} ·{' '}
        {t(connectorsPage.version(tried.version))} · {tried.on}
      </span>{' '}
      {tried.code === null ? (
        t(connectorsPage.triedWell(tried.found))
      ) : (
        <Failure reader={reader} {...tried} code={tried.code} />
      )}
      {tried.shown.length > 0 && (
        <details>
          <summary>{t(connectorsPage.shown(tried.shown.length))}</summary>
          <Table
            caption={t(connectorsPage.shown(tried.shown.length))}
            hideCaption
            rows={tried.shown}
            keyOf={(row) => `${row.metric} ${row.on}`}
            empty={t(frame.nothing)}
            columns={[
              { title: t(contentFields.metric), cell: (row) => row.metric },
              { title: t(contentFields.on), cell: (row) => row.on },
              { title: t(contentFields.value), number: true, cell: (row) => row.value },
            ]}
          />
        </details>
      )}
    </li>
  );
}

function DefinitionForm({ reader, view, refused }: Props): VNode {
  const { t } = reader;
  const { row } = view;
  return (
    <Section title={t(connectorsPage.newVersion)} id="change">
      <form method="post" action={`${links.connector(row.id)}#change`} noValidate>
        <TextArea
          name="definition"
          label={t(connectorsPage.definition)}
          hint={`${t(connectorsPage.definitionHint)} ${t(connectorsPage.stillRuns)}`}
          value={refused?.definition ?? JSON.stringify(row.definition, null, 2)}
          problems={refused?.problems ?? []}
          rows={14}
        />
        <button>{t(connectorsPage.save)}</button>
      </form>
    </Section>
  );
}

function Versions({ reader, view }: Props): VNode {
  const { t } = reader;
  return (
    <Section title={t(connectorsPage.versions)}>
      {view.versions.map(({ version, definition, writtenBy, writtenAt }) => {
        const by = view.people.get(writtenBy);
        return (
          <details key={version}>
            <summary>
              {t(connectorsPage.version(version))} · {by === undefined ? writtenBy : reader.name(by)} ·{' '}
              {reader.time(writtenAt)}
            </summary>
            <pre class="words">{JSON.stringify(definition, null, 2)}</pre>
          </details>
        );
      })}
    </Section>
  );
}
