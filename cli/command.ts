/** A subcommand: its own file, loaded when it is asked for. Returns the exit code. */
export interface Command {
  readonly summary: string;
  readonly help: string;
  readonly run: (argv: readonly string[]) => Promise<number>;
}

/** The command line was wrong: told with its help, exit 2. */
export class UsageError extends Error {}

/** Only what the command knows may stand behind it. @throws UsageError */
export function onlyOptions(argv: readonly string[], known: readonly string[] = []): void {
  const unknown = argv.find((each) => !known.includes(each));
  if (unknown !== undefined) throw new UsageError(`unknown argument ${unknown}`);
}
