import type { Logger } from 'pino';
import type { Config } from '../config/index.js';
import type { Sql } from '../db/connect.js';
import type { Engine } from './engine.js';

/** What the HTTP side is made of. */
export interface ApiDeps {
  readonly sql: Sql;
  readonly engine: Engine;
  readonly config: Config;
  readonly logger: Logger;
}
