import { decisionsOf, phases, type StepKind } from '../domain/process/index.js';
import { circles } from '../domain/rules/circles.js';
import type { Template, TemplateStep } from '../domain/template.js';
import { stepsWithAppeals } from './appeal-steps.js';
import { nominalDay } from './nominal.js';
import { appealProblems } from './template-appeal.js';
import { distributionProblems, moneyProblems, recognitionProblems, scorecardProblems } from './template-rules.js';
import { improvementProblems } from './template-improvement.js';

/** Tells of one problem: where, code, in words. */
export type Tell = (path: PropertyKey[], code: string, message: string) => void;

/** What a schema alone cannot see: references, circles, who may do what, what belongs together. */
export function checkTemplate(template: Template, tell: Tell): void {
  if (template.steps.length === 0) tell(['steps'], 'TEMPLATE_WITHOUT_STEPS', 'a template has at least one step');
  const known = new Map(stepsWithAppeals(template).map((each) => [each.id, each]));
  const withPhase = new Set(template.phases.map((phase) => phase.id));
  template.steps.forEach((step, index) => {
    const at = (path: PropertyKey[], code: string, message: string): void => {
      tell(['steps', index, ...path], code, message);
    };
    if (!withPhase.has(step.phase)) at(['phase'], 'ID_UNKNOWN', `the template has no phase ${step.phase}`);
    if (reserved.test(step.id)) at(['id'], 'ID_RESERVED', `${step.id} is the id of steps that nobody schedules`);
    waiting(step, known, at);
    persons(step, at);
    times(step, at);
    if (single(step.kind) && template.steps.findIndex((each) => each.kind === step.kind) < index) {
      at(['kind'], 'KIND_TWICE', `there is one ${step.kind} in a cycle`);
    }
  });
  for (const ring of circles(new Map(template.steps.map((each) => [each.id, each.after])))) {
    tell(['steps'], 'STEPS_IN_CIRCLE', `these steps wait for each other: ${ring.join(', ')}`);
  }
  template.phases.forEach((phase, index) => {
    const before = template.phases[index - 1];
    if (before !== undefined && phases.indexOf(before.id) > phases.indexOf(phase.id)) {
      tell(['phases', index, 'id'], 'PHASES_OUT_OF_ORDER', `${phase.id} comes before ${before.id}`);
    }
  });
  scorecardProblems(template, tell);
  distributionProblems(template, tell);
  moneyProblems(template, tell);
  appealProblems(template, tell);
  recognitionProblems(template, tell);
  improvementProblems(template, tell);
}

/** Of steps on demand (`domain/process/on-demand`). */
const reserved = /^(rules|change|alignment|settlement|correction|improvement(-appeal|-talk|-outcome)?|appeal)(-\d+)*$/;

const single = (kind: StepKind): boolean => kind !== 'checkpoint' && kind !== 'nomination';

function scopeOf(kind: StepKind): TemplateStep['scope'] {
  switch (kind) {
    case 'rating':
      return 'raters';
    case 'calibration':
    case 'publication':
    case 'bonus':
    case 'bonus-own':
    case 'budget':
    case 'budget-own':
    case 'release':
    case 'rules':
    case 'correction':
      return 'cycle';
    default:
      return 'unit';
  }
}

function waiting(step: TemplateStep, known: ReadonlyMap<string, TemplateStep>, at: Tell): void {
  step.after.forEach((other, place) => {
    if (!known.has(other)) at(['after', place], 'ID_UNKNOWN', `there is no step ${other}`);
    else if (step.after.indexOf(other) < place) at(['after', place], 'ID_DUPLICATE', `${other} stands twice`);
  });
  const crossing = step.after.filter((other) => (known.get(other)?.scope === 'cycle') !== (step.scope === 'cycle'));
  if (crossing.length > 1) {
    at(['after'], 'BARRIER_NOT_SINGLE', `name one of them: ${crossing.join(', ')}; a step waits at one barrier`);
  }
  if (step.cutOff !== undefined && (step.scope !== 'cycle' || crossing.length === 0)) {
    at(['cutOff'], 'CUT_OFF_WITHOUT_BARRIER', 'only what waits for all units has a cut-off');
  }
}

const ofTheCycle = new Set(['hr', 'finance', 'board']);

function persons(step: TemplateStep, at: Tell): void {
  const scope = scopeOf(step.kind);
  if (step.scope !== scope) at(['scope'], 'SCOPE_WRONG', `a step of kind ${step.kind} has the scope ${scope}`);
  if ((step.scope === 'raters') !== (step.submitter === 'rater-head')) {
    at(['submitter'], 'SUBMITTER_WRONG', 'steps of scope raters, and only they, are submitted by rater-head');
  }
  if (step.scope === 'cycle' && !ofTheCycle.has(step.submitter)) {
    at(['submitter'], 'SUBMITTER_WRONG', "the cycle's own steps belong to hr, finance or board");
  }
  if (decisionsOf(step.kind) === null) {
    if (step.decider !== undefined) at(['decider'], 'DECIDER_WRONG', `nobody decides a step of kind ${step.kind}`);
  } else if (step.decider === undefined) {
    if (step.kind !== 'evaluation') at(['decider'], 'DECIDER_MISSING', `somebody decides a step of kind ${step.kind}`);
  } else if (step.decider === 'rater-head' || (step.scope === 'cycle' && !ofTheCycle.has(step.decider))) {
    at(['decider'], 'DECIDER_WRONG', `${step.decider} cannot decide this step`);
  } else if (step.decider === step.submitter && !ofTheCycle.has(step.decider)) {
    at(['decider'], 'DECIDER_WRONG', 'nobody decides about their own work');
  }
}

function times(step: TemplateStep, at: Tell): void {
  if (step.opens.base === step.due.base && nominalDay(step.opens) > nominalDay(step.due)) {
    at(['due'], 'TIMES_OUT_OF_ORDER', 'due before it opens');
  }
  const [due, close] = step.decideWorkdays ?? [0, 0];
  if (due > close) at(['decideWorkdays'], 'TIMES_OUT_OF_ORDER', 'the decision closes before it is due');
}
