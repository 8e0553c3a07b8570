/** The players' process: plays every running rehearsal whose player is a script or a policy. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CycleView } from './contract.js';
import { createCycleApi, type CycleApi } from './cycle-api.js';
import { playCycle } from './driver.js';
import { createPolicyPlayer } from './policies.js';
import { createScriptPlayer, type Player } from './player.js';
import { storyActs } from './story/acts.js';
import { connectorData } from './story/acts/monitoring.js';
import { allPersons, withRole } from './story/people.js';
import { ratedOf } from './rated.js';
import { createWriter } from './writer.js';

export interface PlayersConfig {
  readonly baseUrl: string;
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
}

const lookMs = 2_000;

/** Runs until the signal; what it plays follows from the cycles it sees, so a restart goes on. */
export async function runPlayers(config: PlayersConfig): Promise<void> {
  const { signal, log = () => undefined } = config;
  const api = createCycleApi({ ...config, patienceMs: 120_000 });
  const hr = withRole('hr', 0);
  const playing = new Map<string, Promise<void>>();
  while (signal?.aborted !== true) {
    for (const cycle of await api.cycles(hr)) {
      const player = playing.has(cycle.id) ? null : playerFor(api, cycle, log);
      if (player === null) continue;
      log(`plays ${cycle.id}`);
      const played = playCycle(api, cycle.id, player, { person: hr, ...(signal === undefined ? {} : { signal }) })
        .catch((error: unknown) => {
          if (signal?.aborted !== true) log(`${cycle.id}: ${error instanceof Error ? error.message : String(error)}`);
        })
        .finally(() => playing.delete(cycle.id));
      playing.set(cycle.id, played);
    }
    await sleep(lookMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
  await Promise.all(playing.values());
}

function playerFor(api: CycleApi, cycle: CycleView, log: (line: string) => void): Player | null {
  if (cycle.mode !== 'rehearsal' || cycle.state === 'closed') return null;
  const { player } = cycle;
  switch (player.kind) {
    case 'people':
      return null;
    case 'script':
      return player.name === 'story' ? createScriptPlayer(api, storyActs()) : null;
    case 'policy':
      return createPolicyPlayer(api, {
        persons: allPersons(),
        policy: player.policy,
        write: createWriter(
          () => Promise.resolve('O1'),
          async (person, asked) => ratedOf((await api.template(person, asked)).document.scorecard.root),
        ),
        machines: [connectorData()],
        hear: (_, refusal) => {
          log(`${cycle.id}: ${refusal.message}`);
        },
      });
  }
}
