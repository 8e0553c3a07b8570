import { contentFields } from '../../../../messages/pages.js';
import { Input, TextArea } from '../../components/fields.js';
import { Facts } from '../../components/table.js';
import { textAt } from '../form-data.js';
import type { StepForm } from '../form.js';
import { Results } from './calibration.js';

/** Steps that say one thing in words. */
export const noteForm: StepForm = {
  contentOf: (form) => ({ note: textAt(form, 'note') }),
  Fields: ({ reader, content, problems }) => (
    <TextArea
      name="note"
      label={reader.t(contentFields.note)}
      value={textAt(content, 'note')}
      problems={problems.fields.get('note')}
      rows={5}
    />
  ),
  Shown: ({ content }) => <p class="words">{textAt(content, 'note')}</p>,
  places: ({ reader }) => [{ value: '/note', text: reader.t(contentFields.note) }],
};

/** The same, with what is going to be published. */
export const publicationForm: StepForm = {
  ...noteForm,
  Fields: (props) => (
    <>
      <Results reader={props.reader} facts={props.facts} />
      <noteForm.Fields {...props} />
    </>
  ),
  Shown: (props) => (
    <>
      <Results reader={props.reader} facts={props.facts} />
      <noteForm.Shown {...props} />
    </>
  ),
};

export const feedbackForm: StepForm = {
  contentOf: (form) => ({ heldOn: textAt(form, 'heldOn'), text: textAt(form, 'text') }),
  Fields: ({ reader, facts, content, problems }) => (
    <>
      <Input
        name="heldOn"
        type="date"
        label={reader.t(contentFields.heldOn)}
        value={textAt(content, 'heldOn') || facts.today}
        problems={problems.fields.get('heldOn')}
      />
      <TextArea
        name="text"
        label={reader.t(contentFields.talk)}
        value={textAt(content, 'text')}
        problems={problems.fields.get('text')}
        rows={6}
      />
    </>
  ),
  Shown: ({ reader, content }) => (
    <>
      <Facts of={[[reader.t(contentFields.heldOn), textAt(content, 'heldOn')]]} />
      <p class="words">{textAt(content, 'text')}</p>
    </>
  ),
  places: ({ reader }) => [{ value: '/text', text: reader.t(contentFields.talk) }],
};
