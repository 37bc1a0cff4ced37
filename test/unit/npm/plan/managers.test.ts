import { describe, expect, it } from 'vitest';
import { commands, firstPlan, manifest, packageLock, plan, toolVersion } from './planning.js';

const yarnLock = '# yarn lockfile v1\n\n\nleft-pad@^1.0.0:\n  version "1.3.0"\n';

describe('which manager', () => {
  it('is npm for a package-lock.json, installed frozen and without scripts', () => {
    const first = firstPlan({ files: { 'package.json': manifest(), 'package-lock.json': packageLock } });
    expect(commands(first)[0]).toBe('npm ci --ignore-scripts');
    expect(first.lockfile).toBe('package-lock.json');
    expect(first.steps[0]).toMatchObject({ network: 'registry', phase: 'install' });
    expect(first.steps.slice(1).every(({ network }) => network === 'none')).toBe(true);
  });

  it('is yarn for a lockfile of Classic', () => {
    const first = firstPlan({ files: { 'package.json': manifest(), 'yarn.lock': yarnLock } });
    expect(commands(first)[0]).toMatch(/^yarn install --frozen-lockfile --non-interactive/);
    expect(toolVersion(first, 'yarn')).toBe('1.22.22');
  });

  it('is never Classic for a lockfile of later majors of yarn', () => {
    const lock = '__metadata:\n  version: 8\n';
    const all = plan({
      files: { 'package.json': manifest({ packageManager: 'yarn@4.5.0' }), 'yarn.lock': lock },
    });
    expect(all.map((each) => toolVersion(each, 'yarn'))).not.toContain('1.22.22');
    expect(all[0]!.reasons.join()).not.toContain('which there is no plan for');
  });

  it('gives no plan where only an unsupported manager can resolve the ranges', () => {
    const fields = { packageManager: 'vlt@1.0.0', devDependencies: { a: 'workspace:*' } };
    expect(plan({ files: { 'package.json': manifest(fields) } })).toEqual([]);
  });

  it('says which declared manager there is no plan for', () => {
    const [first] = plan({ files: { 'package.json': manifest({ packageManager: 'vlt@1.0.0' }) } });
    expect(first!.reasons.join()).toContain('vlt 1.0.0, which there is no plan for');
  });

  it('is the declared one when several lockfiles are there, the other being a later plan', () => {
    const files = {
      'package.json': manifest({ packageManager: 'yarn@1.22.19' }),
      'package-lock.json': packageLock,
      'yarn.lock': yarnLock,
    };
    const all = plan({ files });
    expect(all[0]!.lockfile).toBe('yarn.lock');
    expect(all.some(({ lockfile }) => lockfile === 'package-lock.json')).toBe(true);
  });

  it('installs where the lockfile of the workspace is and packs where the package is', () => {
    const files = {
      'package.json': { private: true, workspaces: ['packages/*'] },
      'package-lock.json': packageLock,
      'packages/a/package.json': manifest(),
      'packages/a/package-lock.json': packageLock,
    };
    const first = firstPlan({ files, directory: 'packages/a' });
    expect(first.lockfile).toBe('package-lock.json');
    expect(first.steps[0]!.directory).toBe('');
    expect(first.steps.at(-1)).toMatchObject({ directory: 'packages/a' });
    expect(commands(first).at(-1)).toContain('--pack-destination ../../node_modules/.reprove-output');
  });

  it('takes a lockfile of the package alone when no workspace is above it', () => {
    const files = {
      'package.json': { private: true },
      'package-lock.json': packageLock,
      'packages/a/package.json': manifest(),
      'packages/a/package-lock.json': packageLock,
    };
    expect(firstPlan({ files, directory: 'packages/a' }).lockfile).toBe('packages/a/package-lock.json');
  });

  it('installs without a lockfile at the root of the workspace, where its build tools are', () => {
    const files = {
      'package.json': manifest({ workspaces: ['packages/*'], devDependencies: { rollup: '^4.0.0' } }),
      'packages/a/package.json': manifest(),
    };
    const { steps } = firstPlan({ files, directory: 'packages/a' });
    expect(steps[0]).toMatchObject({ name: 'install', directory: '' });
  });

  it('is npm as of the publish day without any lockfile', () => {
    const first = firstPlan({ files: { 'package.json': manifest() } });
    expect(commands(first)[0]).toBe('npm install --ignore-scripts --no-package-lock');
    expect(first.before).toBe('2025-11-20T12:00:00.000Z');
  });
});

