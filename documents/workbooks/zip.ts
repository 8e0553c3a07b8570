import type { Readable } from 'node:stream';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { FileProblem } from './cells.js';

/** What one file may unfold to, and how many parts it may have: more than any workbook that people fill in. */
export const unfoldLimit = 96 * 1024 * 1024;
const partLimit = 2000;

/** The parts of a workbook by name. */
export interface Parts {
  readonly names: readonly string[];
  readonly open: (name: string) => Promise<Readable | null>;
}

/**
 * Reads the directory only; sizes are checked there, and again while a part is
 * unfolded: a part that is larger than it says ends in an error.
 * @throws FileProblem
 */
export async function openParts(bytes: Buffer): Promise<Parts> {
  const zip = await orBroken(fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true }));
  const entries = await orBroken(readDirectory(zip));
  return {
    names: [...entries.keys()],
    open: (name) => {
      const entry = entries.get(name.toLowerCase());
      return entry === undefined ? Promise.resolve(null) : orBroken(zip.openReadStreamPromise(entry));
    },
  };
}

async function readDirectory(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > partLimit) throw new FileProblem('unfolds-too-large');
  const entries = new Map<string, Entry>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.toLowerCase().replace(/^\//, '');
    // Of two parts with one name each program would read another.
    if (entries.has(name)) throw new FileProblem('broken', `the part ${name} is there twice`);
    if (entry.isEncrypted()) throw new FileProblem('encrypted');
    total += entry.uncompressedSize;
    if (total > unfoldLimit) throw new FileProblem('unfolds-too-large');
    entries.set(name, entry);
  }
  return entries;
}

/** Whatever a damaged archive makes the reader say. */
async function orBroken<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    throw new FileProblem('broken', error instanceof Error ? error.message : '');
  }
}
