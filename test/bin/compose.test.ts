/** Promise: what docker-compose.yml and the Dockerfile say agrees with the command table and the configuration. */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readInput } from '../../bin/command';
import { commandNamed } from '../../bin/command-table';
import { readConfig, VARIABLES } from '../../src/config/environment';

const ROOT = path.join(__dirname, '../..');
const read = (name: string): string => fs.readFileSync(path.join(ROOT, name), 'utf8');

const SERVICE = z.object({
  image: z.string(),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z
    .record(
      z.string(),
      z.object({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }),
    )
    .default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  restart: z.string(),
});
const COMPOSE = z.object({
  services: z.record(z.string(), SERVICE),
  volumes: z.record(z.string(), z.null()),
});

/** As compose does: `${NAME:-value}` stands for the value when NAME is not set. */
const withDefaults = (text: string): string => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');
const compose = COMPOSE.parse(parse(withDefaults(read('docker-compose.yml')), { merge: true }));
const dockerfile = read('Dockerfile');
const services = Object.entries(compose.services);
const hubServices = services.filter(([, service]) => service.build !== undefined);
const service = (name: string) => {
  const found = compose.services[name];
  if (found === undefined) {
    throw new Error(`no service ${name}`);
  }
  return found;
};
const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(service(name).environment).map(([key, value]) => [key, String(value)]));

test('the servers are those the hub is made for, set as it demands', () => {
  expect(service('postgres').image).toBe('postgres:18');
  expect(service('redis').image).toBe('redis:7');
  const words = service('redis').command?.join(' ') ?? '';
  expect(words).toContain('--appendonly yes');
  expect(words).toContain('--maxmemory-policy noeviction');
  // Since version 18 the image keeps its data one folder further down.
  expect(service('postgres').volumes).toEqual(['postgres:/var/lib/postgresql']);
});

test('the image is Node 20, runs as no root, and is entered by the hub command', () => {
  expect(dockerfile.match(/^FROM (\S+)/gm)).toEqual([
    'FROM node:20-bookworm-slim',
    'FROM node:20-bookworm-slim',
  ]);
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/^ENTRYPOINT \["node", "bin\/hub"\]$/m);
  for (const file of [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
    files.split(' '),
  )) {
    expect(fs.existsSync(path.join(ROOT, file))).toBe(true);
  }
  expect(dockerfile).toContain(
    `EXPOSE ${VARIABLES.PORT.schema.parse(undefined)} ${VARIABLES.WORKER_PORT.schema.parse(undefined)}`,
  );
});

test.each(hubServices)('%s runs a command of the table with options it knows', async (_name, {
  command = [],
}) => {
  const [name = '', ...words] = command;
  const entry = commandNamed(name);
  expect(entry).toBeDefined();
  const loaded = await entry?.load();
  expect(() => loaded && readInput(loaded.command, words)).not.toThrow();
});

test.each(hubServices)('%s is configured by variables that exist, with values that can be read', (name) => {
  const environment = environmentOf(name);
  expect(Object.keys(environment).filter((key) => !(key in VARIABLES))).toEqual([]);
  expect(() => readConfig(environment)).not.toThrow();
});

test('every address names a service and the port on which it listens', () => {
  const { POSTGRES_USER: user, POSTGRES_PASSWORD: password, POSTGRES_DB: name } = environmentOf('postgres');
  const [, , ports = ''] = service('sources').command ?? [];
  const [union, court, federation, recipients] = ports.split(',');
  const expected: Record<string, string> = {
    DATABASE_URL: `postgres://${user}:${password}@postgres:5432/${name}`,
    REDIS_URL: 'redis://redis:6379',
    FEED_UNION: `http://sources:${union}`,
    FEED_COURT: `http://sources:${court}`,
    FEED_FEDERATION: `http://sources:${federation}`,
  };
  for (const [hub] of hubServices) {
    const environment = environmentOf(hub);
    for (const [key, url] of Object.entries(expected)) {
      expect([url, undefined]).toContain(environment[key]);
    }
  }
  expect(environmentOf('worker')).toMatchObject(expected);
  expect(service('demo').command).toContain(`http://sources:${recipients}`);
  expect(service('gateway').ports).toEqual([`127.0.0.1:4000:${environmentOf('gateway').PORT}`]);
});

test('every health check asks a port and a path that its service serves', () => {
  const asked = (name: string): string => service(name).healthcheck?.test.join(' ') ?? '';
  expect(asked('gateway')).toContain(`http://127.0.0.1:${environmentOf('gateway').PORT}/health/ready`);
  expect(asked('worker')).toContain(`http://127.0.0.1:${environmentOf('worker').WORKER_PORT}/health/live`);
  expect(asked('sources')).toContain('http://127.0.0.1:4104/health');
  expect(asked('postgres')).toContain('pg_isready');
  expect(asked('redis')).toContain('redis-cli ping');
});

test('what is waited for exists, is healthy by a check, or comes to an end', () => {
  for (const [name, { depends_on: dependsOn }] of services) {
    for (const [other, { condition }] of Object.entries(dependsOn)) {
      const awaited = service(other);
      expect([
        name,
        other,
        condition === 'service_healthy' ? awaited.healthcheck !== undefined : awaited.restart,
      ]).toEqual([name, other, condition === 'service_healthy' ? true : 'on-failure']);
    }
  }
  const named = services.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':', 1)[0] ?? ''));
  expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
});
