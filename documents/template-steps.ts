import { z } from 'zod';
import { phases, scheduledKinds } from '../domain/process/index.js';

/** A count of days within reason. What is out of it stops here: nobody shall count a billion working days. */
export const count = (min: number, max: number): z.ZodInt =>
  z.int().min(min, { abort: true }).max(max, { abort: true });

/** The steps of template@1: their shape; what must fit together is in `template-checks`. */
export const when = z
  .strictObject({
    base: z.enum(['period-start', 'period-end']).meta({ description: 'the day that everything is counted from' }),
    months: count(-60, 60).exactOptional().meta({ description: 'months after it (before it: negative)' }),
    days: count(-2000, 2000).exactOptional().meta({ description: 'then so many days' }),
    workdays: count(-1000, 1000).exactOptional().meta({
      description:
        "then so many working days by the organization's calendar; from period-start the day itself may be the first, from period-end the day after it",
    }),
    at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a local time such as 17:30')
      .exactOptional()
      .meta({ description: 'local time; without it things open at 09:00 and are due at the end of the day' }),
  })
  .meta({ title: 'time' });

export const personRule = z
  .enum(['head', 'parent-head', 'second-head', 'rater-head', 'outside-head', 'hr', 'finance', 'board'])
  .meta({ title: 'who' });

const rungs = z.array(count(0, 60)).max(20);
export const ladder = z
  .strictObject({
    remindBefore: rungs.meta({ description: 'working days before the due day: a reminder' }),
    remindAfter: rungs.meta({ description: 'working days after it: a reminder' }),
    escalateAfter: rungs.meta({ description: 'working days after it: the head above is told' }),
  })
  .meta({ title: 'ladder' });

const decideWorkdays = z.tuple([count(0, 400), count(0, 400)]).meta({
  description: 'working days after the submission until the decision is due, and until its window closes; 5 and 10',
});

export const step = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'a step id: lowercase letters, digits, -')
    .meta({ description: 'unique; lowercase letters, digits, -' }),
  kind: z
    .enum(scheduledKinds)
    .meta({ description: 'what is submitted and decided; each kind once, but `checkpoint` and `nomination`' }),
  phase: z.enum(phases).meta({ description: 'the phase it belongs to' }),
  scope: z.enum(['unit', 'raters', 'cycle']).meta({
    description: 'once per unit, once per unit and cooperating unit, or once for the cycle; the kind decides which',
  }),
  opens: when.meta({ description: 'when it opens, if all that it waits for has ended' }),
  due: when.meta({ description: 'last day to submit in time, inclusive' }),
  closeWorkdays: count(0, 400).meta({ description: 'working days after the due day until its window closes' }),
  after: z.array(z.string()).meta({
    description:
      'steps that must have ended; one of them may be of the other scope: then all units wait, or are waited for',
  }),
  submitter: personRule.meta({ description: 'who submits' }),
  decider: personRule
    .exactOptional()
    .meta({ description: 'who decides, where the kind is decided; never the submitter' }),
  decideWorkdays: decideWorkdays.exactOptional(),
  againWorkdays: count(0, 400)
    .exactOptional()
    .meta({ description: 'working days that a late opening or a returned attempt gets at least; 5' }),
  onNo: z
    .enum(['again', 'done'])
    .exactOptional()
    .meta({ description: 'what a "no" does: a new attempt (default), or the end' }),
  onClose: z.enum(['forward', 'cancel', 'lapse']).exactOptional().meta({
    description:
      'what becomes of it when its window closes: the cycle goes on without it (default), or it is cancelled; `lapse`: cancelled where nobody submitted, else it goes on undecided',
  }),
  ladder: ladder.exactOptional().meta({ description: 'a ladder of its own' }),
  cutOff: when.exactOptional().meta({ description: 'for what waits for all units: after this day it waits no longer' }),
});
