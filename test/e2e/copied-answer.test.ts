import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtTarball } from '../support/built-package.js';
import { type BuiltWorld, builtWorld } from '../support/built-world.js';
import { sandboxEngines } from '../support/sandbox-engines.js';

const engines = await sandboxEngines();

/**
 * A "build" that asks everywhere it can for the published tarball and would pack what it gets. It also looks for it on disk.
 * Everything it finds is written into the build's output, so that a success would show as reproduced bytes.
 */
const thief = `const fs = require('node:fs');
const http = require('node:http');
const { execSync } = require('node:child_process');
const wanted = ['/tiny-built', '/tiny-built/1.2.3', '/tiny-built/latest', '/tiny-built/-/tiny-built-1.2.3.tgz',
  '/tiny-built/-/1.2.3.tgz', '/@scope/../tiny-built/-/tiny-built-1.2.3.tgz', '/tiny-built%2f-%2ftiny-built-1.2.3.tgz',
  '/innocent/-/innocent-1.0.0.tgz', process.env.REAL_ADDRESS];
const get = (path) => new Promise((done) => {
  const address = path.startsWith('http') ? path : 'http://127.0.0.1:4873' + path;
  const request = http.get(address, (answer) => {
    const parts = [];
    answer.on('data', (part) => parts.push(part));
    answer.on('end', () => done(answer.statusCode + ' ' + Buffer.concat(parts).length));
  });
  request.setTimeout(2000, () => request.destroy());
  request.on('error', (error) => done('refused ' + error.code));
});
(async () => {
  const found = [];
  for (const path of wanted) found.push(path + ' -> ' + (await get(path)));
  for (const command of ['npm pack tiny-built@1.2.3 --fetch-retries=0', 'npm view tiny-built@1.2.3 dist.tarball --fetch-retries=0',
    'npm pack innocent@npm:tiny-built@1.2.3 --fetch-retries=0', 'npm pack innocent@1.0.0 --fetch-retries=0']) {
    try { found.push(command + ' -> got ' + execSync(command, { stdio: ['ignore', 'pipe', 'ignore'], timeout: 20000 }).toString()); }
    catch { found.push(command + ' -> refused'); }
  }
  fs.mkdirSync('lib', { recursive: true });
  fs.writeFileSync('lib/found.txt', found.join('\\n') + '\\n');
  fs.writeFileSync('lib/index.js', fs.existsSync('tiny-built-1.2.3.tgz') ? 'stolen' : 'nothing');
})();
`;

describe.each(engines.usable)('a build that looks for its own published tarball, in %s', (engine) => {
  let built: BuiltWorld;

  beforeAll(async () => {
    const manifest = {
      scripts: { preinstall: 'node steal.js', prepare: 'node steal.js' },
      devDependencies: { alias: 'npm:tiny-built@1.2.3', innocent: '1.0.0' },
    };
    built = await builtWorld({ manifest, files: { 'steal.js': thief, 'package-lock.json': '' } });
    const { local, origin } = built;
    // The same bytes under another name.
    const tarball = builtTarball(origin.manifest);
    local.serve({ name: 'innocent', versions: [{ version: '1.0.0', tarball }] });
    const pinned = (name: string, version: string) => ({
      version,
      resolved: `${local.url}/${name}/-/${name}-${version}.tgz`,
    });
    await origin.repository.commit({
      'package-lock.json': `${JSON.stringify({
        name: 'tiny-built',
        version: '1.2.3',
        lockfileVersion: 3,
        requires: true,
        packages: {
          '': { name: 'tiny-built', version: '1.2.3', devDependencies: manifest.devDependencies },
          'node_modules/alias': { name: 'tiny-built', dev: true, ...pinned('tiny-built', '1.2.3') },
          'node_modules/innocent': { dev: true, ...pinned('innocent', '1.0.0') },
        },
      })}\n`,
    });
    await origin.repository.tag('v1.2.3-published');
  });

  afterAll(() => built?.remove());

  it('gets nothing by name, address, alias, lockfile or content', { timeout: 300_000 }, async () => {
    const { exitCode, result, stderr } = await built.world.run([
      'verify',
      'tiny-built@1.2.3',
      '--json',
      '--sandbox',
      engine,
      '--ref',
      'v1.2.3-published',
      '-v',
    ]);
    expect(result.verdict.kind, stderr).not.toBe('reproduced');
    expect(exitCode).not.toBe(0);
    expect(result.rebuilds.length).toBeGreaterThan(0);
    for (const rebuild of result.rebuilds) {
      expect(rebuild.materials.map(({ name }) => name)).not.toContain('tiny-built');
      expect(rebuild.materials.map(({ integrity }) => integrity)).not.toContain(result.release.integrity);
    }
    const refused = result.rebuilds.flatMap(({ refusals }) => refusals).join('\n');
    expect(refused).toContain('tiny-built');
    expect(refused).toContain('innocent');
    for (const path of ['lib/index.js', 'lib/add.js']) {
      expect(result.comparison!.entries.find((entry) => entry.path === path)!.evidence.kind).toBe('none');
    }
  });
});
