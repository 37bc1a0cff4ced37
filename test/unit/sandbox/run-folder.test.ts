import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownerTag } from '../../../src/sandbox/owner.js';
import { runFolder, runName } from '../../../src/sandbox/run-folder.js';

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'reprove-runs-'));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const left = async (name: string, hours = 0) => {
  const logs = join(cache, 'runs', name, 'logs');
  await mkdir(logs, { recursive: true });
  const then = new Date(Date.now() - hours * 3_600_000);
  await utimes(logs, then, then);
};
/** Makes a folder, which sweeps, and says what of before is still there. */
const swept = async () => {
  const { root, remove } = await runFolder(cache);
  const names = await readdir(join(cache, 'runs'));
  await remove();
  return names.filter((name) => !root.endsWith(name)).sort();
};

describe.runIf(process.platform === 'linux')('folders of rebuilds', () => {
  const [namespace] = ownerTag().split('-') as [string];
  const other = `${Number(namespace) + 1}`;

  it('are swept when their process is gone', async () => {
    await left(`${namespace}-999999999-123-aa`);
    await left(`${namespace}-${process.pid}-1-aa`);
    expect(await swept()).toEqual([]);
  });

  it('are left alone while it lives', async () => {
    const own = runName();
    await left(own, 1_000 / 60);
    expect(await swept()).toEqual([own]);
  });

  it('are left alone where another container may be at them, which has the same process ids', async () => {
    const theirs = `${other}-${process.pid}-1-aa`;
    await left(theirs, 40);
    expect(await swept()).toEqual([theirs]);
  });

  it('are swept where whoever made them was not heard of for two days', async () => {
    await left(`${other}-${process.pid}-1-aa`, 49);
    await left('7-fc7fe227993f', 49);
    expect(await swept()).toEqual([]);
  });
});
