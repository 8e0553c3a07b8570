import { unitNames } from '../../../db/page-names.js';
import type { WorkbookTarget } from '../../../documents/workbooks/marker.js';
import { workbookPage } from '../../../messages/pages.js';
import type { Bilingual } from '../../../messages/language.js';
import { stepOf } from '../../workbooks/step.js';
import type { ShownCycle } from '../components/layout.js';
import type { PersonVisit } from '../http.js';
import { createReader, type Reader } from '../reader.js';
import { shownCycle } from '../steps/load.js';

const names: Readonly<Record<WorkbookTarget['of'], Bilingual>> = {
  goals: workbookPage.ofGoals,
  plan: workbookPage.ofPlan,
  values: workbookPage.ofValues,
  organization: workbookPage.ofOrganization,
};

/** What stands around a page about a target: its title, and the cycle that it belongs to, so that a rehearsal says so. */
export interface Around {
  readonly reader: Reader;
  readonly title: string;
  readonly cycle?: ShownCycle;
  /** The unit by its id. */
  readonly titles: ReadonlyMap<string, string>;
}

export async function aroundTarget({ deps, reader }: PersonVisit, target: WorkbookTarget): Promise<Around> {
  const title = `${reader.t(names[target.of])} · ${reader.t(workbookPage.title)}`;
  if (!('cycleId' in target)) return { reader, title, titles: new Map() };
  const { cycle } = await stepOf(deps.sql, target);
  const unit = (await unitNames(deps.sql, [target.unitId])).get(target.unitId);
  const name = unit === undefined ? target.unitId : reader.name(unit);
  return {
    reader: createReader(reader.language, cycle.zone),
    title: `${name} · ${title}`,
    cycle: shownCycle(cycle),
    titles: new Map([[target.unitId, name]]),
  };
}
