import type { VNode } from 'preact';
import type { AssignmentRow } from '../../../db/trainings.js';
import { developmentPage, trainingActNames, trainingStateNames } from '../../../messages/pages.js';
import { Hidden, Input } from '../components/fields.js';
import { Badge, type Tone } from '../components/marks.js';
import { Table } from '../components/table.js';
import type { Typed } from '../posted.js';
import type { Reader } from '../reader.js';
import { textAt } from '../steps/form-data.js';
import { type Named, unnamed } from '../steps/form-facts.js';

const tones: Readonly<Record<AssignmentRow['state'], Tone>> = {
  assigned: 'calm',
  done: 'warn',
  confirmed: 'good',
  cancelled: 'calm',
};

interface Props {
  readonly reader: Reader;
  readonly trainings: readonly AssignmentRow[];
  /** Who reads: their own they can say are done. */
  readonly me: string;
  /** The address that the forms are sent to. */
  readonly to: (training: AssignmentRow) => string;
  readonly typed: Typed;
  /** Absent: only the reader's own are shown. */
  readonly names?: ReadonlyMap<string, Named>;
  /** The reader confirms, returns and cancels those of others. */
  readonly judges: boolean;
  /** Amounts are shown in it; absent: they are not for the reader. */
  readonly currency?: string;
}

export function Trainings(props: Props): VNode {
  const { reader, trainings, names, currency } = props;
  const { t } = reader;
  return (
    <Table
      caption={t(developmentPage.trainings)}
      hideCaption
      rows={trainings}
      keyOf={(row) => row.id}
      empty={t(developmentPage.noTrainings)}
      columns={[
        {
          title: t(developmentPage.training),
          cell: (row) => (
            <span id={`training-${row.id}`}>
              {reader.name({ nameZh: row.titleZh, nameEn: row.titleEn })}{' '}
              <span class="soft">
                {row.hours} {t(developmentPage.hours)}
              </span>
            </span>
          ),
        },
        ...(names === undefined
          ? []
          : [
              {
                title: t(developmentPage.who),
                cell: (row: AssignmentRow) => reader.name(names.get(row.person) ?? unnamed(row.person)),
              },
            ]),
        { title: t(developmentPage.due), cell: (row) => row.dueOn },
        ...(currency === undefined
          ? []
          : [
              {
                title: t(developmentPage.cost),
                number: true,
                cell: (row: AssignmentRow) => `${currency} ${reader.amount(row.costMinor)}`,
              },
            ]),
        { title: t(developmentPage.state), cell: (row) => <State {...props} row={row} /> },
      ]}
    />
  );
}

/** How it stands, what was said last, and what the reader can do. */
function State(props: Props & { readonly row: AssignmentRow }): VNode {
  const { reader, row, me, judges } = props;
  const { t } = reader;
  const goesOn = row.state === 'assigned' || row.state === 'done';
  const mine = row.person === me;
  return (
    <div>
      <Badge tone={tones[row.state]}>{t(trainingStateNames[row.state])}</Badge>
      {row.last !== null && row.last.text !== '' && (
        <div class="words">
          {t(trainingActNames[row.last.act])}: {row.last.text}
        </div>
      )}
      {mine && row.state === 'assigned' && <Act {...props} acts={['done']} />}
      {judges && goesOn && (
        <Act
          {...props}
          acts={[...(row.state === 'done' && !mine ? (['confirmed', 'returned'] as const) : []), 'cancelled']}
        />
      )}
    </div>
  );
}

const buttons = {
  done: developmentPage.saidDone,
  confirmed: developmentPage.confirm,
  returned: developmentPage.return,
  cancelled: developmentPage.cancel,
} as const;

function Act({
  reader,
  row,
  to,
  typed,
  acts,
}: Props & { readonly row: AssignmentRow; readonly acts: readonly (keyof typeof buttons)[] }): VNode {
  const { t } = reader;
  const field = `text-${row.id}-${acts[0] ?? ''}`;
  const mine = textAt(typed.content, 'field') === field;
  return (
    <form method="post" action={to(row)} noValidate>
      <Hidden name="intent" value="training" />
      <Hidden name="idempotencyKey" value={`${typed.idempotencyKey}-${field}`} />
      <Hidden name="assignment" value={row.id} />
      <Hidden name="field" value={field} />
      <Input
        name={field}
        label={t(developmentPage.words)}
        value={mine ? textAt(typed.content, field) : ''}
        problems={mine ? typed.fields.get('text') : []}
      />
      <div class="actions">
        {acts.map((act) => (
          <button key={act} name="act" value={act} class={act === 'cancelled' ? 'danger' : 'main'}>
            {t(buttons[act])}
          </button>
        ))}
      </div>
    </form>
  );
}
