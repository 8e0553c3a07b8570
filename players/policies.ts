/** Players by policy: people who answer in time, too late, or never, whatever the organization. */
import { createHash } from 'node:crypto';
import type { CycleView, TaskView } from './contract.js';
import type { CycleApi } from './cycle-api.js';
import { Refusal } from './http-client.js';
import { type Hear, perform } from './perform.js';
import type { Act, Move } from './play.js';
import { createScriptPlayer, type Player } from './player.js';

export type Policy = 'punctual' | 'late' | 'silent';

/** Knows what someone would write into a step of this cycle. */
export type Writer = (person: string, cycle: CycleView, task: TaskView) => Promise<Move>;

export interface PolicyPlay {
  readonly persons: readonly string[];
  readonly policy: Policy;
  readonly write: Writer;
  /** What machines bring, whatever people do: the readings of connectors. */
  readonly machines?: readonly Act[];
  /** Hears once of each act that is refused, by its code; the others go on, and it is tried again a day of cycle time later. */
  readonly hear?: Hear;
}

export function createPolicyPlayer(api: CycleApi, play: PolicyPlay): Player {
  const { persons, policy, write, hear = () => undefined } = play;
  const machines = createScriptPlayer(api, play.machines ?? []);
  /** Cycle time from which a refused task is tried again. */
  const againAt = new Map<string, number>();
  const heard = new Set<string>();
  const tasksOf = (cycle: CycleView): Promise<readonly Held[]> =>
    policy === 'silent' ? Promise.resolve([]) : openTasks(api, persons, cycle.id);
  /** What the last look that led to nothing saw: the same look does not ask twice. */
  let seen: { readonly cycle: CycleView; readonly tasks: readonly Held[] } | null = null;
  const actsAt = (task: TaskView): number => Math.max(chosenInstant(policy, task), againAt.get(keyOf(task)) ?? 0);
  return {
    act: async (cycle) => {
      let count = await machines.act(cycle);
      const tasks = await tasksOf(cycle);
      for (const { person, task } of tasks) {
        if (actsAt(task) > cycle.clock.now) continue;
        const move = await write(person, cycle, task);
        const act = { at: cycle.clock.now, person, unit: task.unitId, step: task.stepId, move };
        try {
          if ((await perform(api, cycle.id, act)) === 'done') count += 1;
        } catch (error) {
          if (!(error instanceof Refusal) || error.status >= 500) throw error;
          againAt.set(keyOf(task), cycle.clock.now + dayMs);
          const word = `${keyOf(task)} ${error.code}`;
          if (!heard.has(word)) hear(act, error);
          heard.add(word);
        }
      }
      seen = count === 0 ? { cycle, tasks } : null;
      return count;
    },
    nextAt: async (cycle) => {
      const tasks = seen?.cycle === cycle ? seen.tasks : await tasksOf(cycle);
      const chosen = tasks.map(({ task }) => actsAt(task));
      const machine = (await machines.nextAt(cycle)) ?? cycle.closesAt;
      const instants = [...chosen, machine, cycle.clock.nextAt ?? cycle.closesAt].filter((at) => at > cycle.clock.now);
      return instants.length === 0 ? null : Math.min(...instants);
    },
  };
}

const keyOf = ({ unitId, stepId, act }: TaskView): string => `${unitId ?? '-'} ${stepId} ${act}`;

interface Held {
  readonly person: string;
  readonly task: TaskView;
}

/** A task that several persons could do is done by the first of them. */
async function openTasks(api: CycleApi, persons: readonly string[], cycle: string): Promise<readonly Held[]> {
  const asked = persons.map(async (person) => (await api.tasks(person, cycle)).map((task) => ({ person, task })));
  const found = new Map<string, Held>();
  for (const held of (await Promise.all(asked)).flat()) {
    const { kind } = held.task;
    // Whoever asks to change the rules of a rehearsal wants people to decide it; a right is used by those who want it.
    if (kind === 'rules' || kind === 'appeal' || kind === 'appeal-2') continue;
    const key = keyOf(held.task);
    if (!found.has(key)) found.set(key, held);
  }
  return [...found.values()];
}

const dayMs = 86_400_000;

/** Not all on one day: spread over the window by unit and step, the same each time. */
function chosenInstant(policy: Policy, task: TaskView): number {
  if (policy === 'late') return task.dueAt + dayMs;
  const digest = createHash('sha256').update(keyOf(task)).digest();
  const share = digest.readUInt16BE(0) / 65_536;
  return Math.floor(task.opensAt + share * 0.8 * Math.max(task.dueAt - task.opensAt, 0));
}
