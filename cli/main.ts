import { UsageError, type Command } from './command.js';

const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  start: () => import('./start.js'),
  worker: () => import('./worker.js'),
  api: () => import('./api.js'),
  players: () => import('./players.js'),
  migrate: () => import('./migrate.js'),
  seed: () => import('./seed.js'),
  account: () => import('./account.js'),
  reset: () => import('./reset.js'),
  doctor: () => import('./doctor.js'),
  story: () => import('./story.js'),
  rules: () => import('./rules.js'),
  verify: () => import('./verify.js'),
};

async function help(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => `  ${name.padEnd(8)} ${(await load()).command.summary}`),
  );
  return `perfcycle <command> [--help]\n\n${lines.join('\n')}\n`;
}

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === 'help') {
    (name === undefined ? process.stderr : process.stdout).write(await help());
    return name === undefined ? 2 : 0;
  }
  const load = commands[name];
  if (load === undefined || !Object.hasOwn(commands, name)) {
    process.stderr.write(`there is no command ${name}\n\n${await help()}`);
    return 2;
  }
  const { command } = await load();
  if (rest.includes('--help')) {
    process.stdout.write(`${command.help}\n`);
    return 0;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n\n${command.help}\n`);
      return 2;
    }
    // Loaded only now: what is quick, as the rules are on files, needs nothing that servers need.
    const { failureOf } = await import('./failure.js');
    process.stderr.write(`${failureOf(error)}\n`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
// The channel to a launcher would keep the process alive.
if (process.connected) process.disconnect();
