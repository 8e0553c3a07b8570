import { z } from 'zod';
import { lessonCases } from '../domain/lesson.js';
import { phases } from '../domain/process/index.js';
import type { Template } from '../domain/template.js';
import { bilingual, id, uniqueIds } from './basics.js';
import { type Parsed, parseWith } from './problems.js';
import { checkTemplate } from './template-checks.js';
import { improvement } from './template-improvement.js';
import { kinds, recognitionSection, ruleSectionSchemas } from './template-sections.js';
import { count, ladder, personRule, step, when } from './template-steps.js';

const appeal = z
  .strictObject({
    workdays: count(1, 250).meta({
      description:
        'working days to file an appeal: after the result was told, and after the instance before has decided',
    }),
    decideWorkdays: count(1, 250).meta({ description: 'working days of each instance to decide' }),
    instances: z.array(personRule).min(1).max(2).meta({
      description: "who decides, instance after instance; never the unit's own head, the head above, or a rater",
    }),
  })
  .meta({
    description:
      'appeals against a result, one step per instance: a window to file that opens once the result was told and lapses unused, then a decision with its own days. An instance comes after one that rejected or never decided. The end of the cycle must leave room for all of them',
  });

const raterLesson = z
  .strictObject({
    atLeast: count(0, lessonCases.length).meta({
      description: 'how many of its three sample cases must be rated as agreed; 0: answering them is enough',
    }),
  })
  .meta({
    description:
      "ratings and evaluations are refused until their author has taken the raters' lesson of the cycle; without it nobody has to",
  });

/** perfcycle/template@1, completely checked: ids, references, circles. Its descriptions are docs/template.md. */
export const templateSchema: z.ZodType<Template> = z
  .strictObject({
    format: z.literal('perfcycle/template@1').meta({ description: 'names this format' }),
    id: id.meta({ description: 'the same in every revision' }),
    title: bilingual.meta({ title: 'text', description: 'in both languages' }),
    description: bilingual.meta({ title: 'text', description: 'what it is for, in both languages' }),
    subjects: z
      .strictObject({
        kinds: kinds.meta({ description: 'units of these kinds are reviewed' }),
        units: z.array(id).exactOptional().meta({ description: 'these units instead' }),
      })
      .meta({ description: 'who is reviewed, at and below the root unit of a cycle' }),
    phases: z
      .array(
        z.strictObject({
          id: z.enum(phases).meta({ description: 'each at most once, in this order' }),
          opens: when.meta({ description: 'when the cycle enters it' }),
        }),
      )
      .min(1)
      .meta({ description: 'the phases of the cycle' }),
    steps: z.array(step).meta({ description: 'what is submitted and decided, by whom, when' }),
    closes: when.meta({ description: 'the end of the cycle: the last day, inclusive; after all windows for appeals' }),
    ladder: ladder.meta({ description: 'reminders and escalation of steps without a ladder of their own' }),
    ...ruleSectionSchemas,
    distribution: ruleSectionSchemas.distribution.exactOptional(),
    bonus: ruleSectionSchemas.bonus.exactOptional(),
    budget: ruleSectionSchemas.budget.exactOptional(),
    appeal: appeal.exactOptional(),
    recognition: recognitionSection.exactOptional(),
    driftMinimum: count(2, 1000).exactOptional().meta({
      description: "a rater's drift is told from so many items on that others rated as well; 5 without it",
    }),
    raterLesson: raterLesson.exactOptional(),
    improvement: improvement.exactOptional(),
  })
  .superRefine((template, ctx) => {
    uniqueIds(template.steps, ['steps'], ctx);
    uniqueIds(template.phases, ['phases'], ctx);
    checkTemplate(template, (path, code, message) => {
      ctx.addIssue({ code: 'custom', path, message, params: { code } });
    });
  });

export const parseTemplate = (value: unknown): Parsed<Template> => parseWith(templateSchema, value);
