/**
 * Nights of a batch on one machine: the first, one with nothing new, and one with ten new releases.
 *
 *   npm run bench:batch-nights -- [--releases 1000]
 *
 * Against a local registry and a local repository, whose requests are counted; releases are compared with their source.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BatchResult } from '../src/batch/conclude.js';
import { plainWorld } from '../test/support/plain-world.js';
import { Bounds } from './bounds.js';

const { values } = parseArgs({ options: { releases: { type: 'string', default: '1000' } } });
const releases = Number(values.releases);
const added = 10;
const mostSeconds = 20;

const bounds = new Bounds();
const world = await plainWorld(releases + added);
try {
  await nights();
} finally {
  await world.remove();
}
bounds.end();

async function nights(): Promise<void> {
  const state = join(world.cli.folder, 'state');
  const night = async () => {
    const [asked, started] = [world.registry.requests.length, performance.now()];
    const { stdout, stderr } = await world.cli.run([
      ...['batch', 'package-lock.json', '--json', '--no-rebuild', '--state', state],
    ]);
    if (stdout === '') throw new Error(stderr);
    const { counts, verdicts, exitCode } = JSON.parse(stdout) as BatchResult;
    const seconds = (performance.now() - started) / 1_000;
    return { counts, verdicts, exitCode, seconds, requests: world.registry.requests.length - asked };
  };
  await world.lock(world.versions.slice(0, releases));
  const first = await night();
  bounds.tell(
    `first night, ${releases} releases: ${first.seconds.toFixed(1)} s, ${first.requests} requests`,
    first.counts.verified === releases && first.verdicts.reproduced === releases,
  );
  const second = await night();
  bounds.tell(
    `second night, nothing new: ${second.seconds.toFixed(1)} s (at most ${mostSeconds}), ${second.requests} requests (none)`,
    second.seconds <= mostSeconds && second.requests === 0 && second.counts.reused === releases,
  );
  await world.lock(world.versions);
  const third = await night();
  const single = (first.seconds - second.seconds) / releases;
  const fresh = third.counts.verified - third.counts.reused;
  bounds.tell(
    `third night, ${added} new: ${third.seconds.toFixed(1)} s, ${fresh} verified; a night with nothing new and ten of the first are ${(second.seconds + added * single).toFixed(1)} s`,
    fresh === added && third.seconds <= 1.5 * (second.seconds + added * single) + 1,
  );
}