describe('which version of a manager', () => {
  it.each([
    ['5.4', '7.33.7'],
    ["'6.0'", '8.15.9'],
    ["'9.0'", '10.20.0'],
  ])('is of the major that writes pnpm-lock.yaml %s', (format, expected) => {
    const files = { 'package.json': manifest(), 'pnpm-lock.yaml': `lockfileVersion: ${format}\n` };
    expect(toolVersion(firstPlan({ files }), 'pnpm')).toBe(expected);
  });

  it('is of a major that had started on the day', () => {
    const files = { 'package.json': manifest(), 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" };
    expect(toolVersion(firstPlan({ files, day: '2024-10-01' }), 'pnpm')).toBe('9.15.9');
  });

  it('is not one that CI only tests with and that does not write the lockfile', () => {
    const job = (name: string, version: number) =>
      `  ${name}:\n    steps:\n      - uses: pnpm/action-setup@v2\n        with:\n          version: ${version}\n      - run: pnpm test\n`;
    const files = {
      'package.json': manifest(),
      'pnpm-lock.yaml': 'lockfileVersion: 5.4\n',
      '.github/workflows/ci.yml': `jobs:\n${job('old', 6)}${job('new', 7)}`,
    };
    expect(toolVersion(firstPlan({ files }), 'pnpm')).toBe('7.33.7');
  });

  it('is the pinned one, without its hash', () => {
    const files = {
      'package.json': manifest({ packageManager: 'pnpm@9.15.9+sha512.abc' }),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
    };
    const first = firstPlan({ files });
    expect(toolVersion(first, 'pnpm')).toBe('9.15.9');
    expect(first.environment).toMatchObject({ npm_config_manage_package_manager_versions: 'false' });
  });

  it.each([
    ['npm', 'npm@6.14.18', 'package-lock.json', '{"lockfileVersion": 3}', '10.8.2'],
    ['pnpm', 'pnpm@8.15.9', 'pnpm-lock.yaml', "lockfileVersion: '9.0'\n", '10.20.0'],
  ])(
    'is not the pinned one of %s where that is too old for the lockfile',
    (name, pin, path, lock, version) => {
      const first = firstPlan({
        files: { 'package.json': manifest({ packageManager: pin }), [path]: lock },
      });
      expect(toolVersion(first, name)).toBe(version);
      expect(first.tools[1]!.reason).toContain(`which can't read ${path}`);
    },
  );

  it.each([
    ['pnpm@8.15.9', "'6.1'"],
    ['pnpm@7.33.7', "'6.0'"],
    ['pnpm@10.20.0', "'6.0'"],
  ])('is the pinned %s for a lockfile of format %s, which it reads', (pin, format) => {
    const files = {
      'package.json': manifest({ packageManager: pin }),
      'pnpm-lock.yaml': `lockfileVersion: ${format}\n`,
    };
    expect(`pnpm@${toolVersion(firstPlan({ files }), 'pnpm')}`).toBe(pin);
  });

  it('is the npm that came with node, unless the release says another', () => {
    const files = { 'package.json': manifest(), '.nvmrc': '20.9.0\n', 'package-lock.json': packageLock };
    expect(toolVersion(firstPlan({ files }), 'npm')).toBe('10.1.0');
    expect(toolVersion(firstPlan({ files, managerVersion: '10.8.2' }), 'npm')).toBe('10.8.2');
  });

  it('is an npm that can read the lockfile, though node came with an older one', () => {
    const files = { 'package.json': manifest(), '.nvmrc': '14\n', 'package-lock.json': packageLock };
    expect(toolVersion(firstPlan({ files }), 'npm')).toBe('8.19.4');
  });

  it('is an npm that knows workspaces, where the root has some and the lockfile is of such a one', () => {
    const files = {
      'package.json': manifest({ workspaces: ['packages/*'] }),
      '.nvmrc': '14\n',
      'package-lock.json': { lockfileVersion: 2 },
    };
    expect(toolVersion(firstPlan({ files }), 'npm')).toBe('8.19.4');
    expect(toolVersion(firstPlan({ files: { ...files, 'package.json': manifest() } }), 'npm')).toBe(
      '6.14.18',
    );
  });

  it.each([
    ['npm install -g npm@10.8.2', '10.8.2'],
    ['sudo npm i --global "npm@10"', '10.9.4'],
    ['npm --quiet i -g npm@10.8.2 typescript@5', '10.8.2'],
    ['npm i npm@10.8.2', '10.1.0'],
    ['npm install -g npm@latest', '10.1.0'],
    ['echo npm install -g npm@10.8.2', '10.1.0'],
  ])('is what a job that publishes installs for all: %s', (run, version) => {
    const job = { steps: [{ run }, { run: 'npm publish' }] };
    const files = {
      'package.json': manifest(),
      '.nvmrc': '20.9.0\n',
      'package-lock.json': packageLock,
      '.github/workflows/release.yml': JSON.stringify({ jobs: { job } }),
    };
    expect(toolVersion(firstPlan({ files, day: '2025-10-01' }), 'npm')).toBe(version);
  });

  it('is not what a job that tests installs, unless a lockfile is of such a version', () => {
    const job = { steps: [{ run: 'npm install -g npm@6.14.18' }, { run: 'npm test' }] };
    const workflow = { '.github/workflows/ci.yml': JSON.stringify({ jobs: { job } }) };
    const files = { 'package.json': manifest(), '.nvmrc': '20.9.0\n', ...workflow };
    expect(toolVersion(firstPlan({ files }), 'npm')).toBe('10.1.0');
    const locked = { ...files, 'package-lock.json': { lockfileVersion: 1 } };
    expect(toolVersion(firstPlan({ files: locked }), 'npm')).toBe('6.14.18');
  });

  it('runs on the node that is chosen for want of a pin', () => {
    const files = {
      'package.json': manifest({ packageManager: 'pnpm@9.15.9', engines: { node: '>=14' } }),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      '.github/workflows/ci.yml':
        'jobs: {t: {steps: [{uses: actions/setup-node@v4, with: {node-version: 14}}]}}',
    };
    expect(toolVersion(firstPlan({ files }), 'node')).toBe('24.11.1');
  });
});

describe('packing', () => {
  it('is told where to with npm 7.18 and later, and happens there before', () => {
    const lock = { lockfileVersion: 1 };
    const files = { 'package.json': manifest(), 'package-lock.json': lock };
    const old = firstPlan({ files: { ...files, '.nvmrc': '10' } });
    expect(old.steps.at(-1)).toMatchObject({
      command: ['npm', 'pack', '--ignore-scripts', '../..'],
      directory: 'node_modules/.reprove-output',
    });
    const recent = firstPlan({ files: { ...files, '.nvmrc': '24' } });
    expect(recent.steps.at(-1)).toMatchObject({
      command: ['npm', 'pack', '--ignore-scripts', '--pack-destination', 'node_modules/.reprove-output'],
      directory: '',
    });
  });

  it('silences scripts where npm runs them in spite of --ignore-scripts', () => {
    const files = { 'package.json': manifest(), 'package-lock.json': packageLock, '.nvmrc': '20.18.0' };
    const command = firstPlan({ files }).steps.at(-1)!.command;
    expect(command.slice(0, 2)).toEqual(['sh', '-c']);
    expect(command.slice(4, 7)).toEqual(['node_modules/.reprove-quiet', 'npm', 'pack']);
  });

  it('is done with pnpm first where only pnpm resolves the ranges', () => {
    const files = {
      'package.json': manifest({ dependencies: { b: 'workspace:^' }, scripts: { release: 'npm publish' } }),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
    };
    expect(commands(firstPlan({ files })).at(-1)).toMatch(/^pnpm pack/);
  });

  it('is done with npm first where the source publishes with npm, and with pnpm in a later plan', () => {
    const files = {
      'package.json': manifest({ scripts: { release: 'npm publish' } }),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
    };
    const all = plan({ files });
    expect(all[0]!.summary).toMatch(/npm pack$/);
    expect(all[0]!.summary).not.toMatch(/pnpm pack$/);
    expect(all.some(({ summary }) => summary.endsWith('pnpm pack'))).toBe(true);
  });

  it('leaves a later plan for a refused install', () => {
    const files = { 'package.json': manifest(), 'package-lock.json': packageLock };
    const relaxed = plan({ files }).filter(({ remedies }) => remedies === 'install');
    expect(relaxed.map((each) => commands(each)[0])).toEqual([
      'npm install --ignore-scripts --legacy-peer-deps',
    ]);
  });

  it('leaves out development dependencies of git hosts after a refused install, and says so', () => {
    const suite = { devDependencies: { suite: 'git+https://git.example/team/suite.git' } };
    const lock = { lockfileVersion: 3, packages: { '': suite } };
    const files = { 'package.json': manifest(suite), 'package-lock.json': JSON.stringify(lock) };
    const [first, second, ...others] = plan({ files });
    expect(first!.omitted).toEqual([]);
    const locked = others.filter(({ lockfile }) => lockfile !== null);
    expect(locked.length).toBeGreaterThan(1);
    expect(locked.filter(({ edits }) => edits[0]?.edit !== 'leave-out-foreign')).toEqual([]);
    expect(second).toMatchObject({ remedies: 'install', omitted: [{ step: 'install suite' }] });
    expect(second!.edits.map(({ path, edit }) => `${edit} ${path}`)).toEqual([
      'leave-out-foreign package-lock.json',
      'leave-out-foreign package.json',
      'lockfile-addresses package-lock.json',
    ]);
    expect(commands(second!)[0]).toBe('npm ci --ignore-scripts');
  });

  it('speaks of no lockfile where there is none', () => {
    const relaxed = plan({ files: { 'package.json': manifest() } }).find(
      ({ remedies }) => remedies === 'install',
    );
    expect(relaxed?.reasons.join(' ')).toMatch(/contradict/);
    expect(relaxed?.reasons.join(' ')).not.toMatch(/lockfile|frozen/);
  });

  it('leaves versions of any time for a refused install without a lockfile', () => {
    const files = { 'package.json': manifest() };
    const timeless = plan({ files }).filter(({ before }) => before === null);
    expect(timeless.map(({ remedies }) => remedies)).toEqual(['install']);
    expect(timeless[0]!.reasons.join(' ')).toMatch(/versions of any time/);
    const locked = plan({ files: { ...files, 'package-lock.json': packageLock } });
    expect(locked.filter(({ before, lockfile }) => before === null && lockfile !== null)).toEqual([]);
  });

  it('takes versions of any time where the publish time is that of a copy, and then those of that time', () => {
    const files = { 'package.json': manifest({ scripts: { prepublish: 'tsc' } }) };
    const [first, ...others] = plan({ files, committed: '2016-03-01' });
    expect(first!.before).toBeNull();
    expect(first!.reasons.join(' ')).toMatch(/times can't be right/);
    const timely = others.filter(({ before }) => before !== null);
    expect(timely.map(({ remedies }) => remedies)).toEqual([null]);
    const locked = plan({ files: { ...files, 'package-lock.json': packageLock }, committed: '2016-03-01' });
    expect(locked[0]!.before).not.toBeNull();
  });

  it('leaves the install scripts of dependencies for a build that fails without them', () => {
    const files = { 'package.json': manifest(), 'yarn.lock': '# yarn lockfile v1\n' };
    const withScripts = plan({ files }).filter((each) => commands(each).includes('npm rebuild'));
    expect(withScripts.map(({ remedies }) => remedies)).toEqual(['build']);
  });
});
