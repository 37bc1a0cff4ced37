import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { pnpm } from '../../../../src/npm/plan/managers/pnpm.js';
import { toolchainEnvironment } from '../../../../src/npm/toolchain-environment.js';
import { inside } from '../../../../src/sandbox/layout.js';
import { temporaryFolder } from '../../../support/folder.js';
import { testProxy } from '../../../support/proxy.js';
import { registry } from '../../../support/registry.js';
import { npmTarball } from '../../../support/tarball.js';
import { hostTool } from '../../../support/tools.js';

const withInstallScript = (name: string) => ({
  name,
  versions: [
    {
      version: '1.0.0',
      tarball: npmTarball({
        'package.json': JSON.stringify({
          name,
          version: '1.0.0',
          scripts: { install: 'echo built > built.txt' },
        }),
      }),
    },
  ],
});

it.each([
  ['10.20.0', null, 'onlyBuiltDependencies:\n  - allowed\n'],
  ['11.2.0', '22.20.0', 'allowBuilds:\n  allowed: true\n'],
])(
  'pnpm %s installs whatever builds it is strict about, and rebuilds those that the source allows',
  { timeout: 120_000 },
  async (version, node, allowed) => {
    const local = await registry({ packages: [withInstallScript('allowed'), withInstallScript('other')] });
    try {
      const tool = await hostTool('pnpm', version, node);
      const { url } = await testProxy({
        env: local.env,
        refuse: { name: 'x', version: '1.0.0', integrity: [] },
      });
      const folder = await temporaryFolder();
      const home = join(folder, '.home');
      await mkdir(home);
      const dependencies = { allowed: '1.0.0', other: '1.0.0' };
      await writeFile(
        join(folder, 'package.json'),
        JSON.stringify({ name: 'p', version: '1.0.0', dependencies }),
      );
      await writeFile(join(folder, 'pnpm-workspace.yaml'), `strictDepBuilds: true\n${allowed}`);
      const environment = { ...toolchainEnvironment(['pnpm'], url), ...pnpm.environment(version) };
      const env = Object.fromEntries(
        Object.entries(environment).map(([key, value]) => [
          key,
          value.replace(inside.home, home).replace(inside.downloads, join(home, 'downloads')),
        ]),
      );
      const run = async ([, ...args]: readonly string[]) => {
        const done = await execa(tool.command[0], [...tool.command.slice(1), ...args], {
          cwd: folder,
          reject: false,
          all: true,
          extendEnv: false,
          env: { ...env, HOME: home, PATH: `${tool.folder}:/usr/bin:/bin`, CI: 'true' },
        });
        expect(done.exitCode, done.all).toBe(0);
      };
      const built = (name: string) => existsSync(join(folder, 'node_modules', name, 'built.txt'));
      await run(pnpm.install({ version, lockfile: true, mode: 'relaxed' }));
      await run(pnpm.install({ version, lockfile: true, mode: 'frozen' }));
      expect([built('allowed'), built('other')]).toEqual([false, false]);
      await run(pnpm.rebuildDependencies());
      expect([built('allowed'), built('other')]).toEqual([true, false]);
    } finally {
      await local.close();
    }
  },
);
