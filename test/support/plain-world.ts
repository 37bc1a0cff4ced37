import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CliWorld, cliWorld } from './cli.js';
import { gitRepository } from './git-repository.js';
import { registry } from './registry.js';
import { npmTarball } from './tarball.js';

/** A registry and a repository with many small releases of one package, each of which is its source's. */
export interface PlainWorld {
  cli: CliWorld;
  registry: Awaited<ReturnType<typeof registry>>;
  versions: readonly string[];
  /** Writes a lockfile that pins these versions, in the command line's folder. */
  lock(versions: readonly string[], file?: string): Promise<void>;
  remove(): Promise<void>;
}

const address = 'https://git.example/team/plain';

/**
 * @param count - versions 1.0.0 to 1.0.<count - 1>.
 * @param built - whether what is published is made by a build, so that each has to be rebuilt; toolchains then come from the machine's registry.
 */
export async function plainWorld(count: number, built = false): Promise<PlainWorld> {
  const versions = Array.from({ length: count }, (_, at) => `1.0.${at}`);
  const code = (version: string) => `module.exports = () => ${JSON.stringify(version)};\n`;
  const filesOf = (version: string) => ({
    'package.json': `${JSON.stringify(manifestOf(version, built), null, 2)}\n`,
    ...(built ? buildFiles : {}),
    ...(built ? { 'source.js': code(version) } : { 'index.js': code(version) }),
  });
  const published = (version: string) => ({
    'package.json': filesOf(version)['package.json'],
    'index.js': built ? `'use strict';\n${code(version)}` : code(version),
  });
  const repository = await gitRepository();
  for (const version of versions) {
    await repository.commit(filesOf(version));
    await repository.tag(`v${version}`);
  }
  const tarballs = new Map(versions.map((version) => [version, npmTarball(published(version))]));
  const local = await registry({
    packages: [
      { name: 'plain', versions: versions.map((version) => ({ version, tarball: tarballs.get(version)! })) },
    ],
    fallthrough: built,
  });
  const cli = await cliWorld(local.env);
  await cli.configure({ sourceMirrors: [{ from: address, to: repository.path }] });
  const pin = (version: string) =>
    `sha512-${createHash('sha512').update(tarballs.get(version)!).digest('base64')}`;
  return {
    cli,
    registry: local,
    versions,
    async lock(chosen, file = 'package-lock.json') {
      const packages = Object.fromEntries(
        chosen.map((version) => [
          `node_modules/p${version}`,
          { name: 'plain', version, integrity: pin(version) },
        ]),
      );
      const lockfile = { lockfileVersion: 3, packages: { '': { name: 'root' }, ...packages } };
      await writeFile(join(cli.folder, file), JSON.stringify(lockfile));
    },
    async remove() {
      await cli.remove();
      await local.close();
      await repository.remove();
    },
  };
}

const manifestOf = (version: string, built: boolean) => ({
  name: 'plain',
  version,
  main: 'index.js',
  ...(built
    ? { files: ['index.js'], scripts: { prepare: 'node build.js' }, packageManager: 'npm@10.9.2' }
    : {}),
  repository: `${address}.git`,
});

const buildFiles = {
  '.nvmrc': `${process.version.slice(1)}\n`,
  'build.js': `const fs = require('node:fs');
fs.writeFileSync('index.js', "'use strict';\\n" + fs.readFileSync('source.js', 'utf8'));
`,
};
