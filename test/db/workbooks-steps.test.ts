import { beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../setup/database.js';
import { type Api, promptEngine, startApi } from '../setup/http.js';
import { goalsOf } from '../../players/story/goals.js';
import { insertCycle, insertGoals } from './story-cycle.js';
import type { Sql } from '../../db/connect.js';
let sql: Sql; let api: Api;
beforeAll(async () => { ({ sql } = await createTestDatabase({ seeded: true })); api = await startApi(sql, promptEngine(sql)); });
describe('x', () => {
  test('round trip', async () => {
    await insertCycle(sql, 'c1'); await insertGoals(sql,'c1');
    await sql`UPDATE steps SET state='open', opened_at=opens_at WHERE cycle_id='c1' AND kind='goals'`;
    const url = '/api/v1/cycles/c1/reviews/sales/steps/goals';
    const r = await fetch(api.url + url + '/workbook.xlsx', {headers:{cookie: await cookie('lin-xiao')}});
    console.log(r.status, r.headers);
    const bytes = new Uint8Array(await r.arrayBuffer());
    const up = await api.post(url+'/workbook', bytes, 'lin-xiao', {type:'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'});
    console.log(up.status, up.text);
    for (const p of ['/values','/organization']) {
      const r = await fetch(api.url + '/api/v1' + p + '/workbook.xlsx', {headers:{cookie: await cookie('zhou-min')}});
      const bytes = new Uint8Array(await r.arrayBuffer());
      const up = await api.post('/api/v1'+p+'/workbook', bytes, 'zhou-min', {type:'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'});
      console.log(up.status, up.text.slice(0,1500));
      const c = await api.get('/api/v1'+p+'/workbook.csv','zhou-min');
      console.log(c.text.slice(0,600));
      const up2 = await api.post('/api/v1'+p+'/workbook', c.text, 'zhou-min', {type:'text/csv'});
      console.log(up2.status, up2.text.slice(0,1500));
    }
    expect(goalsOf('sales').length).toBeGreaterThan(0);
  });
});
async function cookie(persona: string) { const r = await fetch(api.url+'/api/v1/session',{method:'POST',headers:{'content-type':'application/json'},body:JSON.stringify({persona})}); return r.headers.getSetCookie().map(l=>l.split(';')[0]).join('; '); }
