import type { VNode } from 'preact';
import { rulesPage } from '../../../../messages/pages.js';
import { Hidden, TextArea } from '../../components/fields.js';
import { ShownDifference } from '../../rules/difference.js';
import { ShownEffects } from '../../rules/effects.js';
import type { Reader } from '../../reader.js';
import { textAt } from '../form-data.js';
import type { FormFacts } from '../form-facts.js';
import type { StepForm } from '../form.js';

/** What would change in the rules, and what that does to everybody, as it was when it was proposed. */
function Proposal({ reader, facts }: { readonly reader: Reader; readonly facts: FormFacts }): VNode {
  const { t } = reader;
  const { rules } = facts;
  if (rules === null) return <p class="empty">{t(rulesPage.gone)}</p>;
  return (
    <>
      <h3>{t(rulesPage.changes)}</h3>
      <ShownDifference reader={reader} differences={rules.differences} />
      <h3>{t(rulesPage.result)}</h3>
      <p class="soft">{t(rulesPage.proposedAt(reader.time(rules.proposedAt)))}</p>
      <ShownEffects reader={reader} effects={rules.effects} names={rules.names} />
    </>
  );
}

/** Nothing is typed but the reason: what is submitted is exactly the proposal that is shown, by its digest. */
export const rulesForm: StepForm = {
  contentOf: (form) => ({ proposalDigest: textAt(form, 'proposalDigest'), reason: textAt(form, 'reason') }),
  Fields: ({ reader, facts, content, problems }) => (
    <>
      <Proposal reader={reader} facts={facts} />
      <Hidden name="proposalDigest" value={facts.rules?.digest ?? ''} />
      <TextArea
        name="reason"
        label={reader.t(rulesPage.reason)}
        value={textAt(content, 'reason')}
        problems={problems.fields.get('reason')}
      />
    </>
  ),
  Shown: ({ reader, facts, content }) => (
    <>
      <p class="words">{textAt(content, 'reason')}</p>
      <Proposal reader={reader} facts={facts} />
    </>
  ),
  places: ({ reader }) => [{ value: '/reason', text: reader.t(rulesPage.reason) }],
};
