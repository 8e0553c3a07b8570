import { loadConfig } from '../config/index.js';
import { ensureDemoCycles } from '../players/demo.js';
import { runPlayers } from '../players/main.js';
import { type Command, onlyOptions } from './command.js';

export const command: Command = {
  summary: 'plays the people of rehearsals (started by `start`)',
  help: 'perfcycle players [--demo]\n\nPlays scripts and policies of running rehearsals over HTTP. --demo also creates the sample rehearsals.',
  run: async (argv) => {
    onlyOptions(argv, ['--demo']);
    const baseUrl = `http://127.0.0.1:${loadConfig(process.env).port}`;
    const ending = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
    if (process.send !== undefined) process.once('disconnect', () => ending.abort());
    process.send?.({ ready: true });
    if (argv.includes('--demo')) await ensureDemoCycles(baseUrl, ending.signal);
    await runPlayers({ baseUrl, signal: ending.signal, log: (line) => process.stderr.write(`players: ${line}\n`) });
    return 0;
  },
};
