/** The words of the table of rights (DESIGN.md 1). */
import type { Stage } from '../process/types.js';

export const roles = ['hr', 'finance', 'board', 'auditor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Whoever is signed in. Where they stand towards a unit or a step is no property of theirs but a relation. */
export interface Actor {
  readonly roles: readonly string[];
}

/** How somebody stands towards what is looked at or acted on; they may stand in several ways at once. */
export const relations = [
  /** Heads the unit. */
  'own-head',
  /** Heads a unit above it, and not itself: nobody is above themselves. */
  'above',
  /** Heads a unit, neither this one nor one above it; towards what is no unit's own: heads any. */
  'beside',
  /** Heads a unit below: its goals will serve these. */
  'head-below',
  'member',
  /** Member of a unit below: its goals are what theirs serve. */
  'member-below',
  /** The rule of the step names them, or one for whom they stand in today. */
  'submitter',
  'decider',
  /** Stands in today for the unit's head, or for one above. */
  'for-head',
  'for-above',
  /** It is theirs: a task, a deviation, a command, an upload; or they stand in for whose it is. */
  'owner',
  /** Submitted or wrote this attempt, themselves or as principal; or did so for whom they stand in now. */
  'wrote',
  /** Heads the unit that it is about or, where it is about money, has a line in it; or acts for one who does. */
  'own-unit',
  /** Rated, evaluated, calibrated or decided before. */
  'took-part',
] as const;
export type Relation = (typeof relations)[number];

export const acts = [
  'see',
  'export',
  'submit',
  /** To approve or return. */
  'decide',
  /** To acknowledge, disagree, agree or object. */
  'answer',
  /** To grant or reject an appeal. */
  'judge',
  'write',
  'import',
  /** To start a cycle, and to move a rehearsal's clock. */
  'steer',
  /** To settle a finding, with a reason. */
  'settle',
  /** To propose other rules. */
  'propose',
  /** To ask what other rules would do. */
  'ask',
  /** To name who owns a deviation. */
  'name',
] as const;
export type Act = (typeof acts)[number];

/** Groups of fields that are seen together or not at all. */
export const fields = [
  // Known to everybody who is signed in
  'identity',
  'standing',
  'configuration',
  'strategy',
  // Of a unit
  'goals',
  'plan',
  'cost',
  'change',
  'report',
  'progress',
  'value',
  'value-desk',
  'task',
  'talk',
  'action',
  'self-evaluation',
  'rating',
  'evaluation',
  'result',
  'feedback',
  'appeal',
  'alignment',
  'nomination',
  'improvement',
  'findings',
  /** What a unit named in a talk, and what becomes of it. */
  'item',
  'development',
  /** Of the unit as a whole, and not of one of its people. */
  'unit-development',
  'training',
  'training-budget',
  'recognition',
  'capacity',
  'journal',
  'change-request',
  // Of the cycle
  'cycle',
  'calibration',
  'publication',
  'proposal',
  'amount',
  'release',
  'payroll',
  'rules-proposal',
  'correction',
  'organization-findings',
  'drafts-of-others',
  'cycle-journal',
  // Of the organization
  'organization',
  'strategy-history',
  'template',
  'catalogue',
  'connector',
  'account',
  // One's own
  'draft',
  /** The goals in it, by name: what those below can already support. */
  'draft-goals',
  'command',
  'upload',
] as const;
export type Field = (typeof fields)[number];

/** What the unit's people know of its result: nothing; the line does; everybody of the unit does. */
export const tellings = ['secret', 'published', 'told'] as const;
export type Telling = (typeof tellings)[number];

/** When. What does not matter to an act may be left as it is in `anyTime`. */
export interface Moment {
  readonly cycle: 'planned' | 'running' | 'closed';
  readonly telling: Telling;
  /** Of the step that is acted on; null: none is. */
  readonly step: Stage | null;
}

/** A line of the table: these may do this to that, at these times, unless. */
export interface Line {
  readonly who: readonly (Role | Relation | 'anyone')[];
  readonly may: readonly Act[];
  readonly on: readonly Field[];
  readonly cycle?: readonly Moment['cycle'][];
  readonly telling?: readonly Telling[];
  readonly step?: readonly Stage[];
  /** Whoever stands so does not, whatever else they are. */
  readonly unless?: readonly Relation[];
  /** The row of DESIGN.md 1 (or of 3.2) that the line is taken from. */
  readonly why: string;
}
