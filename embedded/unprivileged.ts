import { chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** Postgres refuses to run as root: as root, an existing unprivileged user lends uid and gid. None is created. */
export function unprivileged(): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody', 'daemon']) {
    const user = users.find((each) => each[0] === name);
    if (user?.[2] !== undefined && user[3] !== undefined) return { uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new Error(
    'running as root, and no unprivileged user (postgres, nobody) to run Postgres as: start as a normal user',
  );
}

/** The first folder on the way to `path` that this identity may not pass, or null. */
export function barredAt(path: string, who: Identity | null): string | null {
  if (who === null) return null;
  const chain: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    chain.unshift(at);
    if (dirname(at) === at) break;
  }
  for (const folder of chain) {
    if (!existsSync(folder)) return null;
    const stat = statSync(folder);
    if (!stat.isDirectory()) continue;
    const bit = stat.uid === who.uid ? 0o100 : stat.gid === who.gid ? 0o010 : 0o001;
    if ((stat.mode & bit) === 0) return folder;
  }
  return null;
}

export function own(path: string, who: Identity | null): void {
  if (who !== null) chownSync(path, who.uid, who.gid);
}
