import type { Client } from '@temporalio/client';
import type { ConnectorReader } from '../connectors/reader.js';
import type { Sql } from '../db/connect.js';
import { createArchiveActivities } from './archive.js';
import { createCollectingActivities } from './collect-metrics.js';
import { createCycleActivities } from './cycle.js';
import { createImprovementActivities } from './improvement.js';
import { createMoneyActivities } from './money.js';
import { createMonitoringActivities } from './monitoring.js';
import { createOrganizationActivities } from './organization-checks.js';
import { createRecalculateActivities } from './recalculate.js';
import { createRecordActivities } from './record.js';
import { createScoringActivities } from './scoring.js';
import { createSweepActivities } from './sweep.js';
import { createTakeUpRulesActivities } from './take-up-rules.js';

export type Activities = ReturnType<typeof createActivities>;

/** All that a worker offers to the workflows; one that is missing would stop a cycle. */
export function createActivities(deps: {
  readonly sql: Sql;
  readonly client: Client;
  readonly reader: ConnectorReader;
}) {
  return {
    ...createRecordActivities(deps),
    ...createSweepActivities(deps),
    ...createCycleActivities(deps),
    ...createScoringActivities(deps),
    ...createMoneyActivities(deps),
    ...createRecalculateActivities(deps),
    ...createCollectingActivities(deps),
    ...createMonitoringActivities(deps),
    ...createTakeUpRulesActivities(deps),
    ...createOrganizationActivities(deps),
    ...createImprovementActivities(deps),
    ...createArchiveActivities(deps),
  };
}
