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

const judgements: readonly Field[] = ['rating', 'evaluation'];
const running = { cycle: ['running'] } as const;
/** Nobody decides about what they wrote, nor about their own unit. */
const twoPersons = { step: ['submitted'], ...running } as const;

/** What anybody may do. */
export const acting: readonly Line[] = [
  {
    who: ['submitter'],
    may: ['submit'],
    on: contents.filter((field) => !judgements.includes(field)),
    step: ['open'],
    ...running,
    why: 'a step is submitted by whom its rule names (DESIGN.md 3.2)',
  },
  {
    who: ['submitter'],
    may: ['submit'],
    on: judgements,
    step: ['open'],
    ...running,
    unless: ['own-unit'],
    why: 'nobody rates the unit they head, not even in somebody else’s name',
  },
  {
    who: ['decider'],
    may: ['decide'],
    on: contents,
    ...twoPersons,
    unless: ['wrote', 'own-unit'],
    why: 'two persons wherever two are asked, by person; nobody decides about their own unit',
  },
  {
    who: ['decider'],
    may: ['answer'],
    on: contents,
    ...twoPersons,
    unless: ['wrote'],
    why: 'acknowledging and agreeing are answers, exempt from the own-unit rule',
  },
  {
    who: ['decider'],
    may: ['judge'],
    on: ['appeal'],
    ...twoPersons,
    unless: ['wrote', 'own-unit', 'took-part'],
    why: 'in appeals also nobody who rated, evaluated, calibrated or decided before',
  },
  {
    who: ['submitter'],
    may: ['write'],
    on: ['draft'],
    cycle: ['planned', 'running'],
    step: ['closed', 'open', 'submitted'],
    why: 'a draft is written by those who will submit it',
  },
  {
    who: ['own-head', 'for-head'],
    may: ['write'],
    on: ['change-request'],
    ...running,
    why: 'a change is asked for by the head',
  },
  {
    who: ['own-head', 'above', 'for-head', 'for-above'],
    may: ['write'],
    on: ['talk'],
    ...running,
    why: 'coaching notes are between a head and those above, and answerable',
  },
  {
    who: ['owner', 'own-head', 'for-head'],
    may: ['write'],
    on: ['action'],
    ...running,
    why: 'a deviation has an owner; the head answers for all of them',
  },
  {
    who: ['own-head', 'above', 'for-head', 'for-above'],
    may: ['name'],
    on: ['action'],
    ...running,
    why: 'the line says who owns a deviation',
  },
  { who: ['owner'], may: ['write'], on: ['task'], ...running, why: 'a member owns tasks' },
  {
    who: ['hr', 'own-head'],
    may: ['write'],
    on: ['value'],
    why: 'values are typed by who answers for them; HR brings those of other systems',
  },
  {
    who: ['hr', 'own-head', 'above', 'beside'],
    may: ['import'],
    on: ['value'],
    why: 'the same in rows; each row is judged by its metric',
  },
  { who: ['hr'], may: ['import', 'write'], on: ['strategy'], why: 'HR imports the strategy' },
  { who: ['hr'], may: ['import', 'export'], on: ['organization'], why: 'HR imports the organization' },
  { who: ['admin'], may: ['import', 'export'], on: ['organization'], why: 'an admin keeps people and roles' },
  { who: ['admin'], may: ['write'], on: ['account'], why: 'an admin keeps sign-in' },
  { who: ['hr'], may: ['write'], on: ['template', 'connector'], why: 'HR designs templates and what they read' },
  { who: ['hr'], may: ['steer'], on: ['cycle'], why: 'HR starts and repairs cycles' },
  {
    who: ['hr'],
    may: ['propose'],
    on: ['rules-proposal', 'correction'],
    ...running,
    why: 'rules and published facts change by proposal and a second person',
  },
  {
    who: ['hr'],
    may: ['ask'],
    on: ['rules-proposal'],
    why: 'HR asks what other rules would do before it proposes them',
  },
  {
    who: ['hr'],
    may: ['settle'],
    on: ['organization-findings'],
    ...running,
    unless: ['own-unit'],
    why: 'HR settles what is no single unit’s own; nobody decides about their own unit',
  },
  {
    who: ['owner'],
    may: ['write'],
    on: ['item', 'training'],
    ...running,
    why: 'whose it is answers it; what somebody attended they say themselves',
  },
  {
    who: ['own-head', 'for-head'],
    may: ['judge'],
    on: ['item'],
    ...running,
    unless: ['wrote'],
    why: 'the unit says whether the outcome will do; nobody of what they said themselves',
  },
  {
    who: ['hr', 'decider'],
    may: ['name'],
    on: ['item'],
    ...running,
    why: 'the superior, whom the rule names, or HR makes somebody else the owner',
  },
  {
    who: ['hr', 'own-head', 'above', 'for-head', 'for-above'],
    may: ['write'],
    on: ['development', 'unit-development'],
    ...running,
    why: 'development is planned by the line, or by HR',
  },
  {
    who: ['hr', 'own-head', 'above', 'for-head', 'for-above'],
    may: ['name'],
    on: ['training'],
    ...running,
    why: 'the line, or HR, assigns a training and may cancel it',
  },
  {
    who: ['hr', 'own-head', 'above', 'for-head', 'for-above'],
    may: ['decide'],
    on: ['training'],
    ...running,
    unless: ['wrote'],
    why: 'nobody confirms what they themselves said they attended',
  },
  { who: ['hr'], may: ['write'], on: ['catalogue'], why: 'HR keeps the catalogue of trainings' },
  {
    who: ['hr', 'finance'],
    may: ['write'],
    on: ['training-budget'],
    ...running,
    why: 'HR or finance says what a unit may spend on training',
  },
  {
    who: ['hr'],
    may: ['propose', 'decide'],
    on: ['recognition'],
    ...running,
    unless: ['wrote', 'own-unit'],
    why: 'HR recognizes, two persons of it; nobody themselves or their own unit',
  },
  {
    who: ['hr', 'submitter'],
    may: ['propose'],
    on: ['improvement'],
    ...running,
    unless: ['own-unit'],
    why: 'the head above, or HR, opens a plan; nobody about their own unit',
  },
  { who: ['finance'], may: ['export'], on: ['payroll'], why: 'finance releases payments' },
  { who: ['owner'], may: ['write'], on: ['upload'], why: "what is one's own" },
];

export const table: readonly Line[] = [...seeing, ...acting];
