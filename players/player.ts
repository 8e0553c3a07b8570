import type { CycleView } from './contract.js';
import type { CycleApi } from './cycle-api.js';
import { type Hear, knownStep, perform } from './perform.js';
import type { Act } from './play.js';

/** Plays the persons of one rehearsal. It remembers nothing: what is to be done follows from what it sees. */
export interface Player {
  /** Does everything whose time has come; says how many acts that were. */
  readonly act: (cycle: CycleView) => Promise<number>;
  /** When it next wants to act (epoch ms, after now); null: no more. */
  readonly nextAt: (cycle: CycleView) => Promise<number | null>;
}

export function createScriptPlayer(api: CycleApi, acts: readonly Act[], hear?: Hear): Player {
  /** Acts seen to be over in this process; only spares asking again. */
  const passed = new Set<Act>();
  return {
    act: async (cycle) => {
      let count = 0;
      for (const act of acts) {
        if (act.at > cycle.clock.now || passed.has(act)) continue;
        if ((await perform(api, cycle.id, act, hear)) === 'done') {
          count += 1;
          // What leaves the step as it was is done once.
          if (act.move.act !== 'submit' && act.move.act !== 'approve') passed.add(act);
        } else if (act.move.act !== 'do' && (await isOver(api, cycle.id, act))) passed.add(act);
      }
      return count;
    },
    nextAt: (cycle) => Promise.resolve(acts.find((act) => act.at > cycle.clock.now)?.at ?? null),
  };
}

async function isOver(api: CycleApi, cycle: string, act: Act): Promise<boolean> {
  const step = await knownStep(api, cycle, act);
  if (step === null) return false;
  const { state, attempt } = step;
  return state === 'done' || state === 'cancelled' || (act.attempt !== undefined && act.attempt < attempt);
}
