import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configSchema } from '../../../../src/config/schema.js';
import { gitEdit } from '../../../../src/npm/git-dependencies/edit.js';
import { type GitPackages, gitPackages } from '../../../../src/npm/git-dependencies/packages.js';
import { applyEdits } from '../../../../src/npm/lockfile-edit.js';
import { refusalOf } from '../../../../src/npm/registry-proxy/refused-release.js';
import { toolchainEnvironment } from '../../../../src/npm/toolchain-environment.js';
import { inside } from '../../../../src/sandbox/layout.js';
import type { PlanEdit } from '../../../../src/sandbox/schema.js';
import { temporaryFolder } from '../../../support/folder.js';
import { type GitRepository, gitRepository } from '../../../support/git-repository.js';
import { testProxy } from '../../../support/proxy.js';
import { type LocalRegistry, registry } from '../../../support/registry.js';
import { npmTarball } from '../../../support/tarball.js';
import { type HostTool, hostTool, testContext } from '../../../support/tools.js';

/** A lockfile of a project that asks for `suite` itself and through `outer`, each by a range of its own. */
type Lock = (commit: string, direct: string, nested: string) => object | string;

const npm2: Lock = (commit, direct, nested) => ({
  lockfileVersion: 3,
  requires: true,
  packages: {
    '': { name: 'project', version: '1.0.0', devDependencies: { outer: '^1.0.0', suite: direct } },
    'node_modules/outer': { version: '1.0.0', dev: true, dependencies: { suite: nested } },
    'node_modules/suite': {
      version: '2.0.0',
      resolved: `git+ssh://git@github.com/team/suite.git#${commit}`,
      integrity: `sha512-${'A'.repeat(86)}==`,
      dev: true,
    },
  },
});
const npm1: Lock = (commit, direct, nested) => ({
  name: 'project',
  version: '1.0.0',
  lockfileVersion: 1,
  requires: true,
  dependencies: {
    outer: { version: '1.0.0', dev: true, requires: { suite: nested } },
    suite: { version: `github:team/suite#${commit}`, from: direct, dev: true },
  },
});
const yarnArchive: Lock = (commit, direct, nested) => `# yarn lockfile v1


outer@^1.0.0:
  version "1.0.0"
  resolved "https://other.example/outer/-/outer-1.0.0.tgz"
  dependencies:
    suite "${nested}"

suite@${direct}, "suite@${nested}":
  version "2.0.0"
  resolved "https://codeload.github.com/team/suite/tar.gz/${commit}"
`;
const yarnGit: Lock = (commit, direct, nested) =>
  (yarnArchive(commit, direct, nested) as string).replace(
    /https:\/\/codeload.*\n/,
    `git+https://github.com/team/suite.git#${commit}"\n`,
  );
const pnpm9: Lock = (commit, direct) => `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true
  excludeLinksFromLockfile: false

importers:

  .:
    devDependencies:
      suite:
        specifier: ${direct}
        version: https://codeload.github.com/team/suite/tar.gz/${commit}

packages:

  suite@https://codeload.github.com/team/suite/tar.gz/${commit}:
    resolution: {tarball: https://codeload.github.com/team/suite/tar.gz/${commit}}
    version: 2.0.0

snapshots:

  suite@https://codeload.github.com/team/suite/tar.gz/${commit}: {}
`;
const pnpm5: Lock = (commit, direct) => `lockfileVersion: 5.4

specifiers:
  suite: ${direct}

devDependencies:
  suite: github.com/team/suite/${commit}

packages:

  github.com/team/suite/${commit}:
    resolution: {tarball: https://codeload.github.com/team/suite/tar.gz/${commit}}
    name: suite
    version: 2.0.0
    dev: true
`;
const pnpmGit: Lock = (commit, direct) =>
  (pnpm9(commit, direct, '') as string)
    .replaceAll(
      `https://codeload.github.com/team/suite/tar.gz/${commit}`,
      `git+https://github.com/team/suite.git#${commit}`,
    )
    .replace(
      /resolution: .*/,
      `resolution: {commit: ${commit}, repo: https://github.com/team/suite.git, type: git}`,
    );

interface Case {
  what: string;
  node: string | null;
  tool: string;
  version: string;
  lockfile: string | null;
  lock?: Lock;
  direct?: string;
  install: string[];
}

const scripts = '--ignore-scripts';
const npm = { tool: 'npm', node: null, lockfile: 'package-lock.json', install: ['ci', scripts] };
const yarn = {
  tool: 'yarn',
  node: null,
  version: '1.22.22',
  lockfile: 'yarn.lock',
  install: ['install', '--frozen-lockfile', scripts],
};
const pnpm = {
  tool: 'pnpm',
  node: null,
  lockfile: 'pnpm-lock.yaml',
  install: ['install', '--frozen-lockfile', scripts],
};
const cases: Case[] = [
  { ...npm, what: 'format 3', version: '11.6.2', lock: npm2 },
  { ...npm, what: 'format 1', version: '6.14.18', node: '10.24.1', lock: npm1 },
  { ...npm, what: 'no lockfile', version: '11.6.2', lockfile: null, install: ['install', scripts] },
  { ...yarn, what: 'archive', lock: yarnArchive },
  { ...yarn, what: 'git', lock: yarnGit, direct: 'git+https://github.com/team/suite.git#main' },
  { ...pnpm, what: 'archive', version: '10.20.0', lock: pnpm9 },
  { ...pnpm, what: 'archive, format 5', version: '7.33.7', node: '16.20.2', lock: pnpm5 },
  {
    ...pnpm,
    what: 'git',
    version: '9.15.9',
    lock: pnpmGit,
    direct: 'git+https://github.com/team/suite.git#main',
  },
];

