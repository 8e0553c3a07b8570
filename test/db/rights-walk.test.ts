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
import { ofGrowth } from './rights/expect-growth.js';
import { ofPages } from './rights/expect-pages.js';
import { addWalkers, walkers } from './rights/people.js';
import { routesOf } from './rights/routes.js';
import { createTally, doneOnce } from './rights/tally.js';
import { judge, look, unseen } from './rights/walk.js';
import { stages, type WalkStage } from './rights/stages.js';
import { ids } from './rights/marks.js';
import { enter } from './rights/world.js';

const expectations: Readonly<Record<string, Expectation | readonly Expectation[]>> = {
  ...{ ...ofApi, ...ofPages, ...ofActs },
  ...{ ...ofConsequences, ...ofGrowth },
};

let sql: Sql;
let api: Api;
let routes: readonly string[];
let cells = 0;
/** Both only send on: to the start page, and back with another language. */
const nobodys = ['GET /', 'GET /language'];
const said = new Set<string>();
const tally = createTally();

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
      for (const [route, given] of Object.entries(expectations)) {
        for (const expectation of [given].flat().filter((each) => walkedAt(each, stage))) {
          const addresses = addressesOf(route, expectation, stage);
          for (const address of addresses) {
            const seen = await Promise.all(walkers.map((who) => look(api, route, expectation, address, who)));
            cells += seen.length;
            tally.count(route, seen);
            wrong.push(...judge(route, expectation, address, stage, seen, said));
          }
          wrong.push(...(await doneOnce(api, route, expectation, addresses, tally)));
        }
      }
      expect(wrong).toEqual([]);
    });
  }

  test('has seen every path that keys.ts names', () => {
    expect(unseen(said)).toEqual([]);
  });

  test('has met every route with something that is there: nobody is answered at all nowhere', () => {
    console.log(tally.lines().join('\n'));
    const unexplained = Object.entries(expectations).filter(([, given]) =>
      [given].flat().every(({ never }) => never === undefined),
    );
    expect(tally.neverAnswered(unexplained.map(([route]) => route))).toEqual([...nobodys]);
  });

  test('counts its cells', () => {
    console.log(`${cells} cells walked: ${routes.length} routes, ${walkers.length} walkers, ${stages.length} stages`);
    expect(cells).toBeGreaterThan(5000);
  });
});
