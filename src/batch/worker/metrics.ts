import { createServer, type Server } from 'node:http';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { QueueName } from '../queue/job.js';
import type { WorkerEvent } from './event.js';

/** What a worker counts, for Prometheus. */
export interface Metrics {
  told(event: WorkerEvent): void;
  /** Serves `/metrics`, and `/healthz` while the worker works. */
  serve(port: number, host: string): Promise<Server>;
}

/** Seconds: a release that is its source's takes a few, one that is rebuilt minutes. */
const buckets = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600];

/** Why something waits in a queue after it was tried. */
const causes: Record<QueueName, string> = {
  verify: 'network',
  'verify-large': 'memory',
  'verify-native': 'compiler',
};

/** @param waiting - how many jobs wait; asked when somebody looks. */
export function workerMetrics(waiting: () => Promise<number>): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  const settled = new Counter({
    name: 'reprove_releases_settled_total',
    help: 'Releases of which it is known what became, by verdict; `failed` could not be verified.',
    labelNames: ['verdict', 'reused'],
    registers,
  });
  const seconds = new Histogram({
    name: 'reprove_release_seconds',
    help: 'Wall time of one verification.',
    buckets,
    registers,
  });
  const again = new Counter({
    name: 'reprove_releases_again_total',
    help: 'Releases put back to be tried again, by cause.',
    labelNames: ['cause'],
    registers,
  });
  const lost = new Counter({
    name: 'reprove_releases_lost_total',
    help: 'Jobs taken from this worker, or put back for one that is gone.',
    labelNames: ['from'],
    registers,
  });
  const trouble = new Counter({
    name: 'reprove_database_troubles_total',
    help: 'Times that the database could not be used.',
    registers,
  });
  const running = new Gauge({
    name: 'reprove_releases_running',
    help: 'Releases being verified.',
    registers,
  });
  new Gauge({
    name: 'reprove_releases_waiting',
    help: 'Releases that wait in the queue, for any worker.',
    registers,
    async collect() {
      this.set(await waiting());
    },
  });
  return {
    told(event) {
      if (event.kind === 'taken') running.inc();
      else if (event.kind === 'put-back') lost.inc({ from: 'other' }, event.jobs);
      else if (event.kind === 'trouble') trouble.inc();
      else running.dec();
      if (event.kind === 'settled') settled.labels(event.verdict, String(event.reused)).inc();
      if (event.kind === 'failed') settled.labels('failed', 'false').inc();
      if (event.kind === 'again') again.inc({ cause: causes[event.queue] });
      if (event.kind === 'lost') lost.inc({ from: 'self' });
      if ((event.kind === 'settled' && !event.reused) || event.kind === 'failed')
        seconds.observe(event.seconds);
    },
    async serve(port, host) {
      const server = createServer((request, response) => {
        const answer = async () => {
          if (request.url === '/healthz') return { type: 'text/plain', text: 'ok\n' };
          if (request.url === '/metrics')
            return { type: registry.contentType, text: await registry.metrics() };
          return null;
        };
        answer().then(
          (found) => {
            response.writeHead(found === null ? 404 : 200, { 'content-type': found?.type ?? 'text/plain' });
            response.end(found?.text ?? 'not found\n');
          },
          () => response.writeHead(503).end('the database does not answer\n'),
        );
      });
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
      });
      return server;
    },
  };
}
