import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { builtFiles } from '../support/built-package.js';
import { type BuiltWorld, builtWorld } from '../support/built-world.js';
import { sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';

const [engine] = (await sandboxEngines()).usable;

/** Copies of repositories may lack what is large. */
describe('a repository that lacks the content of a file', () => {
  let built: BuiltWorld;
  afterEach(() => built?.remove());

  async function verifyWithout(path: string) {
    const { repository } = built.origin;
    const id = await repository.git('rev-parse', `HEAD:${path}`);
    await rm(join(repository.path, 'objects', id.slice(0, 2), id.slice(2)));
    return built.world.run(['verify', 'tiny-built', '--json', '--sandbox', engine!]);
  }

  it('is built without it, which is told', { timeout: 240_000 }, async () => {
    built = await builtWorld({ files: { 'test/large.jpg': 'large\n' } });
    const { result, stderr } = await verifyWithout('test/large.jpg');
    expect(result.verdict, stderr).toMatchObject({ kind: 'reproduced' });
    expect(result.rebuilds[0]!.proxyNotes).toEqual([expect.stringContaining('test/large.jpg')]);
  });

  it('excuses no release from the file', { timeout: 240_000 }, async () => {
    built = await builtWorld({
      manifest: { files: ['lib', 'cli.js'], bin: 'cli.js' },
      files: { 'cli.js': '#!/usr/bin/env node\n' },
      release: (manifest) => ({ tarball: npmTarball(builtFiles(manifest)) }),
    });
    const { result } = await verifyWithout('cli.js');
    expect(result.rebuilds[0]!.outcome).toBe('packed');
    expect(result.verdict.kind).toBe('differs');
    expect(result.comparison!.missing).toEqual([{ path: 'cli.js', from: 'source' }]);
  });
});
