import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Language } from '../messages/language.js';
import { type Command, UsageError } from './command.js';
import { type Operation, operations, Wrong } from './rules-operations.js';

/** Larger than any organization's documents; read whole into memory. */
const mostBytes = 256 * 1024 * 1024;

const names = Object.entries(operations)
  .map(([name, { files, gives }]) => `  ${`${name} ${files.join(' ')}`.padEnd(46)} ${gives}`)
  .join('\n');

export const command: Command = {
  summary: 'scores, allocates, checks, monitors and explains documents',
  help: [
    'perfcycle rules OPERATION FILE… [--lang en|zh-CN]',
    '',
    names,
    '',
    'A file may be - for stdin. One document on stdout; messages on stderr, in the language of --lang.',
    'Exit 0 done (a blocked score is an answer), 2 a document is wrong: each problem is a line POINTER: CODE: sentence.',
  ].join('\n'),
  run: async (argv) => {
    const { operation, files, language } = argumentsOf(argv);
    try {
      process.stdout.write(await operation.run(files.map(read), language));
      return 0;
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      process.stderr.write(await error.lines(files, language));
      return 2;
    }
  },
};

function argumentsOf(argv: readonly string[]): { operation: Operation; files: string[]; language: Language } {
  let parsed;
  try {
    const options = { lang: { type: 'string', default: 'en' } } as const;
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const [name = '', ...files] = parsed.positionals;
  const { lang } = parsed.values;
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) throw new UsageError(name === '' ? 'which operation?' : `there is no operation ${name}`);
  if (files.length !== operation.files.length) throw new UsageError(`${name} needs ${operation.files.join(' ')}`);
  if (files.filter((file) => file === '-').length > 1) throw new UsageError('only one file can be stdin');
  if (lang !== 'en' && lang !== 'zh-CN') throw new UsageError('--lang is en or zh-CN');
  return { operation, files, language: lang };
}

function read(file: string, index: number): unknown {
  const problem = (code: string, detail: string) => new Wrong([{ pointer: '', code, detail, document: index }]);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (bytes.length > mostBytes) throw problem('TOO_LARGE', `more than ${mostBytes} bytes`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (error) {
    throw problem('BAD_JSON', error instanceof Error ? error.message : String(error));
  }
}
