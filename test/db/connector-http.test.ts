import { createGzip } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { createConnectorReader, type Reading } from '../../connectors/reader.js';
import type { HttpConnector } from '../../domain/values/index.js';
import { testConnectors } from '../setup/http.js';
import { says, type SourceServer, startSource } from '../setup/source-server.js';

const secret = 'S3cr3t-of-the-ERP';
const on = '2027-03-31';
let source: SourceServer;
let elsewhere: SourceServer;

beforeAll(async () => {
  source = await startSource();
  elsewhere = await startSource();
  elsewhere.on('/value', says('{"value": 1}'));
});

const single = { metric: 'new-customers', value: '/value' };
const connector = (path: string, more: Partial<HttpConnector> = {}): HttpConnector => ({
  kind: 'http-json',
  title: { 'zh-CN': '客户', en: 'Customers' },
  schedule: 'quarter-end',
  url: `${source.url}${path}`,
  take: single,
  ...more,
});

const reader = (limits: object = {}) =>
  createConnectorReader(
    testConnectors({
      hosts: [source.host],
      secrets: new Map([['PERFCYCLE_SECRET_ERP', secret]]),
      timeoutMs: 500,
      ...limits,
    }),
  );
const read = (path: string, more: Partial<HttpConnector> = {}, limits: object = {}): Promise<Reading> =>
  reader(limits).read(connector(path, more), on);
const valuesOf = (reading: Reading): readonly string[] => (reading.ok ? reading.rows.map((row) => row.value) : []);

describe('an address', () => {
  test('is asked for the day, and its number taken exactly as it is written', async () => {
    for (const written of [
      '24',
      '0.1000000000000000055511151231257827',
      '12345678901234567890.10',
      '-0.5',
      '"24.50"',
    ]) {
      source.on('/value', says(`{"value": ${written}}`));
      expect(valuesOf(await read('/value?day={on}'))).toEqual([written.replaceAll('"', '')]);
    }
    expect(source.asked.at(-1)).toBe(`/value?day=${on}`);
  });

  test('gives many rows where it says where; a row whose value is null is none', async () => {
    const rows = [
      { kpi: 'revenue', day: on, figures: [2050] },
      { kpi: 'leads', day: '2027-02-28', figures: ['460'] },
      { kpi: 'complaints', day: on, figures: [null] },
    ];
    source.on('/rows', says(JSON.stringify({ 'a/b': { rows } })));
    const take = { rows: '/a~1b/rows', metric: '/kpi', on: '/day', value: '/figures/0' };
    expect(await read('/rows', { take })).toEqual({
      ok: true,
      rows: [
        { row: 1, metric: 'revenue', on, value: '2050' },
        { row: 2, metric: 'leads', on: '2027-02-28', value: '460' },
      ],
    });
  });

  test('gets the secret by header, under its prefix', async () => {
    source.on('/secret', (request, response) => {
      says(request.headers.authorization === `Bearer ${secret}` ? '{"value": 1}' : '{}')(request, response);
    });
    const named = { env: 'PERFCYCLE_SECRET_ERP', header: 'Authorization', prefix: 'Bearer ' };
    expect(valuesOf(await read('/secret', { secret: named }))).toEqual(['1']);
    const unset = { ...named, env: 'PERFCYCLE_SECRET_NONE' };
    expect(await read('/secret', { secret: unset })).toEqual({
      ok: false,
      code: 'CONNECTOR_SECRET_MISSING',
      detail: 'PERFCYCLE_SECRET_NONE is not set',
    });
  });
});

