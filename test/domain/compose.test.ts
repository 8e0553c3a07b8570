import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

// There is no container engine where this runs: the file's references are checked, nothing is started.
const names = z.array(z.string());
const Service = z.object({
  image: z.string().optional(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: names.default([]),
  networks: names.default([]),
  volumes: names.default([]),
  ports: names.default([]),
  healthcheck: z.object({ test: names.min(2) }).optional(),
});
const Compose = z.object({
  services: z.record(z.string(), Service),
  networks: z.record(z.string(), z.unknown()),
  volumes: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

const root = new URL('../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const compose = Compose.parse(parse(text('docker-compose.yml'), { merge: true }));
const services = Object.entries(compose.services);
const jobs = services.filter(([name]) => /schema|namespace|migrate/.test(name)).map(([name]) => name);

describe('the compose file', () => {
  it('has the database, the engine with its jobs and its UI, the migration, the api and the worker', () => {
    expect(services.map(([name]) => name).sort()).toEqual([
      'api',
      'migrate',
      'postgres',
      'temporal',
      'temporal-namespace',
      'temporal-schema',
      'temporal-ui',
      'worker',
    ]);
  });

  it.each(services)('%s waits only for services that exist, and in a way that can come true', (_name, service) => {
    for (const [other, { condition }] of Object.entries(service.depends_on)) {
      const target = compose.services[other];
      expect(target, other).toBeDefined();
      const isJob = jobs.includes(other);
      expect(condition, other).toBe(isJob ? 'service_completed_successfully' : 'service_healthy');
      if (!isJob) expect(target?.healthcheck, `${other} has no health check`).toBeDefined();
    }
  });

  it.each(services)('%s names only networks, volumes, secrets and files that exist', (_name, service) => {
    expect(service.networks.length).toBeGreaterThan(0);
    for (const network of service.networks) expect(Object.keys(compose.networks)).toContain(network);
    for (const secret of service.secrets) expect(Object.keys(compose.secrets)).toContain(secret);
    for (const volume of service.volumes) {
      const source = volume.split(':')[0] ?? '';
      if (source.startsWith('./')) expect(existsSync(new URL(source, root)), source).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
    if (service.build !== undefined) expect(existsSync(new URL(service.build.dockerfile, root))).toBe(true);
    expect(service.build ?? service.image).toBeDefined();
  });

  it.each(services.filter(([name]) => !jobs.includes(name)))('%s has a health check', (_name, service) => {
    expect(service.healthcheck).toBeDefined();
  });

  it('publishes no port of the database or the engine, and the rest on loopback only', () => {
    expect(compose.services['postgres']?.ports).toEqual([]);
    expect(compose.services['temporal']?.ports).toEqual([]);
    for (const [, service] of services) for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('gives passwords and keys by file, to exactly those who read them', () => {
    for (const [name, service] of services) {
      for (const [key, value] of Object.entries(service.environment)) {
        const secret = /^\/run\/secrets\/(\w+)$/.exec(value)?.[1];
        if (/PASSWORD|PWD|SECRET|KEY|DATABASE_URL/.test(key)) expect(secret, `${name}.${key}`).toBeDefined();
        if (secret !== undefined) expect(service.secrets, `${name}.${key}`).toContain(secret);
      }
    }
    const named = new Set(services.flatMap(([, service]) => service.secrets));
    expect([...named].sort()).toEqual(Object.keys(compose.secrets).sort());
    for (const { file } of Object.values(compose.secrets)) expect(text('.gitignore')).toContain(file.split('/')[1]);
  });

  it('health checks ask at the port on which the service listens', () => {
    const api = compose.services['api'];
    expect(api?.healthcheck?.test.join(' ')).toContain(`:${api?.environment['PERFCYCLE_PORT'] ?? 'no port'}/`);
    expect(api?.ports[0]?.split(':')[2]).toBe(api?.environment['PERFCYCLE_PORT']);
  });
});

describe('the image', () => {
  const dockerfile = text('Dockerfile');
  const stages = dockerfile.split(/^FROM /m).slice(1);

  it('is Debian based in every stage and runs as an ordinary user', () => {
    for (const stage of stages) expect(stage.split('\n')[0]).toMatch(/^node:\d+-bookworm-slim/);
    expect(stages.at(-1)).toMatch(/^USER node$/m);
  });

  it('copies only from stages that exist and starts only files that exist', () => {
    const named = stages.map((stage) => / AS (\w+)/.exec(stage)?.[1]);
    for (const [, from] of dockerfile.matchAll(/--from=(\w+)/g)) expect(named).toContain(from);
    expect(stages.at(-1)).toContain('ENTRYPOINT ["node", "bin/perfcycle.js"]');
    expect(text('package.json')).toContain('"build": "node scripts/build.js"');
  });
});
