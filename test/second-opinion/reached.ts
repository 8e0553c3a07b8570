import {
  type CalculationStep,
  type Component,
  type Condition,
  distribute,
  type Facts,
  type Gate,
  type GoalsDocument,
  type MonitorDocument,
  type Scorecard,
} from '../../domain/rules/index.js';
import type { Question } from './documents.js';
import { type Answer, wrapped } from './opinions.js';

type Told = {
  readonly code: string;
  readonly severity?: string;
  readonly gate?: string;
  readonly at?: readonly string[];
};
interface Line {
  readonly x?: string | null;
  readonly points?: string | null;
  readonly steps?: readonly CalculationStep[];
}
type Lines = Readonly<Record<string, Line>>;
type Count = (what: string) => void;

/** How often each part of the rules decided something in the answers: what was only written in a document does not count. */
export function reached(questions: readonly Question[], answers: readonly Answer[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count: Count = (what) => counts.set(what, (counts.get(what) ?? 0) + 1);
  questions.forEach((question, index) => reachedBy(question, answers[index] ?? {}, count));
  return counts;
}

function reachedBy(question: Question, answer: Answer, count: Count): void {
  const findings = (answer['findings'] ?? []) as readonly Told[];
  for (const { code, severity } of findings) count(severity === undefined ? code : `${code} ${severity}`);
  switch (question.op) {
    case 'score':
      return inScore(...question.documents, answer, findings, count);
    case 'distribute': {
      const [document] = question.documents;
      const other = distribute({ ...document, tie: document.tie === 'last' ? 'first' : 'last' });
      if (JSON.stringify(other) !== JSON.stringify(answer)) count(`tie ${document.tie ?? 'by default'}`);
      return;
    }
    case 'allocate':
      if (answer['reserveMinor'] !== '0') count('reserve');
      return;
    case 'budget':
      count(`budget by ${question.documents[0].curve.type}`);
      return count(question.documents[0].envelopeMinor === undefined ? 'budget rounded' : 'budget in an envelope');
    case 'check':
      return inCheck(question.documents[0], findings, count);
    case 'monitor':
      return inMonitor(question.documents[0], answer, findings, count);
  }
}

function inScore(
  card: Scorecard,
  given: Facts | Facts['facts'],
  answer: Answer,
  findings: readonly Told[],
  count: Count,
): void {
  const lines = answer['lines'] as Lines;
  const { facts } = wrapped(given);
  const visit = (component: Component): void => {
    inComponent(component, lines, count);
    const out = Object.hasOwn(facts, component.id) && facts[component.id]?.notApplicable !== undefined;
    if (out) count('parts' in component ? 'group not applicable' : 'part not applicable');
    if ('parts' in component) component.parts.forEach(visit);
  };
  visit(card.root);
  const fired = findings.filter(({ code }) => code === 'GATE').map(({ gate }) => gate);
  const gates = (card.gates ?? []).filter(({ id }) => fired.includes(id));
  gates.forEach((gate, index) => {
    inGate(gate, gates.slice(0, index), card.root.id, count);
  });
  count(String(answer['status']));
  if (card.grades !== undefined && answer['grade'] !== null) count('grade from bands');
  if (given.format === undefined) count('bare facts');
}

function inComponent(component: Component, lines: Lines, count: Count): void {
  const { x, points, steps = [] } = lines[component.id] ?? {};
  if ('fromGoals' in component) return;
  if ('missing' in component && component.missing === 'zero' && points === '0' && x === null)
    return count('missing zero');
  if ('missing' in component && component.missing === 'exclude' && points === null) count('missing exclude');
  if (points === null) return;
  for (const adjustment of ['factor', 'add', 'scale', 'min', 'max', 'round'] as const) {
    if (component[adjustment] !== undefined) count(adjustment);
  }
  if ('parts' in component) return count(`combine ${component.combine}`);
  const type = component.curve?.type ?? 'identity';
  if ('rating' in component) return count(`rating through ${type}`);
  count(`curve ${type}`);
  if (
    component.curve?.type === 'best' &&
    steps.filter(({ what }) => measured.test(what)).length < component.curve.of.length
  )
    count('best of views of which some have no value');
  for (const { what, from } of steps) {
    if (what === 'curve:grid') count(/=0\b/.test(from) ? 'grid below' : 'grid inside');
    else if (what.startsWith('curve:')) count(what);
  }
  if (type !== 'grid' && type !== 'best') count(`${component.measure ?? 'actual'} ${component.direction ?? 'higher'}`);
}

const measured = /^(actual|attainment|excess|change|progress)\b/;

/** `before`: the gates that fired before it. */
function inGate({ when, then }: Gate, before: readonly Gate[], rootId: string, count: Count): void {
  const changed = new Set(before.flatMap((gate) => Object.keys(gate.then.set ?? gate.then.atMost ?? {})));
  for (const effect of Object.keys(then)) count(`gate ${effect}`);
  const visit = (condition: Condition): void => {
    if ('any' in condition || 'all' in condition) {
      count('any' in condition ? 'gate any' : 'gate all');
      return ('any' in condition ? condition.any : condition.all).forEach(visit);
    }
    count(`gate ${condition.is}`);
    const ofTotal = condition.component === 'total' || condition.component === rootId;
    count(`gate on ${condition.value ?? 'points'} of ${ofTotal ? 'total' : 'a part'}`);
    if (changed.has(condition.component) && condition.value !== 'x') count('gate on what a gate has changed');
  };
  visit(when);
}

function inCheck(document: GoalsDocument, findings: readonly Told[], count: Count): void {
  if (document.tasks !== undefined) count('plan');
  const tasks = new Map(document.tasks?.map((task) => [task.id, task]));
  for (const { code, at = [] } of findings) {
    if (code !== 'TASK_ORDER') continue;
    const circle = at.every((id) => tasks.get(id)?.after?.some((other) => at.includes(other)));
    count(circle ? `circle of ${Math.min(at.length, 3)}` : 'pair in the wrong order');
  }
}

function inMonitor(document: MonitorDocument, answer: Answer, findings: readonly Told[], count: Count): void {
  const { goals, period, on } = document;
  if (['2028-02-29', '2024-02-29'].some((day) => period.start <= day && day <= on)) count('leap day behind');
  const lines = answer['lines'] as Readonly<Record<string, { readonly expected?: string }>>;
  for (const { id, path, accrual, target } of goals) {
    if (typeof target === 'object' && findings.some(({ at }) => at?.[0] === id)) count('band judged');
    if (lines[id]?.expected === undefined) continue;
    count(accrual === 'accumulating' ? 'accumulating' : 'level');
    count(path === undefined ? 'straight line' : 'path');
    const [first, last] = [path?.[0]?.[0] ?? on, path?.at(-1)?.[0] ?? on];
    if (on < first) count('before the path');
    if (on > last) count('after the path');
    if (path?.some(([day]) => day === on)) count('on a point of the path');
  }
}
