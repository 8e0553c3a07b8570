import { z } from 'zod';
import { pageOf } from './answers.js';
import { finding } from './answers-findings.js';

/** What the API answers about tasks, goals and their versions. */
const instant = z.number().meta({ description: 'epoch ms' });
const name = { byZh: z.string(), byEn: z.string() };
const said = {
  percent: z.string(),
  note: z.string(),
  by: z.string(),
  principal: z.string().meta({ description: 'for whom a stand-in spoke; else the same person' }),
  at: instant.meta({ description: 'cycle time, epoch ms' }),
};

export const reported = z.object({ cycleId: z.string(), unitId: z.string(), taskId: z.string(), ...said });
export const report = z.object({ ...said, ...name });
export const taskReport = report.extend({
  id: z.string(),
  command: z.string().nullable().meta({ description: 'of the checkpoint that said it; null: the owner did' }),
});

const taskFields = {
  id: z.string(),
  unit: z.string(),
  goal: z.string(),
  title: z.string(),
  owner: z.string().optional(),
  effortDays: z.string().optional(),
  start: z.string().optional(),
  end: z.string().optional(),
  after: z.array(z.string()).optional(),
  costMinor: z.string().optional(),
};
export const plannedTask = z.object({
  ...taskFields,
  version: z.int(),
  progress: z.string().nullable(),
  report: report.nullable(),
});
export const ownTask = plannedTask.omit({ costMinor: true }).extend({
  cycleId: z.string(),
  cycleTitle: z.string(),
  rehearsal: z.boolean(),
  closed: z.boolean(),
  zone: z.string(),
  now: instant,
  unitZh: z.string(),
  unitEn: z.string(),
  goalTitle: z.string().nullable(),
  ownerZh: z.string(),
  ownerEn: z.string(),
});

const goalContent = z.record(z.string(), z.unknown()).meta({ description: 'a goal of goals@1' });
const foundGoal = z.object({
  id: z.string(),
  unit: z.object({ id: z.string(), nameZh: z.string(), nameEn: z.string() }),
  goal: goalContent,
  state: z.enum(['in-force', 'proposed', 'withdrawn']),
  endedAt: instant.nullable().meta({ description: 'when it was withdrawn, epoch ms' }),
});
const titles = { titleZh: z.string(), titleEn: z.string() };
export const goal = foundGoal.extend({
  metric: z.object({ id: z.string(), ...titles, measuredIn: z.string().nullable() }).nullable(),
  above: z.array(foundGoal).meta({ description: 'what it serves, nearest first' }),
  objective: z
    .object({ id: z.string(), ...titles })
    .nullable()
    .meta({ description: 'the strategic objective at the upper end' }),
  serving: pageOf(
    z.object({
      id: z.string(),
      title: z.string(),
      supports: z.string(),
      weight: z.string().nullable(),
      unitId: z.string(),
      nameZh: z.string(),
      nameEn: z.string(),
      position: z.int(),
    }),
  ).meta({ description: 'goals that serve it at any depth; paged by limit and cursor of the request' }),
  tasks: z
    .array(plannedTask.omit({ costMinor: true }).extend({ unitZh: z.string(), unitEn: z.string() }))
    .nullable()
    .meta({ description: 'the first 200; null here and below: not for the reader' }),
  values: z.array(z.object({ metric: z.string(), on: z.string(), value: z.string() })).nullable(),
  deviations: z.array(z.object({ on: z.string(), severity: z.enum(['red', 'amber']) })).nullable(),
  findings: z.array(finding.omit({ scope: true })).nullable(),
  versions: z.array(z.object({ version: z.int(), goal: goalContent, validFrom: instant, validTo: instant.nullable() })),
});

const row = z.record(z.string(), z.unknown()).meta({ description: 'a goal or task of goals@1' });
export const version = z.object({
  number: z.int(),
  validFrom: instant,
  validTo: instant.nullable(),
  by: z.object({ id: z.string(), nameZh: z.string(), nameEn: z.string(), stepId: z.string() }).nullable(),
  rows: z.array(row),
});
export const comparison = z.object({
  from: z.int(),
  to: z.int(),
  added: z.array(row),
  removed: z.array(row),
  changed: z.array(
    z.object({
      id: z.string(),
      before: row,
      after: row,
      fields: z.array(z.object({ field: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })),
    }),
  ),
  unchanged: z.array(row),
  moved: z
    .array(z.object({ id: z.string(), startBy: z.int().nullable(), endBy: z.int().nullable() }))
    .optional()
    .meta({ description: 'of a plan: tasks in other days, by how many calendar days' }),
});
