import type { VNode } from 'preact';
import { contentFields, frame, reportWords, taskFields, tasksPage } from '../../../../messages/pages.js';
import { Hidden, NumberInput, TextArea } from '../../components/fields.js';
import type { Reader } from '../../reader.js';
import { listAt, textAt } from '../form-data.js';
import type { ShownTask } from '../form-facts.js';
import type { FieldsProps, ShownProps, StepForm } from '../form.js';
import { AskedBefore, FollowUpFields, followUpsOf, ShownFollowUps } from './follow-ups.js';
import { ShownValues, ValueFields, valuesOf } from './values.js';

function contentOf(form: unknown): unknown {
  return {
    values: valuesOf(form),
    progress: listAt(form, 'progress').flatMap((row) => {
      const percent = textAt(row, 'percent').trim();
      return percent === '' ? [] : [{ task: textAt(row, 'task'), percent }];
    }),
    risks: textAt(form, 'risks'),
    asks: textAt(form, 'asks'),
    ...followUpsOf(form),
  };
}

function Fields(props: FieldsProps): VNode {
  const { reader, facts, content, problems } = props;
  const { t } = reader;
  const typed = listAt(content, 'progress');
  return (
    <>
      <ValueFields {...props} />
      {facts.tasks.length > 0 && (
        <fieldset>
          <legend>{t(contentFields.taskProgress)}</legend>
          <div class="row">
            {facts.tasks.map((task, index) => {
              const place = typed.findIndex((row) => textAt(row, 'task') === task.id);
              return (
                <div key={task.id}>
                  <Hidden name={`progress.${index}.task`} value={task.id} />
                  <NumberInput
                    name={`progress.${index}.percent`}
                    label={`${task.title} (%)`}
                    hint={lastReport(reader, task)}
                    value={place === -1 && typed.length === 0 ? (task.progress ?? '') : textAt(typed[place], 'percent')}
                    problems={problems.fields.get(`progress.${place}.percent`)}
                  />
                </div>
              );
            })}
          </div>
        </fieldset>
      )}
      <FollowUpFields {...props} />
      <TextArea
        name="risks"
        label={t(contentFields.risks)}
        value={textAt(content, 'risks')}
        problems={problems.fields.get('risks')}
      />
      <TextArea
        name="asks"
        label={t(contentFields.asks)}
        value={textAt(content, 'asks')}
        problems={problems.fields.get('asks')}
      />
      <AskedBefore reader={reader} facts={facts} />
    </>
  );
}

/** What is known already is not asked again: it stands in the field, with who said so. */
function lastReport(reader: Reader, { report }: ShownTask): string | undefined {
  if (report === undefined || report === null) return undefined;
  const who = reader.name({ nameZh: report.byZh, nameEn: report.byEn });
  return reader.t(tasksPage.reportedBy(who, reader.time(report.at)));
}

function Shown(props: ShownProps): VNode {
  const { reader, facts, content } = props;
  const { t } = reader;
  const progress = listAt(content, 'progress');
  return (
    <>
      <ShownValues {...props} />
      {progress.length > 0 && (
        <ul>
          {progress.map((row) => (
            <li key={textAt(row, 'task')}>
              {facts.tasks.find((task) => task.id === textAt(row, 'task'))?.title ?? textAt(row, 'task')}:{' '}
              {textAt(row, 'percent')} %
            </li>
          ))}
        </ul>
      )}
      <ShownFollowUps {...props} />
      <h3>{t(contentFields.risks)}</h3>
      <p class="words">{textAt(content, 'risks') || t(frame.nothing)}</p>
      <h3>{t(contentFields.asks)}</h3>
      <p class="words">{textAt(content, 'asks') || t(frame.nothing)}</p>
    </>
  );
}

export const checkpointForm: StepForm = {
  contentOf,
  Fields,
  Shown,
  places: ({ reader, content }) => [
    ...listAt(content, 'values').map((value, index) => ({ value: `/values/${index}`, text: textAt(value, 'metric') })),
    ...listAt(content, 'progress').map((row, index) => ({
      value: `/progress/${index}`,
      text: `${reader.t(taskFields.progress)}: ${textAt(row, 'task')}`,
    })),
    ...listAt(content, 'followUps').map((row, index) => ({
      value: `/followUps/${index}`,
      text: `${reader.t(reportWords.followUps)}: ${textAt(row, 'case')}`,
    })),
    { value: '/risks', text: reader.t(contentFields.risks) },
    { value: '/asks', text: reader.t(contentFields.asks) },
  ],
};
