import type { VNode } from 'preact';
import { beforePage, contentFields } from '../../../../messages/pages.js';
import { Hidden, Input, TextArea } from '../../components/fields.js';
import { Message } from '../../components/marks.js';
import { Facts } from '../../components/table.js';
import { textAt } from '../form-data.js';
import { unnamed } from '../form-facts.js';
import type { ShownProps, StepForm } from '../form.js';
import { Before, Changes, ComputedDistribution } from './before.js';
import { Results } from './calibration.js';

/** Steps that say one thing in words. */
const noteForm: StepForm = {
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

/** The same, with what is going to be published: exactly that, by its digest. */
export const publicationForm: StepForm = {
  ...noteForm,
  contentOf: (form) => ({ seenDigest: textAt(form, 'seenDigest'), note: textAt(form, 'note') }),
  Fields: (props) => (
    <>
      <ToPublish {...props} />
      <Hidden name="seenDigest" value={props.facts.before?.seenDigest ?? ''} />
      <noteForm.Fields {...props} />
    </>
  ),
  Shown: (props) => (
    <>
      <Moved {...props} />
      <ToPublish {...props} />
      <noteForm.Shown {...props} />
    </>
  ),
};

/** What a publication named is not what stands there by now: an appeal or a correction came since, or late facts. */
function Moved({ reader, facts, content }: ShownProps): VNode | null {
  const named = textAt(content, 'seenDigest');
  if (named === '' || facts.before === null || named === facts.before.seenDigest) return null;
  return <Message tone="warn">{reader.t(beforePage.moved(named.slice(0, 16)))}</Message>;
}

const ToPublish = ({ reader, facts }: Pick<ShownProps, 'reader' | 'facts'>): VNode => (
  <>
    <Results reader={reader} facts={facts} />
    <Before reader={reader} facts={facts} />
    {facts.before !== null && (
      <>
        <ComputedDistribution reader={reader} before={facts.before} />
        <Changes
          reader={reader}
          rows={facts.before.changes.rows}
          nameOf={(id) => reader.name(facts.before?.units.get(id) ?? unnamed(id))}
        />
        <p class="hint">
          {reader.t(beforePage.digest)}: <code>{facts.before.seenDigest.slice(0, 16)}</code>.{' '}
          {reader.t(beforePage.digestHint)}
        </p>
      </>
    )}
  </>
);

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
