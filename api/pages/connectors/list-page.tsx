import type { VNode } from 'preact';
import type { RunRow } from '../../../db/connector-runs.js';
import type { ConnectorRow } from '../../../db/connectors.js';
import { connectorsPage, scheduleNames, valuesPage } from '../../../messages/pages.js';
import { Input, TextArea } from '../components/fields.js';
import { Badge, Section } from '../components/marks.js';
import { Table } from '../components/table.js';
import { links } from '../links.js';
import type { Reader } from '../reader.js';
import { exampleDefinition } from './example.js';
import { RunOutcome } from './runs.js';

export interface RefusedDefinition {
  readonly id: string;
  readonly definition: string;
  readonly problems: readonly string[];
}

interface Props {
  readonly reader: Reader;
  readonly connectors: readonly (ConnectorRow & { readonly last: RunRow | null })[];
  readonly mayWrite: boolean;
  readonly refused: RefusedDefinition | null;
}

export function ConnectorsPage({ reader, connectors, mayWrite, refused }: Props): VNode {
  const { t } = reader;
  return (
    <>
      <p class="hint">{t(connectorsPage.lead)}</p>
      <p>
        <a href={links.values(null)}>{t(valuesPage.all)}</a>
      </p>
      <Table
        caption={t(connectorsPage.title)}
        hideCaption
        rows={connectors}
        keyOf={(row) => row.id}
        empty={t(connectorsPage.none)}
        columns={[
          {
            title: t(connectorsPage.title),
            cell: ({ id, definition }) => <a href={links.connector(id)}>{t(definition.title)}</a>,
          },
          { title: t(connectorsPage.kind), cell: ({ definition }) => <code>{definition.kind}</code> },
          { title: t(connectorsPage.schedule), cell: ({ definition }) => t(scheduleNames[definition.schedule]) },
          { title: t(connectorsPage.state), cell: (row) => <OnOff reader={reader} version={row.onVersion} /> },
          {
            title: t(connectorsPage.last),
            cell: ({ last }) => (last === null ? '–' : <RunOutcome reader={reader} run={last} />),
          },
        ]}
      />
      {mayWrite && (
        <Section title={t(connectorsPage.define)} id="define">
          <form method="post" action={`${links.connectors}#define`} noValidate>
            <Input name="id" label={t(connectorsPage.id)} value={refused?.id ?? ''} />
            <TextArea
              name="definition"
              label={t(connectorsPage.definition)}
              hint={t(connectorsPage.definitionHint)}
              value={refused?.definition ?? exampleDefinition}
              problems={refused?.problems ?? []}
              rows={14}
            />
            <button>{t(connectorsPage.save)}</button>
          </form>
        </Section>
      )}
    </>
  );
}

export const OnOff = ({ reader, version }: { readonly reader: Reader; readonly version: number | null }): VNode =>
  version === null ? (
    <Badge tone="calm">{reader.t(connectorsPage.off)}</Badge>
  ) : (
    <Badge tone="good">{reader.t(connectorsPage.on(version))}</Badge>
  );
