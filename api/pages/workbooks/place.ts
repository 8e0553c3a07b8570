import type { WorkbookTarget } from '../../../documents/workbooks/marker.js';
import { links } from '../links.js';
import type { WorkbookPlace } from './section.js';

/** Where a target's files go, and where one came from. */
export function placeOfTarget(target: WorkbookTarget, mayUpload: boolean): WorkbookPlace & { readonly back: string } {
  if ('cycleId' in target) {
    const { cycleId, unitId, stepId } = target;
    return {
      xlsx: links.stepRows(cycleId, unitId, stepId, 'xlsx'),
      csv: links.stepRows(cycleId, unitId, stepId, 'csv'),
      action: links.stepWorkbook(cycleId, unitId, stepId),
      back: links.step(cycleId, unitId, stepId),
      draft: true,
      mayUpload,
    };
  }
  const action = target.of === 'values' ? links.valuesWorkbook : links.organizationWorkbook;
  const back = target.of === 'values' ? links.valuesWorkbook : links.organization;
  return {
    xlsx: links.rows(target.of, 'xlsx'),
    csv: links.rows(target.of, 'csv'),
    action,
    back,
    draft: false,
    mayUpload,
  };
}
