import { beginsHeld } from '../domain/process/index.js';
import type { PreflightFinding } from '../domain/preflight.js';
import type { Template } from '../domain/template.js';
import type { CycleRequest } from '../documents/cycle.js';
import type { Problem } from '../documents/problems.js';
import { resolveSchedule } from '../documents/schedule.js';
import { inDates, type ScheduleInDates } from '../documents/schedule-checks.js';
import { appealWindows, type AppealWindow } from '../documents/template-appeal.js';
import { loadCalendar } from './calendar.js';
import type { Query } from './connect.js';
import { createCycle, type NewCycle, unitsBelow } from './cycles.js';
import { preflight } from './preflight.js';
import { loadTemplate } from './templates.js';

/** A cycle as it would be: its units, its whole schedule in days, and what to look at before it starts. */
export interface CyclePreview {
  readonly cycle: Omit<NewCycle, 'startedBy'>;
  readonly template: Template;
  readonly dates: ScheduleInDates & { readonly appeals: readonly AppealWindow[] };
  readonly preflight: readonly PreflightFinding[];
}

export type Previewed =
  { readonly ok: true; readonly preview: CyclePreview } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Works a request out against organization, template and calendar; writes nothing. */
export async function previewCycle(sql: Query, request: CycleRequest): Promise<Previewed> {
  const row = await loadTemplate(sql, request.templateId, request.templateRevision ?? null);
  const below = await unitsBelow(sql, request.rootUnit);
  const problems: Problem[] = [];
  const unknown = (pointer: string, detail: string): void => {
    problems.push({ pointer, code: 'ID_UNKNOWN', detail });
  };
  if (row === undefined) unknown('/templateId', `there is no template ${request.templateId} of that revision`);
  if (below.length === 0) unknown('/rootUnit', `there is no unit ${request.rootUnit}`);
  const inTree = new Set(below.map((unit) => unit.id));
  request.subjects?.forEach((unit, index) => {
    if (below.length > 0 && !inTree.has(unit)) {
      unknown(`/subjects/${index}`, `there is no unit ${unit} at or below ${request.rootUnit}`);
    }
  });
  if (row === undefined || problems.length > 0) return { ok: false, problems };
  const template = row.document;
  const named = request.subjects ?? template.subjects.units;
  const wanted = named === undefined ? null : new Set(named);
  const subjects = below
    .filter((unit) => wanted?.has(unit.id) ?? template.subjects.kinds.includes(unit.kind))
    .map((unit) => unit.id);
  const calendar = await loadCalendar(sql);
  const { templateRevision: _asked, ...rest } = request;
  const cycle = {
    ...rest,
    templateRevision: row.revision,
    subjects,
    schedule: resolveSchedule(template, request, calendar),
  };
  const appeals = appealWindows(template, cycle.schedule, calendar, request.zone);
  return {
    ok: true,
    preview: {
      cycle,
      template,
      dates: { ...inDates(cycle.schedule, request.zone), appeals },
      preflight: await preflight(sql, { cycle, template, calendar, appeals }),
    },
  };
}

export type Started =
  | { readonly ok: true; readonly preview: CyclePreview }
  | {
      readonly ok: false;
      readonly code: 'BODY_INVALID' | 'CYCLE_PREFLIGHT_FAILED' | 'CYCLE_EXISTS';
      readonly problems: readonly Problem[];
      readonly preflight: readonly PreflightFinding[];
    };

/** Writes the cycle with its clock and barriers, where nothing speaks against it. Its workflow fills in the rest. */
export async function startCycle(sql: Query, request: CycleRequest, startedBy: string): Promise<Started> {
  const previewed = await previewCycle(sql, request);
  if (!previewed.ok) return { ok: false, code: 'BODY_INVALID', problems: previewed.problems, preflight: [] };
  const { preview } = previewed;
  if (await cycleExists(sql, request.id)) {
    return { ok: false, code: 'CYCLE_EXISTS', problems: [], preflight: preview.preflight };
  }
  if (preview.preflight.some((finding) => finding.severity === 'error')) {
    return { ok: false, code: 'CYCLE_PREFLIGHT_FAILED', problems: [], preflight: preview.preflight };
  }
  const { cycle } = preview;
  const held = beginsHeld(cycle.held, { rate: cycle.rate, player: request.player.kind });
  if (!(await createCycle(sql, { ...cycle, held, startedBy }))) {
    return { ok: false, code: 'CYCLE_EXISTS', problems: [], preflight: preview.preflight };
  }
  return { ok: true, preview };
}

async function cycleExists(sql: Query, id: string): Promise<boolean> {
  const rows = await sql`SELECT 1 FROM cycles WHERE id = ${id}`;
  return rows.length > 0;
}
