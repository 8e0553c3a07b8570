import { dayOf, dayText, type Calendar, type WorkingDays, workingDays } from '../domain/dates.js';
import type { PersonRule, Schedule } from '../domain/process/index.js';
import { type Appeal, type Template, usualDecideWorkdays } from '../domain/template.js';
import { nominalDay, nominalDays } from './nominal.js';
import { endOfDay, lastDay, localDay } from './schedule.js';
import type { Tell } from './template-checks.js';

/** The windows of one instance, as days in the cycle's zone, last days inclusive. */
export interface AppealWindow {
  readonly instance: number;
  readonly decider: PersonRule;
  /** At the earliest: as soon as a result can have been told. */
  readonly opens: string;
  /** At the latest: for a unit that was told on the last day. */
  readonly files: string;
  readonly decides: string;
}

/** The last day of the answer to a talk that was held on its own last day. */
const toldBy = (closes: number, decideWorkdays: readonly number[], days: WorkingDays): number =>
  days.after(closes, decideWorkdays[1] ?? 0);

function endsOf(appeal: Appeal, told: number, days: WorkingDays): readonly { files: number; decides: number }[] {
  let from = told;
  return appeal.instances.map(() => {
    const files = days.after(from, appeal.workdays);
    from = days.after(files, appeal.decideWorkdays);
    return { files, decides: from };
  });
}

/** Deciders outside the line of those who did the work and judged it, and room for the last window before the end. */
export function appealProblems(template: Template, tell: Tell): void {
  const { appeal } = template;
  if (appeal === undefined) return;
  appeal.instances.forEach((decider, index) => {
    const at = ['appeal', 'instances', index];
    if (decider === 'head' || decider === 'parent-head' || decider === 'rater-head') {
      tell(at, 'DECIDER_WRONG', `${decider} took part in what is appealed against`);
    } else if (appeal.instances.indexOf(decider) < index) {
      tell(at, 'DECIDER_WRONG', `${decider} has decided already: the next instance is another`);
    }
  });
  const talk = template.steps.find((step) => step.kind === 'feedback');
  if (talk === undefined) {
    tell(['appeal'], 'STEP_MISSING', 'the windows for appeals follow the step feedback');
    return;
  }
  if (talk.due.base !== template.closes.base) return;
  const closes = nominalDays.after(dayOf(nominalDay(talk.due)), talk.closeWorkdays);
  const told = toldBy(closes, talk.decideWorkdays ?? usualDecideWorkdays, nominalDays);
  const last = endsOf(appeal, told, nominalDays).at(-1);
  if (last !== undefined && dayText(last.decides) > nominalDay(template.closes)) {
    tell(['closes'], 'TIMES_OUT_OF_ORDER', 'the cycle ends before the last appeal can be decided');
  }
}

/** The windows of a cycle; none where the template has no appeals. */
export function appealWindows(
  { appeal }: Pick<Template, 'appeal'>,
  schedule: Schedule,
  calendar: Calendar,
  zone: string,
): readonly AppealWindow[] {
  const talk = schedule.steps.find((plan) => plan.kind === 'feedback');
  if (appeal === undefined || talk === undefined) return [];
  const days = workingDays(calendar);
  const told = toldBy(dayOf(lastDay(talk.closesAt, zone)), talk.decideWorkdays, days);
  const opens = localDay(talk.opensAt, zone);
  return endsOf(appeal, told, days).map(({ files, decides }, index) => ({
    instance: index + 1,
    decider: appeal.instances[index] ?? 'board',
    opens,
    files: dayText(files),
    decides: dayText(decides),
  }));
}

/** Whether the cycle ends before the last of its appeals can be decided. */
export const appealsOutlast = (windows: readonly AppealWindow[], schedule: Schedule, zone: string): boolean =>
  windows.some(({ decides }) => endOfDay(decides, zone) > schedule.closesAt);
