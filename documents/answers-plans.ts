import { z } from 'zod';

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