const nested = 'git+https://github.com/team/suite.git';

describe.each(cases)('$tool $version, $what, with a package of a git repository', (given) => {
  let local: LocalRegistry;
  let tool: HostTool;
  let suite: GitRepository;
  let commit: string;

  beforeAll(async () => {
    const manifest = { name: 'outer', version: '1.0.0', dependencies: { suite: nested } };
    local = await registry({
      packages: [
        {
          name: 'outer',
          versions: [{ version: '1.0.0', tarball: npmTarball({ 'package.json': manifest }) }],
        },
      ],
    });
    suite = await gitRepository();
    commit = await suite.commit({
      'package.json': { name: 'suite', version: '2.0.0', scripts: { prepare: 'exit 1', install: 'exit 1' } },
      'index.js': 'module.exports = 2;\n',
    });
    await suite.commit({ 'index.js': 'module.exports = 3;\n' });
    if (given.lockfile === null) await suite.branch('main', commit);
    tool = await hostTool(given.tool, given.version, given.node);
  });
  afterAll(async () => {
    await local.close();
    await suite.remove();
  });

  it('installs it from the proxy', { timeout: 120_000 }, async () => {
    const folder = await temporaryFolder();
    const direct = given.direct ?? 'team/suite#main';
    const hasOuter = given.tool !== 'pnpm' && given.lockfile !== null;
    const manifest = {
      name: 'project',
      version: '1.0.0',
      devDependencies: { ...(hasOuter ? { outer: '^1.0.0' } : {}), suite: direct },
    };
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeFile(join(folder, 'package.json'), text);
    const lock = given.lock?.(commit, direct, nested);
    if (given.lockfile !== null)
      await writeFile(
        join(folder, given.lockfile),
        typeof lock === 'string' ? lock : `${JSON.stringify(lock, null, 2)}\n`,
      );

    const context = testContext({
      cache: join(folder, '.cache'),
      config: configSchema.parse({
        sourceMirrors: [{ from: 'https://github.com/team/suite', to: suite.path }],
      }),
    });
    let packages: GitPackages | null = null;
    const proxy = await testProxy({
      env: local.env,
      cache: context.cache,
      git: { open: async (...asked) => packages?.open(...asked) ?? null },
    });
    const notes: string[] = [];
    const note = (line: string) => void notes.push(line);
    packages = gitPackages(
      {
        publicUrl: proxy.url,
        refusal: refusalOf({ name: 'mine', version: '1.0.0', integrity: [] }),
        ownName: 'mine',
        ownRepository: null,
        before: null,
        note,
      },
      context,
    );
    const edits: PlanEdit[] = [...(given.lockfile === null ? [] : [given.lockfile]), 'package.json'].map(
      (path) => ({
        path,
        edit: 'git-dependencies' as const,
        reason: '',
      }),
    );
    const addresses = { path: given.lockfile ?? '', edit: 'lockfile-addresses' as const, reason: '' };
    if (given.lockfile !== null) edits.push(addresses);
    const { undo } = await applyEdits(
      folder,
      edits,
      { publicUrl: proxy.url, lost: new Set(), lostPackages: async () => new Set() },
      note,
      gitEdit(packages, given.lockfile),
    );

    const home = join(folder, '.home');
    await mkdir(home);
    const environment = Object.entries(toolchainEnvironment([given.tool], proxy.url)).map(([key, value]) => [
      key,
      // Whatever a manager keeps is to be gone with the folder.
      value.replace(inside.home, home).replace(inside.downloads, join(home, 'downloads')),
    ]);
    const done = await execa(tool.command[0], [...tool.command.slice(1), ...given.install], {
      cwd: folder,
      reject: false,
      all: true,
      extendEnv: false,
      env: { ...Object.fromEntries(environment), HOME: home, PATH: `${tool.folder}:/nowhere`, CI: 'true' },
    });
    expect(done.exitCode, done.all).toBe(0);
    expect(await readFile(join(folder, 'node_modules/suite/index.js'), 'utf8')).toContain('= 2');
    expect(existsSync(join(folder, 'node_modules/outer'))).toBe(hasOuter);
    const served = proxy.log().materials.filter(({ name }) => name === 'suite');
    expect(served).toMatchObject([{ version: `git+https://github.com/team/suite#${commit}` }]);
    expect(notes.join('\n')).toContain('its prepare script is not run');
    await undo();
    expect(await readFile(join(folder, 'package.json'), 'utf8')).toBe(text);
  });
});
