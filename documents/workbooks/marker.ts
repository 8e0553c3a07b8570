import type { Workbook } from './cells.js';

/** What an upload or a workbook is for. */
export type WorkbookTarget =
  | { readonly of: 'goals' | 'plan'; readonly cycleId: string; readonly unitId: string; readonly stepId: string }
  | { readonly of: 'values' }
  | { readonly of: 'organization' };

export const workbookFormat = 'perfcycle/workbook@1';

/** The mark of a workbook, for its hidden sheet. `basedOn`: digest of the rows as they were. */
export function markOf(
  target: WorkbookTarget,
  more: { readonly basedOn: string; readonly stepRevision?: number },
): Readonly<Record<string, string>> {
  const place = 'cycleId' in target ? { cycle: target.cycleId, unit: target.unitId, step: target.stepId } : {};
  const revision = more.stepRevision === undefined ? {} : { stepRevision: String(more.stepRevision) };
  return { format: workbookFormat, of: target.of, ...place, ...revision, basedOn: more.basedOn };
}

export type MarkRead =
  | { readonly fits: true; readonly basedOn: string | null }
  /** Made for something else, which the mark names. */
  | { readonly fits: false; readonly madeFor: string };

/** Does the workbook stand for this? One without a mark is judged by its headings alone. */
export function readMark({ marker }: Workbook, target: WorkbookTarget): MarkRead {
  if (marker === null) return { fits: true, basedOn: null };
  const format = marker.get('format') ?? '';
  const of = marker.get('of') ?? '';
  if (format !== workbookFormat) return { fits: false, madeFor: format };
  const place = ['cycle', 'unit', 'step'].map((key) => marker.get(key) ?? '');
  const wanted = 'cycleId' in target ? [target.cycleId, target.unitId, target.stepId] : ['', '', ''];
  if (of !== target.of || place.join('\n') !== wanted.join('\n')) {
    return { fits: false, madeFor: [of, ...place].filter((part) => part !== '').join(' ') };
  }
  return { fits: true, basedOn: marker.get('basedOn') ?? null };
}
