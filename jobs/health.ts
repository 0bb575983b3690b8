/** The worker's health page: alive (the outbox is being looked at), ready (servers and schema), and figures to alarm on. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type Redis from 'ioredis';
import type { Config } from '../src/config/environment';
import { migrationState } from '../src/store/migrate';
import type { Store } from '../src/store/transaction';
import { type Figures, readFigures } from './figures';
import { isAtWork, type Relay } from './relay';
import type { Runner } from './runner';

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

interface Sources {
  readonly config: Config;
  readonly store: Store;
  readonly redis: Redis;
  readonly relay: Relay;
  readonly runner: Runner;
}

interface Ready {
  readonly postgresql: boolean;
  readonly redis: boolean;
  readonly pendingMigrations: readonly string[];
}

async function readiness({ store, redis }: Sources): Promise<Ready> {
  const state = await migrationState(store).catch(() => null);
  return {
    postgresql: state !== null,
    redis: redis.status === 'ready' && (await redis.ping().catch(() => '')) === 'PONG',
    pendingMigrations: state?.pending ?? [],
  };
}

const gauge = (name: string, about: string, value: number | string): string =>
  `# HELP ${name} ${about}\n# TYPE ${name} gauge\n${name} ${value}\n`;

function metricsText(figures: Figures, sources: Sources, lagMs: number): string {
  const memory = process.memoryUsage();
  return [
    gauge('hub_outbox_undone', 'outbox rows whose work is not done', figures.outboxUndone),
    gauge('hub_outbox_oldest_seconds', 'age of the oldest undone outbox row', figures.outboxOldestSeconds),
    gauge('hub_outbox_failing', 'undone outbox rows that failed at least once', figures.outboxFailing),
    gauge('hub_buckets_exhausted', 'scheduled runs that were given up', figures.bucketsExhausted),
    gauge('hub_cases_undone', 'review cases not yet evaluated', figures.casesUndone),
    gauge(
      'hub_deliveries_oldest_seconds',
      'age of the oldest undelivered delivery',
      figures.deliveryOldestSeconds,
    ),
    gauge('hub_withdrawals_open', 'withdrawals that a recipient has not confirmed', figures.withdrawalsOpen),
    gauge('hub_lanes_held', 'lanes that wait for a person', figures.lanesHeld),
    gauge('hub_redis_up', 'whether Redis can be reached', sources.redis.status === 'ready' ? 1 : 0),
    gauge(
      'hub_relay_idle_seconds',
      'since the relay last looked into the outbox',
      sources.relay.idleMs() / 1000,
    ),
    gauge('hub_event_loop_lag_seconds', '99th percentile of the event loop delay', lagMs / 1000),
    gauge('hub_memory_bytes', 'resident memory of the worker', memory.rss),
  ].join('');
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  const type = typeof body === 'string' ? 'text/plain; version=0.0.4' : 'application/json';
  response.writeHead(status, { 'content-type': type }).end(text);
}

async function serve(path: string, sources: Sources, lagMs: number, response: ServerResponse): Promise<void> {
  switch (path) {
    case '/health/live': {
      const live = isAtWork(sources.relay);
      return answer(response, live ? 200 : 503, { live, running: sources.runner.running() });
    }
    case '/health/ready': {
      const ready = await readiness(sources);
      const fine = ready.postgresql && ready.redis && ready.pendingMigrations.length === 0;
      return answer(response, fine ? 200 : 503, { ready: fine, ...ready });
    }
    case '/metrics':
      return answer(response, 200, metricsText(await readFigures(sources.store), sources, lagMs));
    default:
      return answer(response, 404, { paths: ['/health/live', '/health/ready', '/metrics'] });
  }
}

export async function startHealth(sources: Sources): Promise<HealthServer> {
  const { HOST, WORKER_PORT } = sources.config;
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    serve(path, sources, delay.percentile(99) / 1e6, response).catch((error) => {
      sources.store.logger.warn({ err: error }, 'health page');
      answer(response, 503, { error: 'the database does not answer' });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(WORKER_PORT, HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${port}`,
    close: () =>
      new Promise((resolve) => {
        delay.disable();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
