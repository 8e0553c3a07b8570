/** A cycle, stage by stage, in which every group of fields of every unit says who it is. */
import type { Sql } from '../../../db/connect.js';
import { followed } from './followed.js';
import { closed, posted, published, told } from './result.js';
import type { WalkStage } from './stages.js';
import { evaluation, goalsOpen } from './year.js';

/** Brings the cycle to that stage; each begins where the one before ended. */
export const enter: Readonly<Record<WalkStage, (sql: Sql) => Promise<void>>> = {
  'goals-open': goalsOpen,
  ...{ evaluation, published, posted, closed },
  told: async (sql) => {
    await told(sql);
    await followed(sql);
  },
};
