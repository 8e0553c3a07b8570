/** The sample organization's year, played through the public API and compared to the cent. */
import { createCycleApi, type NewRehearsal } from '../cycle-api.js';
import { playCycle } from '../driver.js';
import { createScriptPlayer } from '../player.js';
import { storyActs } from './acts.js';
import { compareStory, differences, type Line, printed } from './compare.js';
import { hearing, observing } from './observe.js';
import { withRole } from './people.js';

export interface StoryOptions {
  readonly baseUrl: string;
  readonly signal?: AbortSignal;
  /** Where progress goes; the table goes to stdout. */
  readonly say?: (line: string) => void;
}

/** A rehearsal of the sample organization's year, held at its beginning. */
export function sampleRehearsal(id: string, title: string, player: NewRehearsal['player'], rate = 0): NewRehearsal {
  return {
    id,
    title,
    templateId: 'balanced-year',
    rootUnit: 'hq',
    periodStart: '2027-01-01',
    periodEnd: '2027-12-31',
    player,
    held: true,
    rate,
  };
}

/** Exit code: 0 all figures match, 1 some differ. `--cycle ID` names the rehearsal, else a new one is made. */
export async function runStory(options: StoryOptions, argv: readonly string[]): Promise<number> {
  const say = options.say ?? ((line: string) => void process.stderr.write(`${line}\n`));
  const named = argv.indexOf('--cycle');
  const id = (named >= 0 ? argv[named + 1] : undefined) ?? `story-${String(Date.now())}`;
  const hr = withRole('hr', 0);
  const api = createCycleApi(options);
  const begun = Date.now();
  // The people of this rehearsal are played from here, not by the players' process.
  await api.create(hr, sampleRehearsal(id, '远航科技 2027 演练', { kind: 'people' }));
  say(`rehearsal ${id}: ${options.baseUrl}/cycles/${id}`);
  const seen: Line[] = [];
  const player = observing(api, createScriptPlayer(api, storyActs(), hearing(seen)), seen);
  const ended = playCycle(api, id, player, {
    person: hr,
    onProgress: (instant) => {
      say(`  clock runs to ${instant}`);
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  await ended;
  const lines = [...seen, ...(await compareStory(api, id))];
  const wrong = differences(lines);
  process.stdout.write(`${printed(lines)}\n`);
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  process.stdout.write(
    `${String(lines.length - wrong.length)} of ${String(lines.length)} figures match, ${seconds} s\n`,
  );
  return wrong.length === 0 ? 0 : 1;
}
