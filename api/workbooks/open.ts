/** What a workbook stands for, as it is now: the one thing that downloads, comparisons and applying share. */
import type { Query } from '../../db/connect.js';
import type { Workbook } from '../../documents/workbooks/cells.js';
import type { ListShape, References } from '../../documents/workbooks/columns.js';
import type { Keyed, ListDifference } from '../../documents/workbooks/difference.js';
import type { WorkbookTarget } from '../../documents/workbooks/marker.js';
import type { CellProblem } from '../../documents/workbooks/read-list.js';
import type { Person } from '../session.js';
import { openOrganization } from './organization.js';
import { openStep } from './step.js';
import { openValues } from './values.js';

/** `look`: to download it; `write`: to propose or apply a change. */
export type Intent = 'look' | 'write';

/** What a file proposes, compared with what stands. */
export type Proposal =
  | { readonly ok: false; readonly problems: readonly CellProblem[] }
  | {
      readonly ok: true;
      /** What would be written; JSON. */
      readonly content: unknown;
      readonly lists: readonly ListDifference[];
      /** Of what it was compared with. */
      readonly basedOn: string;
    };

export interface OpenList {
  readonly shape: ListShape;
  readonly rows: readonly Keyed[];
}

export interface OpenTarget {
  readonly target: WorkbookTarget;
  readonly lists: readonly OpenList[];
  readonly references: References;
  /** Digest of the rows as they stand; of values, where nothing stands in the way of a row that is new, none. */
  readonly basedOn: string;
  /** Of the draft; 0: there is none, or it is not about drafts. */
  readonly baseVersion: number;
  readonly stepRevision?: number;
  /** Rows of a sheet; a file with more is refused. */
  readonly rowLimit: number;
  readonly read: (book: Workbook, bytes: Buffer) => Promise<Proposal>;
}

/** @throws Refused where the person may not, or there is no such thing */
export function openTarget(sql: Query, person: Person, target: WorkbookTarget, intent: Intent): Promise<OpenTarget> {
  switch (target.of) {
    case 'goals':
    case 'plan':
      return openStep(sql, person, target, intent);
    case 'values':
      return openValues(sql, person, target);
    case 'organization':
      return openOrganization(sql, person, target);
  }
}
