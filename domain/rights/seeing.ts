import { contents } from './of-kind.js';
import { type Field, fields, type Line } from './types.js';

/** One's own, and nobody else's; and what only an administrator writes. */
const nobodyElses: readonly Field[] = ['draft', 'draft-goals', 'upload', 'account', 'drafts-of-others'];
const everything = fields.filter((field) => !nobodyElses.includes(field));

/** A head's own unit and those below: everything, but what waits for publication. */
const ofTheLine: readonly Field[] = [
  ...['goals', 'plan', 'cost', 'change', 'report', 'progress', 'value', 'value-desk', 'task', 'talk', 'action'],
  ...['self-evaluation', 'feedback', 'appeal', 'alignment', 'improvement', 'findings', 'capacity', 'journal', 'amount'],
  ...['item', 'development', 'unit-development', 'training', 'training-budget'],
] as const;

/** What anybody may see: a line grants it, or nobody does. */
export const seeing: readonly Line[] = [
  {
    who: ['anyone'],
    may: ['see'],
    on: ['identity', 'standing', 'configuration', 'strategy', 'catalogue'],
    why: 'who is who, when what is due and what the organization wants is no secret; what was written and decided is',
  },
  { who: ['hr'], may: ['see'], on: everything, why: 'HR sees all cycles' },
  { who: ['board'], may: ['see'], on: everything, why: 'the board sees all' },
  { who: ['auditor'], may: ['see'], on: everything, why: 'an auditor sees everything, and every look is recorded' },
  {
    who: ['hr'],
    may: ['see'],
    on: ['drafts-of-others'],
    why: 'HR looks at what the checks find in what is still being written, not at the drafts themselves',
  },
  {
    who: ['own-head', 'above'],
    may: ['see'],
    on: ofTheLine,
    why: 'a head sees everything of the own unit and of those below',
  },
  {
    who: ['above', 'owner'],
    may: ['see'],
    on: ['nomination'],
    why: 'a nomination is for the heads above; of the unit only for whoever was nominated, once approved',
  },
  {
    who: ['above'],
    may: ['see'],
    on: ['rating', 'evaluation'],
    why: 'a head sees everything of those below: also how they are judged, while it is being judged',
  },
  {
    who: ['own-head'],
    may: ['see'],
    on: ['rating', 'evaluation'],
    telling: ['published', 'told'],
    why: 'a head sees everything of the own unit; judgements are secret from it until the result is published',
  },
  {
    who: ['own-head', 'above'],
    may: ['see'],
    on: ['result'],
    telling: ['published', 'told'],
    why: 'the line sees the result once it is published',
  },
  {
    who: ['beside'],
    may: ['see'],
    on: ['goals', 'plan', 'progress', 'value', 'task'],
    why: 'of units beside: goals and progress, no ratings, no money',
  },
  {
    who: ['beside', 'own-head', 'above'],
    may: ['see'],
    on: ['strategy-history'],
    why: 'heads break down what others decided: who, when and why',
  },
  {
    who: ['member'],
    may: ['see'],
    on: ['goals', 'plan', 'change', 'report', 'progress', 'value', 'task'],
    why: "a member sees the own unit's goals and progress",
  },
  { who: ['member'], may: ['see'], on: ['result'], telling: ['told'], why: 'a member sees the result once told' },
  { who: ['member-below'], may: ['see'], on: ['goals'], why: "a member sees what the unit's goals serve" },
  {
    who: ['finance'],
    may: ['see'],
    on: ['proposal', 'amount', 'release', 'payroll', 'capacity', 'training-budget'],
    why: 'finance sees amounts with their explanation, no texts of talks',
  },
  {
    who: ['submitter', 'decider'],
    may: ['see'],
    on: [...contents, 'cost'],
    why: 'whoever submits or decides a step reads what is written into it, and so does who stands in for them',
  },
  {
    who: ['submitter'],
    may: ['see'],
    on: ['draft', 'draft-goals'],
    why: 'a draft is seen by those who will submit it',
  },
  {
    who: ['head-below'],
    may: ['see'],
    on: ['draft-goals'],
    why: 'goals of a unit above can be supported while they are still being written',
  },
  {
    who: ['for-head', 'for-above'],
    may: ['see'],
    on: ['talk', 'action', 'improvement', 'item', 'development', 'unit-development', 'training', 'training-budget'],
    why: 'a stand-in speaks for a head, and hears what is answered',
  },
  {
    who: ['member'],
    may: ['see'],
    on: ['unit-development'],
    why: 'what is planned for the unit as a whole is planned for its members',
  },
  {
    who: ['owner'],
    may: ['see'],
    on: ['task', 'action', 'item', 'development', 'training', 'command', 'upload'],
    why: "what is one's own",
  },
];
