import {
  type Decision,
  type DecisionContent,
  decisionsOf,
  needsReason,
  type StepKind,
} from '../domain/process/index.js';
import { type Parsed, parseWith, type Problem } from './problems.js';
import { type ContentOf, decisionSchema, stepContentSchemas } from './step-contents.js';

export { type ContentOf, decisionSchema, stepContentSchemas } from './step-contents.js';

/** Reads the body of a submit; all problems at once, at their places. */
export function parseStepContent<K extends StepKind>(kind: K, value: unknown): Parsed<ContentOf<K>> {
  return parseWith(stepContentSchemas[kind], value);
}

/** Reads the body of an approve for a step of that kind: its decision must be one that is offered, a "no" says why. */
export function parseDecision(kind: StepKind, value: unknown): Parsed<DecisionContent> {
  const parsed = parseWith(decisionSchema, value);
  if (!parsed.ok) return parsed;
  const { decision, reason } = parsed.value;
  const offered: readonly Decision[] = decisionsOf(kind) ?? [];
  const problems: Problem[] = [];
  if (!offered.includes(decision)) {
    const detail = offered.length === 0 ? 'nobody decides this step' : `one of: ${offered.join(', ')}`;
    problems.push({ pointer: '/decision', code: 'DECISION_NOT_OFFERED', detail });
  }
  if (needsReason(decision) && reason.trim() === '') {
    problems.push({ pointer: '/reason', code: 'REASON_MISSING', detail: `"${decision}" says why` });
  }
  if (parsed.value.answers !== undefined && kind !== 'checkpoint') {
    problems.push({
      pointer: '/answers',
      code: 'FIELD_UNKNOWN',
      detail: 'only a report asks something of its decider',
    });
  }
  if (parsed.value.corrections !== undefined && kind !== 'appeal' && kind !== 'appeal-2') {
    problems.push({ pointer: '/corrections', code: 'FIELD_UNKNOWN', detail: 'only of an appeal that is granted' });
  }
  return problems.length === 0 ? parsed : { ok: false, problems };
}
