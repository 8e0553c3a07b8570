import type { VNode } from 'preact';
import type { PlanLoad } from '../../../domain/rules/index.js';
import { partsOfPointer } from '../../../documents/problems.js';
import type { Option } from '../components/fields.js';
import type { Reader } from '../reader.js';
import type { FormFacts } from './form-facts.js';

export interface ShownFinding {
  readonly code: string;
  readonly mark: 'error' | 'warning' | 'advice' | 'conflict';
  /** Ids of goals, tasks or units, sorted. */
  readonly at: readonly string[];
  readonly sentence: string;
}

/** What is wrong with what was typed, where. */
export interface FormProblems {
  /** Sentences by the field's name (`goals.0.title`). */
  readonly fields: ReadonlyMap<string, readonly string[]>;
  readonly findings: readonly ShownFinding[];
  /** Of a plan: what its tasks take of the unit's capacity. */
  readonly load?: readonly PlanLoad[];
}

export const noProblems: FormProblems = { fields: new Map(), findings: [] };

export interface FieldsProps {
  readonly reader: Reader;
  readonly facts: FormFacts;
  /** As typed, saved or submitted: nothing is believed about it. */
  readonly content: unknown;
  readonly problems: FormProblems;
}
export type ShownProps = Omit<FieldsProps, 'problems'>;

/** How one kind of step is typed, shown and commented on. */
export interface StepForm {
  /** The content that a posted form says; not checked yet. */
  readonly contentOf: (form: unknown, facts: FormFacts) => unknown;
  readonly Fields: (props: FieldsProps) => VNode;
  readonly Shown: (props: ShownProps) => VNode;
  /** Places of the content that a decider can comment on. */
  readonly places: (props: ShownProps) => readonly Option[];
}

/** `/goals/0/title` is the field `goals.0.title`. */
export const nameOf = (pointer: string): string => partsOfPointer(pointer).join('.');

export const sameFinding = (
  a: { readonly code: string; readonly at: readonly string[] },
  b: { readonly code: string; readonly at: readonly string[] },
): boolean => a.code === b.code && a.at.join(' ') === b.at.join(' ');
