import { nextCyclePage } from '../../../../messages/pages.js';
import { CarriedGoals } from '../../next-cycle/carried.js';
import type { StepForm } from '../form.js';

/** Beside goals that a draft was begun with, what they were in the cycle before. */
export const withCarried = (form: StepForm): StepForm => ({
  ...form,
  Fields: (props) => (
    <>
      {props.facts.carried.length > 0 && (
        <details open>
          <summary>{props.reader.t(nextCyclePage.carried)}</summary>
          <p class="hint">{props.reader.t(nextCyclePage.carriedHint)}</p>
          <CarriedGoals reader={props.reader} goals={props.facts.carried} />
        </details>
      )}
      <form.Fields {...props} />
    </>
  ),
});
