import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { barredAt, type Identity, own } from './unprivileged.js';

/**
 * Where the database of a data folder lies: in it; or, started as root below a
 * folder that is closed to others (such as /root), in a private folder that the
 * unprivileged user may reach, always the same one for the same data folder.
 * Made if it is not there. @throws Error where somebody else made it.
 */
export function placeFor(folder: string, who: Identity | null): string {
  if (who === null || barredAt(dirname(folder), who) === null) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    own(folder, who);
    return folder;
  }
  const place = join('/var/tmp', `perfcycle-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`);
  try {
    mkdirSync(place, { mode: 0o700 });
    own(place, who);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const stat = lstatSync(place);
    if (!stat.isDirectory() || stat.uid !== who.uid || (stat.mode & 0o077) !== 0) {
      throw new Error(`${place} is not ours: remove it, or set PERFCYCLE_DATA to a folder that others may pass`, {
        cause: error,
      });
    }
  }
  return place;
}