describe('a bad day', () => {
  const failed = (code: string, detail: unknown = expect.any(String)) => ({ ok: false, code, detail });

  test('a host that is not on the list is not asked, nor the same host on another port', async () => {
    expect(await read('', { url: `${elsewhere.url}/value` })).toEqual(
      failed('CONNECTOR_HOST_FORBIDDEN', `${elsewhere.host} is not on the list PERFCYCLE_CONNECTOR_HOSTS`),
    );
    expect(elsewhere.asked).toEqual([]);
    const listed = await read('', { url: `${elsewhere.url}/value` }, { hosts: [elsewhere.host] });
    expect(valuesOf(listed)).toEqual(['1']);
  });

  test.each([301, 302, 307, 308])(
    'a redirect (%i) is not followed: not to a forbidden host, not in a circle',
    async (status) => {
      elsewhere.asked.length = 0;
      source.on('/away', says('', status, { location: `${elsewhere.url}/value` }));
      source.on('/circle', says('', status, { location: '/circle' }));
      expect(await read('/away')).toEqual(
        failed('CONNECTOR_REDIRECT_FORBIDDEN', `HTTP ${status} to ${elsewhere.host}`),
      );
      const asked = source.asked.length;
      expect(await read('/circle')).toEqual(failed('CONNECTOR_REDIRECT_FORBIDDEN', `HTTP ${status} to ${source.host}`));
      expect([elsewhere.asked.length, source.asked.length - asked]).toEqual([0, 1]);
    },
  );

  test('an answer that does not come, or drips for ever, ends at the deadline', async () => {
    source.on('/silent', () => {});
    source.on('/drips', (request, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      request.on('close', () => clearInterval(timer));
    });
    const begun = Date.now();
    expect(await read('/silent')).toEqual(failed('CONNECTOR_TIMEOUT', 'no answer within 500 ms'));
    expect(await read('/drips')).toEqual(failed('CONNECTOR_TIMEOUT'));
    expect(Date.now() - begun).toBeLessThan(5000);
  });

  test('a huge body is left in the middle, also one that is huge only when it is unpacked', async () => {
    let sent = 0;
    source.on('/huge', (_request, response) => {
      const chunk = Buffer.alloc(65_536, 0x20);
      const more = (): void => {
        while (!response.destroyed && sent < 100_000_000) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    source.on('/bomb', (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      const gzip = createGzip();
      gzip.pipe(response);
      gzip.end(Buffer.alloc(20_000_000, 0x20));
    });
    const limits = { maxBytes: 1_000_000, timeoutMs: 10_000 };
    expect(await read('/huge', {}, limits)).toEqual(failed('CONNECTOR_TOO_LARGE', 'more than 1000000 bytes'));
    expect(sent).toBeLessThan(100_000_000);
    expect(await read('/bomb', {}, limits)).toEqual(failed('CONNECTOR_TOO_LARGE'));
  });

  test('a million rows are too many', async () => {
    source.on('/million', says(`[${'0,'.repeat(999_999)}0]`));
    const take = { rows: '', metric: 'revenue', on: '/day', value: '/value' };
    expect(await read('/million', { take }, { timeoutMs: 10_000 })).toEqual(
      failed('CONNECTOR_TOO_MANY_ROWS', 'more than 100000 rows'),
    );
  });

  test.each([
    ['no JSON', '<html>', 'the answer is no JSON'],
    ['too deep', '['.repeat(200_000), 'the answer is no JSON'],
    ['nothing there', '{"other": 1}', 'no number at /value'],
    ['a truth', '{"value": true}', 'no number at /value'],
    ['a null', '{"value": null}', 'no number at /value'],
    ['an object', '{"value": {"n": 1}}', 'no number at /value'],
    ['what every object has', '{"value": 1}', 'no number at /toString', '/toString'],
  ])('of the wrong type: %s', async (_what, body, detail, value = '/value') => {
    source.on('/wrong', says(body));
    expect(await read('/wrong', { take: { ...single, value } })).toEqual(failed('CONNECTOR_WRONG_TYPE', detail));
  });

  test('bytes that are no text, and rows that are no list', async () => {
    source.on('/wrong', says(Buffer.from([0x7b, 0xff, 0xfe])));
    expect(await read('/wrong')).toEqual(failed('CONNECTOR_WRONG_TYPE', 'the answer is no UTF-8'));
    source.on('/wrong', says('{"rows": {}}'));
    const take = { rows: '/rows', metric: 'revenue', on: '/day', value: '/value' };
    expect(await read('/wrong', { take })).toEqual(failed('CONNECTOR_WRONG_TYPE', 'no list at /rows'));
  });

  test('refused (401), broken (500), gone; then fine', async () => {
    source.on('/moody', says(`{"you": "${secret}"}`, 401));
    expect(await read('/moody')).toEqual(failed('CONNECTOR_FAILED', 'HTTP 401'));
    source.on('/moody', says('', 500));
    expect(await read('/moody')).toEqual(failed('CONNECTOR_FAILED', 'HTTP 500'));
    const gone = connector('', { url: 'http://127.0.0.1:1/' });
    const away = createConnectorReader(testConnectors({ hosts: ['127.0.0.1:1'] }));
    expect((await away.read(gone, on)).ok).toBe(false);
    source.on('/moody', says('{"value": 24}'));
    expect(valuesOf(await read('/moody'))).toEqual(['24']);
  });

  test('a secret that is echoed stands in no failure', async () => {
    source.on('/echo', says('', 302, { location: `http://${secret}.example/` }));
    const told = await read('/echo');
    expect(told).toEqual(failed('CONNECTOR_REDIRECT_FORBIDDEN'));
    expect(JSON.stringify(told).toLowerCase()).not.toContain(secret.toLowerCase());
  });
});
