/** Players by policy: people who answer in time, too late, or never, whatever the organization. */
import { createHash } from 'node:crypto';
import type { CycleView, TaskView } from './contract.js';
import type { CycleApi } from './cycle-api.js';
import { perform } from './perform.js';
import type { Move } from './play.js';
import type { Player } from './player.js';

export type Policy = 'punctual' | 'late' | 'silent';

/** Knows what someone would write into a step of this cycle. */
export type Writer = (person: string, cycle: CycleView, task: TaskView) => Promise<Move>;

export function createPolicyPlayer(api: CycleApi, persons: readonly string[], policy: Policy, write: Writer): Player {
  const tasksOf = (cycle: CycleView): Promise<readonly { person: string; task: TaskView }[]> =>
    policy === 'silent' ? Promise.resolve([]) : openTasks(api, persons, cycle.id);
  return {
    act: async (cycle) => {
      let count = 0;
      for (const { person, task } of await tasksOf(cycle)) {
        if (chosenInstant(policy, task) > cycle.clock.now) continue;
        const move = await write(person, cycle, task);
        const act = { at: cycle.clock.now, person, unit: task.unitId, step: task.stepId, move };
        if ((await perform(api, cycle.id, act)) === 'done') count += 1;
      }
      return count;
    },
    nextAt: async (cycle) => {
      const chosen = (await tasksOf(cycle)).map(({ task }) => chosenInstant(policy, task));
      const instants = [...chosen, cycle.clock.nextAt ?? cycle.closesAt].filter((at) => at > cycle.clock.now);
      return instants.length === 0 ? null : Math.min(...instants);
    },
  };
}

/** A task that several persons could do is done by the first of them. */
async function openTasks(
  api: CycleApi,
  persons: readonly string[],
  cycle: string,
): Promise<readonly { person: string; task: TaskView }[]> {
  const found = new Map<string, { person: string; task: TaskView }>();
  for (const person of persons) {
    for (const task of await api.tasks(person, cycle)) {
      // Whoever asks to change the rules of a rehearsal wants people to decide it; a right is used by those who want it.
      if (task.kind === 'rules' || task.kind === 'appeal' || task.kind === 'appeal-2') continue;
      const key = `${task.unitId ?? '-'} ${task.stepId} ${task.act}`;
      if (!found.has(key)) found.set(key, { person, task });
    }
  }
  return [...found.values()];
}

const dayMs = 86_400_000;

/** Not all on one day: spread over the window by unit and step, the same each time. */
function chosenInstant(policy: Policy, task: TaskView): number {
  if (policy === 'late') return task.dueAt + dayMs;
  const digest = createHash('sha256')
    .update(`${task.unitId ?? '-'} ${task.stepId} ${task.act}`)
    .digest();
  const share = digest.readUInt16BE(0) / 65_536;
  return Math.floor(task.opensAt + share * 0.8 * Math.max(task.dueAt - task.opensAt, 0));
}
