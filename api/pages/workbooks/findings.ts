import type { Query } from '../../../db/connect.js';
import type { WorkbookTarget } from '../../../documents/workbooks/marker.js';
import { type DraftFindings, findingsOfDraft, noDraftFindings } from '../../draft-checks.js';
import { textAt, listAt } from '../steps/form-data.js';
import { stepOf } from '../../workbooks/step.js';

/** What the checks will say once it is the draft; nothing of values and the organization. */
export async function findingsOfUpload(sql: Query, target: WorkbookTarget, content: unknown): Promise<DraftFindings> {
  if (!('cycleId' in target)) return noDraftFindings;
  const { cycle, step } = await stepOf(sql, target);
  const checked = await findingsOfDraft(sql, cycle, step, content);
  const own = [...listAt(content, 'goals'), ...listAt(content, 'tasks')].map(
    (row) => [textAt(row, 'id'), textAt(row, 'title')] as const,
  );
  return { ...checked, titles: new Map([...checked.titles, ...own]) };
}
