import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BatchResult } from '../../src/batch/conclude.js';
import { type PlainWorld, plainWorld } from '../support/plain-world.js';
import { type PostgresServer, postgresServer } from '../support/postgres.js';

describe('workers on one PostgreSQL', { timeout: 240_000 }, () => {
  let server: PostgresServer | null;
  let world: PlainWorld;
  let database: string;

  beforeAll(async () => {
    server = await postgresServer();
    world = await plainWorld(12);
  }, 240_000);
  afterAll(async () => {
    await world.remove();
    await server?.remove();
  });
  beforeEach(async (context) => {
    if (server === null) return context.skip();
    database = await server.database();
  });

  const run = (...args: string[]) => world.cli.run(args, { REPROVE_DATABASE: database });
  const worker = (...args: string[]) =>
    world.cli.start(['worker', '--no-rebuild', ...args], { REPROVE_DATABASE: database });
  /** What a worker logged, line by line. */
  const lines = (stdout: string) =>
    stdout
      .split('\n')
      .filter((each) => each.startsWith('{'))
      .map((each) => JSON.parse(each) as Record<string, unknown>);
  const runs = async () => {
    const { stdout } = await run('runs', '--json');
    return (JSON.parse(stdout) as { runs: Record<string, unknown>[] }).runs;
  };

  it('share what was enqueued, each release verified once, and end the run', async () => {
    await world.lock(world.versions);
    const enqueued = await run('enqueue', 'package-lock.json', '--no-rebuild', '--json');
    expect(JSON.parse(enqueued.stdout)).toMatchObject({ run: 1, releases: 12, known: 0 });
    const ended = await Promise.all([worker('--drain'), worker('--drain')]);
    expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const all = ended.flatMap(({ stdout }) => lines(String(stdout)));
    const settled = all.filter(({ msg }) => msg === 'settled').map(({ release }) => release);
    expect(settled.sort()).toEqual(world.versions.map((version) => `plain@${version}`).sort());
    expect(all.filter(({ msg }) => msg === 'run ended')).toMatchObject([
      { run: 1, verdicts: { reproduced: 12 }, exitCode: 0 },
    ]);
    expect(await runs()).toMatchObject([{ id: 1, exitCode: 0 }]);

    const again = await run('enqueue', 'package-lock.json', '--no-rebuild', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ run: 2, releases: 12, known: 12 });
    expect((await runs())[0]).toMatchObject({ id: 2, exitCode: 0 });
  });

  it('lose nothing when one is killed and when the server stops for a while', async () => {
    await world.lock(world.versions);
    await run('enqueue', 'package-lock.json', '--no-rebuild');
    const [victim, survivor] = [worker('--concurrency', '4'), worker('--drain', '--concurrency', '1')];
    let log = '';
    survivor.stdout?.on('data', (chunk: Buffer) => (log += chunk));
    while (!log.includes('"settled"')) await sleep(20);
    victim.kill('SIGKILL');
    await server!.stop();
    await sleep(1_500);
    await server!.start();
    await victim.catch(() => undefined);
    expect((await survivor).exitCode).toBe(0);
    const messages = lines(log).map(({ msg }) => msg);
    expect(messages).toContain('trouble');
    expect(messages.filter((msg) => msg === 'run ended').length).toBeLessThanOrEqual(1);
    expect(await runs()).toMatchObject([{ id: 1, exitCode: 0, waiting: 0, failed: 0 }]);
    const { stdout } = await run('history', 'plain', '--json');
    const { entries: results } = JSON.parse(stdout) as { entries: { version: string; verdict: string }[] };
    expect(results.map(({ version }) => version).sort()).toEqual([...world.versions].sort());
    expect(new Set(results.map(({ verdict }) => verdict))).toEqual(new Set(['reproduced']));
  });

  it('take part in a batch that waits for its end', async () => {
    await world.lock(world.versions);
    const helper = worker();
    const { exitCode, stdout } = await run(
      'batch',
      'package-lock.json',
      '--no-rebuild',
      '--json',
      '--concurrency',
      '1',
    );
    helper.kill('SIGTERM');
    const helped = await helper;
    expect([exitCode, helped.exitCode]).toEqual([0, 143]);
    expect((JSON.parse(stdout) as BatchResult).verdicts).toEqual({ reproduced: 12 });
  });

  it('tell Prometheus what they do', async () => {
    await world.lock(world.versions.slice(0, 3));
    await run('enqueue', 'package-lock.json', '--no-rebuild');
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    const child = worker('--metrics-port', String(port));
    const read = async (path: string) =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        async (response) => ({ status: response.status, text: await response.text() }),
        () => ({ status: 0, text: '' }),
      );
    let metrics = await read('/metrics');
    for (let at = 0; at < 300 && !/verdict="reproduced",reused="false"\} 3/.test(metrics.text); at++) {
      await sleep(100);
      metrics = await read('/metrics');
    }
    expect(metrics.text).toMatch(/reprove_releases_settled_total\{verdict="reproduced",reused="false"\} 3/);
    expect(metrics.text).toMatch(/^reprove_releases_waiting 0$/m);
    expect(metrics.text).toMatch(/^reprove_release_seconds_count 3$/m);
    expect((await read('/healthz')).text).toBe('ok\n');
    expect((await read('/else')).status).toBe(404);
    child.kill('SIGTERM');
    expect((await child).exitCode).toBe(143);
  });

  it('send traces where OpenTelemetry is told to', async () => {
    await world.lock(world.versions.slice(0, 1));
    await run('enqueue', 'package-lock.json', '--no-rebuild');
    const got: { resourceSpans: { scopeSpans: { spans: Record<string, unknown>[] }[] }[] }[] = [];
    const collector = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk));
      request.on('end', () => {
        got.push(JSON.parse(body));
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    const { exitCode } = await world.cli.run(['worker', '--no-rebuild', '--drain'], {
      REPROVE_DATABASE: database,
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    });
    collector.close();
    expect(exitCode).toBe(0);
    const spans = got.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap((each) => each.scopeSpans.flatMap((scope) => scope.spans)),
    );
    const whole = spans.find(({ name }) => name === 'verify')!;
    expect(whole.attributes).toContainEqual({ key: 'reprove.verdict', value: { stringValue: 'reproduced' } });
    const parts = spans.filter(({ parentSpanId }) => parentSpanId === whole.spanId).map(({ name }) => name);
    expect(parts).toEqual(expect.arrayContaining(['resolve', 'locate', 'compare']));
  });

  it('start the runs that are due', async () => {
    await world.lock(world.versions.slice(0, 2));
    const add = ['schedule', 'add', 'nightly', '* * * * *', 'package-lock.json', '--no-rebuild', '--json'];
    const added = await run(...add, '--tz', 'Europe/Berlin', '--exclude', 'other');
    expect(JSON.parse(added.stdout)).toMatchObject({
      schedules: [
        {
          name: 'nightly',
          cron: '* * * * *',
          timezone: 'Europe/Berlin',
          work: { inputs: ['package-lock.json'], folder: world.cli.folder, filters: { exclude: ['other'] } },
        },
      ],
    });
    const [scheduler, other] = [worker('--schedules', '--concurrency', '0'), worker('--schedules')];
    const logs = { scheduler: '', other: '' };
    scheduler.stdout?.on('data', (chunk: Buffer) => (logs.scheduler += chunk));
    other.stdout?.on('data', (chunk: Buffer) => (logs.other += chunk));
    const all = () => logs.scheduler + logs.other;
    while (!all().includes('"run ended"')) await sleep(50);
    for (const each of [scheduler, other]) each.kill('SIGTERM');
    expect((await Promise.all([scheduler, other])).map(({ exitCode }) => exitCode)).toEqual([143, 143]);
    const started = lines(all()).filter(({ msg }) => msg === 'run started');
    expect(started).toMatchObject([{ schedule: 'nightly', run: 1, releases: 2 }]);
    expect(await runs()).toMatchObject([{ inputs: 'package-lock.json --exclude other', exitCode: 0 }]);
    expect((await run('schedule', 'rm', 'nightly')).stdout).toBe('nothing is scheduled');
    expect((await run('schedule', 'rm', 'nightly')).exitCode).toBe(2);
    for (const [cron, zone] of [
      ['* * *', 'UTC'],
      ['99 * * * *', 'UTC'],
      ['* * * * *', 'Nowhere/Land'],
    ] as const)
      expect((await run('schedule', 'add', 'x', cron, 'a@1.0.0', '--tz', zone)).exitCode).toBe(2);
  });
});
