import { type Phase, type PhasePlan, phases, type Schedule } from './types.js';

/** Where a cycle stands in its schedule. */
export interface PhaseStanding {
  readonly phase: Phase;
  readonly schedule: Schedule;
  readonly closesAt: number;
}

/** What of its steps has not ended. */
export interface StepsLeft {
  readonly open: number;
  readonly submitted: number;
  /** Of those that bring money: proposals and the release. */
  readonly unended: number;
  /** Improvement plans under way. */
  readonly improving: number;
}

/** The phase that comes after the present one, where the schedule has one. */
export function nextPhase({ phase, schedule }: Pick<PhaseStanding, 'phase' | 'schedule'>): PhasePlan | undefined {
  const later = phases.slice(phases.indexOf(phase) + 1);
  return schedule.phases.find((each) => later.includes(each.id));
}

/** Has the phase run its course? Time ends most; judgement ends with publication, consequence with postings and release. */
export function isPhaseOver(
  standing: PhaseStanding,
  now: number,
  left: StepsLeft,
  passed: ReadonlySet<string>,
): boolean {
  const { phase, schedule, closesAt } = standing;
  if (phase === 'closing') return now >= closesAt && left.open + left.submitted + left.improving === 0;
  if (phase === 'application') return left.unended === 0;
  const publication = schedule.steps.find((plan) => plan.kind === 'publication');
  if (phase === 'evaluation' && publication !== undefined && schedule.barriers[publication.id] !== undefined) {
    if (!passed.has(publication.id)) return false;
  }
  const next = nextPhase(standing);
  return next === undefined || now >= next.opensAt;
}
