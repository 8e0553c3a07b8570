import type { VNode } from 'preact';
import { actionStates, isUnderWay } from '../../../../domain/cycle/index.js';
import type { CaseRow } from '../../../../db/deviation-cases.js';
import { actionStateNames, cyclePage, deviationPage, reportWords } from '../../../../messages/pages.js';
import { Hidden, Input, Select, TextArea } from '../../components/fields.js';
import { Badge } from '../../components/marks.js';
import { links } from '../../links.js';
import type { Reader } from '../../reader.js';
import { listAt, said, textAt } from '../form-data.js';
import type { FieldsProps, ShownProps } from '../form.js';

/** How each corrective action stands, as typed; deviations of which nothing was said are left out. */
export function followUpsOf(form: unknown): { readonly followUps?: readonly unknown[] } {
  const followUps = listAt(form, 'followUps').flatMap((row) => {
    const state = textAt(row, 'state');
    if (state === '') return [];
    return [
      {
        case: textAt(row, 'case'),
        state,
        ...said('action', textAt(row, 'action')),
        ...said('note', textAt(row, 'note')),
        ...said('dueOn', textAt(row, 'dueOn')),
      },
    ];
  });
  return followUps.length === 0 ? {} : { followUps };
}

/** The unit's deviations that are not over: of each action under way the head says how it stands. */
export function FollowUpFields(props: FieldsProps): VNode | null {
  const { reader, facts, problems } = props;
  if (facts.deviations.length === 0) return null;
  const missing = problems.fields.get('followUps') ?? [];
  return (
    <fieldset class={missing.length > 0 ? 'wrong' : undefined} id="follow-ups">
      <legend>{reader.t(reportWords.followUps)}</legend>
      <p class="hint">{reader.t(reportWords.followUpHint)}</p>
      {missing.length > 0 && (
        <ul class="problem">
          {missing.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      {facts.deviations.map((row, index) => (
        <FollowUp key={row.id} {...props} row={row} index={index} />
      ))}
    </fieldset>
  );
}

function FollowUp({
  reader,
  content,
  problems,
  row,
  index,
}: FieldsProps & { readonly row: CaseRow; readonly index: number }): VNode {
  const { t } = reader;
  const rows = listAt(content, 'followUps');
  const place = rows.findIndex((each) => textAt(each, 'case') === row.id);
  const typed = rows[place];
  const name = (field: string): string => `followUps.${index}.${field}`;
  const wrong = (field: string): readonly string[] | undefined => problems.fields.get(`followUps.${place}.${field}`);
  const underWay = isUnderWay(row.action);
  const options = actionStates
    .filter((state) => underWay || state === 'planned')
    .map((state) => ({ value: state, text: t(optionText(state, underWay)) }));
  return (
    <div class="follow-up">
      <p>
        <CaseLine reader={reader} row={row} />
      </p>
      <p class="words">
        {row.action === null
          ? t(deviationPage.noAction)
          : `${t(actionStateNames[row.action.state])}: ${row.action.action}${row.action.dueOn === null ? '' : ` (${row.action.dueOn})`}`}
      </p>
      <Hidden name={name('case')} value={row.id} />
      <div class="row">
        <Select
          name={name('state')}
          label={t(deviationPage.howItStands)}
          value={textAt(typed, 'state')}
          options={[{ value: '', text: t(reportWords.choose) }, ...options]}
          problems={wrong('state') ?? wrong('case')}
        />
        <Input
          name={name('dueOn')}
          label={t(deviationPage.until)}
          type="date"
          value={textAt(typed, 'dueOn')}
          problems={wrong('dueOn')}
        />
      </div>
      <TextArea
        name={name('action')}
        label={t(deviationPage.what)}
        value={textAt(typed, 'action')}
        problems={wrong('action')}
        rows={2}
      />
      <Input name={name('note')} label={t(deviationPage.note)} value={textAt(typed, 'note')} problems={wrong('note')} />
    </div>
  );
}

const optionText = (state: (typeof actionStates)[number], underWay: boolean) =>
  state !== 'planned' ? actionStateNames[state] : underWay ? reportWords.other : reportWords.planFirst;

export function CaseLine({ reader, row }: { readonly reader: Reader; readonly row: CaseRow }): VNode {
  return (
    <>
      <Badge tone={row.severity === 'red' ? 'bad' : 'warn'}>{reader.t(cyclePage[row.severity])}</Badge>{' '}
      <a href={links.deviation(row.cycleId, row.id)}>{row.title}</a> · {row.since}
    </>
  );
}

/** What a report said of corrective actions. */
export function ShownFollowUps({ reader, facts, content }: ShownProps): VNode | null {
  const rows = listAt(content, 'followUps');
  if (rows.length === 0) return null;
  return (
    <>
      <h3>{reader.t(reportWords.followUps)}</h3>
      <ul>
        {rows.map((row) => {
          const of = facts.deviations.find((each) => each.id === textAt(row, 'case'));
          const state = actionStates.find((each) => each === textAt(row, 'state'));
          const words = [textAt(row, 'action'), textAt(row, 'note'), textAt(row, 'dueOn')].filter(
            (each) => each !== '',
          );
          return (
            <li key={textAt(row, 'case')}>
              {of === undefined ? `${reader.t(deviationPage.title)} ${textAt(row, 'case')}` : of.title}:{' '}
              {state === undefined ? textAt(row, 'state') : reader.t(actionStateNames[state])}
              {words.length === 0 ? '' : ` · ${words.join(' · ')}`}
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** What the unit asked in earlier reports: open until it is answered, with the answer then. */
export function AskedBefore({ reader, facts }: Pick<ShownProps, 'reader' | 'facts'>): VNode | null {
  const { t } = reader;
  if (facts.asks.length === 0) return null;
  return (
    <section>
      <h3>{t(reportWords.asksBefore)}</h3>
      <ul class="plain">
        {facts.asks.map((ask) => (
          <li key={ask.id}>
            <span class="soft">{reader.day(ask.at)}</span> <span class="words">{ask.text}</span>{' '}
            {ask.answer === null ? (
              <Badge tone="warn">{t(reportWords.unanswered)}</Badge>
            ) : (
              <blockquote>{ask.answer.text}</blockquote>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
