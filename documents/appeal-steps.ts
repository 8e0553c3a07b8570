import type { StepOutcome } from '../domain/process/index.js';
import type { Template, TemplateStep } from '../domain/template.js';

const kinds = ['appeal', 'appeal-2'] as const;
/** What opens the next instance: a no, or nobody's word in time. */
const goesOn: readonly StepOutcome[] = ['rejected', 'forwarded'];
/** Due so many working days before the window closes, so that somebody above can still see to it. */
const ahead = 2;

/** The template's steps, with those that its appeals make: one per instance, each unit's own. */
export function stepsWithAppeals(template: Pick<Template, 'steps' | 'appeal'>): readonly TemplateStep[] {
  return [...template.steps, ...appealSteps(template)];
}

/** An instance can be called from the end of the talk, or of the instance before, for so many working days. */
function appealSteps({ steps, appeal }: Pick<Template, 'steps' | 'appeal'>): readonly TemplateStep[] {
  const talk = steps.find((step) => step.kind === 'feedback');
  if (appeal === undefined || talk === undefined) return [];
  const { workdays, decideWorkdays } = appeal;
  return kinds.slice(0, appeal.instances.length).map((kind, index): TemplateStep => {
    const before = kinds[index - 1];
    return {
      id: kind,
      kind,
      phase: talk.phase,
      scope: 'unit',
      opens: talk.opens,
      due: { ...talk.opens, workdays: (talk.opens.workdays ?? 0) + workdays },
      closeWorkdays: 0,
      after: [before ?? talk.id],
      ...(before !== undefined && { onlyAfter: { step: before, outcomes: goesOn } }),
      submitter: 'head',
      decider: appeal.instances[index] ?? 'board',
      decideWorkdays: [Math.max(decideWorkdays - ahead, 1), decideWorkdays],
      againWorkdays: workdays,
      onNo: 'done',
      onClose: 'lapse',
      ladder: { remindBefore: [ahead], remindAfter: [], escalateAfter: [1] },
    };
  });
}
