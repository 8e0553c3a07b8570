import type { VNode } from 'preact';
import { beforePage, contentFields } from '../../../../messages/pages.js';
import { Hidden, Input, type Option, Select } from '../../components/fields.js';
import { listAt, textAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { FieldsProps } from '../form.js';

/** So many units each have a row of their own; of more, only those that change: a form of all would be cut. */
const mostListed = 100;
/** Rows to fill in; saving brings as many more. */
const blankRows = 5;
const unitList = 'calibrated-units';

const listsAll = ({ results }: Pick<FormFacts, 'results'>): boolean => results.length <= mostListed;

/** The changes of grades: unit by unit, or row by row where there are very many units. */
export const ChangeFields = (props: FieldsProps): VNode =>
  listsAll(props.facts) ? <OfEveryUnit {...props} /> : <OfSomeUnits {...props} />;

/** What the posted rows say. A reason without a grade is a word as well: it stays, and the form asks for the grade. */
export function changesOf(form: unknown, facts: Pick<FormFacts, 'results'>): readonly unknown[] {
  return listAt(form, 'changes').flatMap((row) => {
    const [unit, reason] = [textAt(row, 'unit').trim(), textAt(row, 'reason').trim()];
    const grade = textAt(row, 'grade');
    // Where every unit has its row, its name alone says nothing.
    const isSaid = grade !== '' || reason !== '' || (unit !== '' && !listsAll(facts));
    return isSaid ? [{ unit, grade, reason }] : [];
  });
}

function OfEveryUnit({ reader, facts, content, problems }: FieldsProps): VNode {
  const typed = listAt(content, 'changes');
  return (
    <>
      {facts.results.map((row, index) => {
        const place = typed.findIndex((change) => textAt(change, 'unit') === row.unitId);
        return (
          <fieldset key={row.unitId}>
            <legend>
              {reader.name(row.unit)}:{' '}
              {row.total === null ? reader.t(contentFields.blocked) : `${reader.score(row.total)} · ${row.grade ?? ''}`}
            </legend>
            <Hidden name={`changes.${index}.unit`} value={row.unitId} />
            <Change
              {...{ reader, facts, problems, place, row: typed[place] }}
              index={index}
              more={problems.fields.get(`changes.${place}.unit`)}
            />
          </fieldset>
        );
      })}
    </>
  );
}

function OfSomeUnits({ reader, facts, content, problems }: FieldsProps): VNode {
  const { t } = reader;
  const typed = listAt(content, 'changes');
  const rows = [...typed, ...Array.from({ length: blankRows }, () => ({}))];
  return (
    <>
      <p class="hint">{t(beforePage.changesHint(blankRows))}</p>
      <datalist id={unitList}>
        {facts.results.map(({ unitId, unit, grade }) => (
          <option key={unitId} value={unitId}>
            {`${reader.name(unit)} · ${grade ?? t(contentFields.blocked)}`}
          </option>
        ))}
      </datalist>
      {rows.map((row, index) => (
        <fieldset key={index}>
          <legend>{t(beforePage.changeOf(index + 1))}</legend>
          <Input
            name={`changes.${index}.unit`}
            label={t(beforePage.unitId)}
            value={textAt(row, 'unit')}
            list={unitList}
            problems={problems.fields.get(`changes.${index}.unit`)}
          />
          <Change {...{ reader, facts, problems, row }} index={index} place={index} />
        </fieldset>
      ))}
    </>
  );
}

/** The grade and why; `place`: where the row stands among the changes that were typed. */
function Change({
  reader,
  facts,
  problems,
  row,
  index,
  place,
  more = [],
}: Omit<FieldsProps, 'content'> & {
  readonly row: unknown;
  readonly index: number;
  readonly place: number;
  readonly more?: readonly string[] | undefined;
}): VNode {
  const { t } = reader;
  const wrong = (field: string): readonly string[] => problems.fields.get(`changes.${place}.${field}`) ?? [];
  const grades: readonly Option[] = [
    { value: '', text: t(contentFields.unchanged) },
    ...facts.grades.map((grade) => ({ value: grade, text: grade })),
  ];
  return (
    <div class="row wide">
      <Select
        name={`changes.${index}.grade`}
        label={t(contentFields.newGrade)}
        value={textAt(row, 'grade')}
        options={grades}
        problems={[...wrong('grade'), ...more]}
      />
      <Input
        name={`changes.${index}.reason`}
        label={t(contentFields.why)}
        value={textAt(row, 'reason')}
        problems={wrong('reason')}
      />
    </div>
  );
}
