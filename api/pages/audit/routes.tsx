import type { Router } from 'express';
import { listSteps } from '../../../db/inbox.js';
import { recordLook } from '../../../db/page-audit.js';
import type { ApiDeps } from '../../deps.js';
import { reviewIdOf } from '../../../workflows/messages.js';
import { Refused } from '../../refused.js';
import { needsJournal } from '../../rights.js';
import { untoldSteps } from '../../told-steps.js';
import { knownCycle } from '../console/routes.js';
import { type PageAnswer, personPage, type PersonVisit } from '../http.js';
import { links } from '../links.js';
import { createReader } from '../reader.js';
import { shownCycle } from '../steps/load.js';
import { auditTitle, loadAudit } from './load.js';
import { AuditPage } from './page.js';

export function auditRoutes(router: Router, deps: ApiDeps): void {
  router.get(
    '/cycles/:cycle/audit',
    personPage(deps, (visit) => audit(visit, undefined)),
  );
  router.get(
    '/cycles/:cycle/units/:unit/audit',
    personPage(deps, (visit) => {
      const unit = String(visit.request.params['unit']);
      return audit(visit, unit === '-' ? null : unit);
    }),
  );
}

async function audit(
  { deps, request, reader, person }: PersonVisit,
  unitId: string | null | undefined,
): Promise<PageAnswer> {
  const cycle = await knownCycle(deps, request.params['cycle']);
  if (typeof unitId === 'string' && !cycle.subjects.includes(unitId)) throw new Refused('NOT_FOUND');
  await needsJournal(deps.sql, person, unitId ?? null);
  // An auditor's looks are recorded in any case.
  if (!person.roles.includes('auditor')) await recordLook(deps.sql, person.id, request.originalUrl);
  const zoned = createReader(reader.language, cycle.zone);
  const offset = Math.max(0, Math.trunc(Number(request.query['from'] ?? 0)) || 0);
  const without =
    typeof unitId === 'string'
      ? await untoldSteps(deps.sql, person, cycle, await listSteps(deps.sql, reviewIdOf(cycle.id, unitId)))
      : [];
  const { more, ...view } = await loadAudit(deps, zoned, { cycle, unitId, offset, without: [...without] });
  const here = unitId === undefined ? links.cycleAudit(cycle.id) : links.unitAudit(cycle.id, unitId);
  const next = more ? `${here}?from=${offset + view.entries.length}` : null;
  return {
    kind: 'page',
    title: auditTitle(zoned, view),
    cycle: shownCycle(cycle),
    body: <AuditPage reader={zoned} view={{ ...view, recorded: true, next }} />,
  };
}
