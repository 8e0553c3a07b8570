import type { VNode } from 'preact';
import { nominationFields } from '../../../../messages/pages.js';
import { Input, Select, TextArea } from '../../components/fields.js';
import { Facts } from '../../components/table.js';
import { linesOf, textAt, textsAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { StepForm } from '../form.js';
import type { Reader } from '../../reader.js';

/** By name where the person is still of the unit; whoever has left is said to have. */
function Nominee({
  reader,
  facts,
  id,
}: {
  readonly reader: Reader;
  readonly facts: FormFacts;
  readonly id: string;
}): VNode {
  const person = facts.owners.find((each) => each.id === id);
  if (person !== undefined) return <>{reader.name(person)}</>;
  return (
    <>
      <code>{id}</code> {reader.t(nominationFields.gone)}
    </>
  );
}

export const nominationForm: StepForm = {
  contentOf: (form) => ({
    person: textAt(form, 'person'),
    position: textAt(form, 'position'),
    reasons: textAt(form, 'reasons'),
    evidence: linesOf(textAt(form, 'evidence')),
  }),
  Fields: ({ reader, facts, content, problems }) => (
    <>
      <Select
        name="person"
        label={reader.t(nominationFields.person)}
        value={textAt(content, 'person')}
        options={[
          { value: '', text: '–' },
          ...facts.owners.map((each) => ({ value: each.id, text: reader.name(each) })),
        ]}
        problems={problems.fields.get('person')}
      />
      <Input
        name="position"
        label={reader.t(nominationFields.position)}
        value={textAt(content, 'position')}
        problems={problems.fields.get('position')}
      />
      <TextArea
        name="reasons"
        label={reader.t(nominationFields.reasons)}
        value={textAt(content, 'reasons')}
        problems={problems.fields.get('reasons')}
        rows={5}
      />
      <TextArea
        name="evidence"
        label={reader.t(nominationFields.evidence)}
        value={textsAt(content, 'evidence').join('\n')}
        problems={[...problems.fields].flatMap(([name, said]) => (name.startsWith('evidence') ? said : []))}
      />
    </>
  ),
  Shown: ({ reader, facts, content }) => (
    <>
      <Facts
        of={[
          [reader.t(nominationFields.person), <Nominee reader={reader} facts={facts} id={textAt(content, 'person')} />],
          [reader.t(nominationFields.position), textAt(content, 'position')],
        ]}
      />
      <p class="words">{textAt(content, 'reasons') || textAt(content, 'note')}</p>
      <ul>
        {textsAt(content, 'evidence').map((piece) => (
          <li key={piece}>{piece}</li>
        ))}
      </ul>
    </>
  ),
  places: ({ reader }) => [
    { value: '/reasons', text: reader.t(nominationFields.reasons) },
    { value: '/evidence', text: reader.t(nominationFields.evidence) },
  ],
};
