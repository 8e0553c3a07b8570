/** Everybody asks for everything, through real sign-in, at each stage of a year; what they get is what the table says. */
import { pino } from 'pino';
import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../api/app.js';
import type { Sql } from '../../db/connect.js';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi, testConfig } from '../setup/http.js';
import { addressesOf, type Expectation } from './rights/expectation.js';
import { notWalked, ofActs } from './rights/expect-acts.js';
import { ofApi } from './rights/expect-api.js';
import { ofConsequences } from './rights/expect-consequences.js';
import { ofPages } from './rights/expect-pages.js';
import { addWalkers, walkers } from './rights/people.js';
import { routesOf } from './rights/routes.js';
import { judge, look, unseen } from './rights/walk.js';
import { enter, ids, stages, type WalkStage } from './rights/world.js';

const expectations: Readonly<Record<string, Expectation>> = { ...ofApi, ...ofPages, ...ofActs, ...ofConsequences };

let sql: Sql;
let api: Api;
let routes: readonly string[];
let cells = 0;
const said = new Set<string>();

beforeAll(async () => {
  const database = await createTestDatabase({ seeded: true });
  ({ sql } = database);
  await addWalkers(database.owner);
  const engine = promptEngine(sql);
  api = await startApi(sql, engine);
  routes = routesOf(createApp({ sql, engine, config: testConfig(''), logger: pino({ level: 'silent' }) }));
});

/** HR's own upload: the organization as it is. */
async function uploadOf({ get, post }: Api): Promise<string> {
  const path = '/api/v1/organization/workbook';
  const rows = await get(`${path}.csv`, 'w-hr');
  const reply = await post(path, rows.bytes, 'w-hr', { type: 'text/csv' });
  expect(reply.status, reply.text).toBe(201);
  return (reply.json as { readonly id: string }).id;
}

const walkedAt = ({ only }: Expectation, stage: WalkStage): boolean => only === undefined || only === stage;

describe('the walk of rights', () => {
  test('knows every route of the program, and no other', () => {
    const unknown = routes.filter((route) => !(route in expectations) && !notWalked.includes(route));
    const gone = Object.keys(expectations).filter((route) => !routes.includes(route));
    expect(unknown.map((route) => `add to test/db/rights/expect-*.ts:  '${route}': { may: … },`)).toEqual([]);
    expect(gone.map((route) => `take out of test/db/rights/expect-*.ts: '${route}'`)).toEqual([]);
  });

  for (const stage of stages) {
    test(`finds nothing that the table does not say: ${stage}`, { timeout: 300_000 }, async () => {
      await enter[stage](sql);
      if (stage === 'evaluation') ids.set('upload', await uploadOf(api));
      const wrong: string[] = [];
      for (const [route, expectation] of Object.entries(expectations)) {
        if (!walkedAt(expectation, stage)) continue;
        for (const address of addressesOf(route, expectation, stage)) {
          const seen = await Promise.all(walkers.map((who) => look(api, route, expectation, address, who)));
          cells += seen.length;
          wrong.push(...judge(route, expectation, address, stage, seen, said));
        }
      }
      expect(wrong).toEqual([]);
    });
  }

  test('has seen every path that keys.ts names', () => {
    expect(unseen(said)).toEqual([]);
  });

  test('counts its cells', () => {
    console.log(`${cells} cells walked: ${routes.length} routes, ${walkers.length} walkers, ${stages.length} stages`);
    expect(cells).toBeGreaterThan(5000);
  });
});
