import type { VNode } from 'preact';
import { workbookPage } from '../../../messages/pages.js';
import { type Column, type ListShape, titleOf } from '../../../documents/workbooks/columns.js';
import type { FieldChange, ListDifference, RowChange } from '../../../documents/workbooks/difference.js';
import { goalsShape } from '../../../documents/workbooks/goals.js';
import { organizationShapes } from '../../../documents/workbooks/organization.js';
import { amountShown, tasksShape } from '../../../documents/workbooks/tasks.js';
import { valuesShape } from '../../../documents/workbooks/values.js';
import type { Preview } from '../../workbooks/compare.js';
import { Hidden } from '../components/fields.js';
import { Badge, Message, type Tone } from '../components/marks.js';
import { Table } from '../components/table.js';
import type { Reader } from '../reader.js';
import type { ShownFinding } from '../steps/form.js';

const shapes: readonly ListShape[] = [goalsShape, tasksShape, valuesShape, ...organizationShapes];
const listed = 200;

export interface PreviewProps {
  readonly reader: Reader;
  readonly fileName: string;
  readonly at: number;
  readonly until: number;
  readonly applied: boolean;
  readonly preview: Preview;
  readonly digest: string;
  readonly action: string;
  readonly back: string;
  readonly findings: readonly ShownFinding[];
  readonly ofOrganization: boolean;
}

/** What an upload would change, and the one button that does it. */
export function PreviewPage(props: PreviewProps): VNode {
  const { reader, preview, applied } = props;
  const { t } = reader;
  return (
    <>
      <p class="crumbs">
        <a href={props.back}>{t(workbookPage.back)}</a>
      </p>
      {applied && <Message tone="good">{t(workbookPage.appliedAlready)}</Message>}
      {!applied && preview.behind && <Message tone="warn">{t(workbookPage.behind)}</Message>}
      {preview.empty && <Message tone="calm">{t(workbookPage.nothingChanged)}</Message>}
      <section>
        <h2>{t(workbookPage.preview)}</h2>
        <p class="soft">
          {t(workbookPage.previewOf(props.fileName || t(workbookPage.noName), reader.time(props.at)))}{' '}
          {t(workbookPage.goneUntil(reader.time(props.until)))}
        </p>
        {preview.lists.map((list) => (
          <Difference key={list.list} reader={reader} of={list} note={props.ofOrganization} />
        ))}
      </section>
      {props.findings.length > 0 && (
        <section>
          <h2>{t(workbookPage.findings)}</h2>
          <ul>
            {props.findings.map(({ sentence }) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
      {!applied && (
        <form method="post" action={props.action} class="inline">
          <Hidden name="digest" value={props.digest} />
          {!preview.empty && (
            <button class="main" name="intent" value="apply">
              {t(workbookPage.apply)}
            </button>
          )}
          <button class="quiet" name="intent" value="discard">
            {t(workbookPage.discard)}
          </button>
        </form>
      )}
    </>
  );
}

const tones: Readonly<Record<RowChange['kind'], Tone>> = { added: 'good', changed: 'warn', removed: 'bad' };

function Difference({
  reader,
  of,
  note,
}: {
  readonly reader: Reader;
  readonly of: ListDifference;
  readonly note: boolean;
}): VNode {
  const { t } = reader;
  const shape = shapes.find(({ id }) => id === of.list);
  const title = shape === undefined ? of.list : t(shape.title);
  const rows = of.changes.slice(0, listed);
  const more = of.added + of.changed + of.removed - rows.length;
  return (
    <>
      <h3>{title}</h3>
      <p>
        {t(workbookPage.counts(of.added, of.changed, of.removed, of.unchanged))}{' '}
        {of.reordered && t(workbookPage.reordered)}
      </p>
      {note && of.list !== 'stand-ins' && of.removed > 0 && <p class="hint">{t(workbookPage.staysWithout)}</p>}
      {rows.length > 0 && (
        <Table
          caption={title}
          hideCaption
          rows={rows}
          keyOf={({ kind, key }) => `${kind} ${key}`}
          empty=""
          columns={[
            {
              title: t(workbookPage.kind),
              cell: ({ kind }) => <Badge tone={tones[kind]}>{t(workbookPage[kind])}</Badge>,
            },
            { title: t(workbookPage.what), cell: (change) => <span>{change.title || change.key}</span> },
            {
              title: t(workbookPage.difference),
              cell: (change) => <Fields reader={reader} shape={shape} change={change} />,
            },
          ]}
        />
      )}
      {more > 0 && <p class="soft">{t(workbookPage.moreChanges(more))}</p>}
    </>
  );
}

/** Of a row that is gone its name is enough. */
function Fields({
  reader,
  shape,
  change,
}: {
  readonly reader: Reader;
  readonly shape: ListShape | undefined;
  readonly change: RowChange;
}): VNode | null {
  if (change.kind === 'removed') return null;
  const column = (id: string): Column | undefined => shape?.columns.find((each) => each.id === id);
  return (
    <ul class="plain">
      {change.fields.map((field) => (
        <li key={field.column}>
          <span class="soft">{title(reader, column(field.column), field)}: </span>
          {shown(reader, column(field.column), field.after)}
          {change.kind === 'changed' && (
            <span class="soft">
              {' '}
              ({reader.t(workbookPage.from)} {shown(reader, column(field.column), field.before)})
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

const title = (reader: Reader, column: Column | undefined, { column: id }: FieldChange): string =>
  column === undefined ? id : reader.t(column.title);

function shown(reader: Reader, column: Column | undefined, text: string | null): string {
  if (text === null) return '–';
  if (column === undefined) return text;
  if (column.kind === 'amount') return amountShown(text);
  if (column.kind === 'list')
    return text
      .split('; ')
      .map((part) => titleOf(column, part, reader.language))
      .join('; ');
  return titleOf(column, text, reader.language);
}
