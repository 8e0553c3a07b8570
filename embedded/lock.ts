import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Who runs in a data folder, and where it answers. */
export interface Holder {
  readonly pid: number;
  readonly url?: string;
  /** Its servers, for `perfcycle doctor`. */
  readonly databaseUrl?: string;
  readonly temporalAddress?: string;
}

export function readHolder(file: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    return isAlive(holder.pid) ? holder : null;
  } catch {
    return null;
  }
}

/** Takes the folder for this process; returns the other one where it is taken. A dead one's lock is taken over. */
export function takeLock(file: string): Holder | null {
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      const handle = openSync(file, 'wx', 0o600);
      writeSync(handle, JSON.stringify({ pid: process.pid }));
      closeSync(handle);
      return null;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = readHolder(file);
      if (holder !== null && holder.pid !== process.pid) return holder;
      rmSync(file, { force: true });
    }
  }
  throw new Error(`the lock ${file} cannot be taken`);
}

/** A reader sees the old note or the new one, never half of it. */
export function writeHolder(file: string, holder: Holder & Readonly<Record<string, unknown>>): void {
  writeFileSync(`${file}.new`, JSON.stringify(holder), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function releaseLock(file: string): void {
  rmSync(file, { force: true });
}
