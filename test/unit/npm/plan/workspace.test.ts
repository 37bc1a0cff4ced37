import { describe, expect, it } from 'vitest';
import { commands, firstPlan, manifest, packageLock, plan, type World } from './planning.js';

const member = (name: string, fields: object = {}) => ({
  name,
  version: '1.0.0',
  main: 'dist/index.js',
  scripts: { build: 'tsc' },
  ...fields,
});

/** A package that imports two members, one through the other, and one that it doesn't need. */
const npmWorkspace = (root: object = {}): World => ({
  directory: 'packages/app',
  files: {
    'package.json': { name: 'root', private: true, workspaces: ['packages/*'], ...root },
    'package-lock.json': packageLock,
    'packages/app/package.json': member('app', { dependencies: { middle: '^1.0.0' } }),
    'packages/middle/package.json': member('middle', { devDependencies: { base: '1.0.0' } }),
    'packages/base/package.json': member('base'),
    'packages/other/package.json': member('other', { dependencies: { app: '1.0.0' } }),
  },
});

/** Build steps with their folders, in order. */
const builds = (world: World) =>
  firstPlan(world)
    .steps.filter(({ phase }) => phase === 'build')
    .map(({ command, directory }) => `${directory || '.'}: ${command.join(' ')}`);

describe('a package that needs others of its workspace', () => {
  it('is built after them, each after those it needs itself, and no other is built', () => {
    expect(builds(npmWorkspace())).toEqual([
      'packages/base: npm run build',
      'packages/middle: npm run build',
      'packages/app: npm run build',
    ]);
  });

  it('goes on when one of them fails, since the package itself decides', () => {
    const steps = firstPlan(npmWorkspace()).steps.filter(({ phase }) => phase === 'build');
    expect(steps.map(({ optional }) => optional)).toEqual([true, true, false]);
  });

  it('is installed once, at the root', () => {
    const { steps, lockfile } = firstPlan(npmWorkspace());
    expect(steps.filter(({ phase }) => phase === 'install').map(({ directory }) => directory)).toEqual(['']);
    expect(lockfile).toBe('package-lock.json');
  });

  it('survives members that need each other', () => {
    const world = npmWorkspace();
    world.files['packages/base/package.json'] = member('base', { dependencies: { middle: '1', app: '*' } });
    expect(builds(world)).toEqual([
      'packages/base: npm run build',
      'packages/middle: npm run build',
      'packages/app: npm run build',
    ]);
  });

  it('needs no build of a member whose published files are in the source', () => {
    const world = npmWorkspace();
    world.files['packages/base/package.json'] = member('base', { main: 'index.js' });
    world.files['packages/base/index.js'] = '';
    expect(builds(world)).not.toContain('packages/base: npm run build');
  });

  it('takes a member of another version than it asks for from the registry', () => {
    const world = npmWorkspace();
    world.files['packages/middle/package.json'] = member('middle', { dependencies: { base: '^0.9.0' } });
    expect(builds(world)).toEqual(['packages/middle: npm run build', 'packages/app: npm run build']);
  });

  it('runs the script by the name that the root runs in every package', () => {
    const world = npmWorkspace({ scripts: { build: 'lerna run compile' } });
    const scripts = { build: 'exit 1', compile: 'tsc' };
    world.files['packages/base/package.json'] = member('base', { scripts });
    expect(builds(world)[0]).toBe('packages/base: npm run compile');
  });

  it('takes the publish script of a member that has no build script', () => {
    const world = npmWorkspace();
    world.files['packages/base/package.json'] = member('base', { scripts: { prepack: 'rollup -c && jest' } });
    expect(builds(world)[0]).toContain('packages/base: sh -c');
    expect(builds(world)[0]).toMatch(/ rollup -c$/);
  });
});

describe('where members are listed', () => {
  const base = {
    'packages/app/package.json': member('app', { dependencies: { base: 'workspace:^' } }),
    'packages/base/package.json': member('base'),
  };
  const root = { name: 'root', private: true };
  const lists: [string, Record<string, string | object>][] = [
    [
      'pnpm-workspace.yaml',
      {
        'package.json': root,
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
        'pnpm-workspace.yaml': "packages:\n  - 'packages/*'\n",
      },
    ],
    [
      'workspaces.packages',
      {
        'package.json': { ...root, workspaces: { packages: ['./packages/*/'] } },
        'package-lock.json': packageLock,
      },
    ],
    [
      'a pattern with two stars',
      { 'package.json': { ...root, workspaces: ['**'] }, 'package-lock.json': packageLock },
    ],
    [
      'a pattern with alternatives',
      {
        'package.json': { ...root, workspaces: ['{apps,packages}/b*e', 'packages/app'] },
        'package-lock.json': packageLock,
      },
    ],
    [
      'lerna.json',
      {
        'package.json': root,
        'lerna.json': { packages: ['packages/*'] },
        'package-lock.json': packageLock,
      },
    ],
    [
      'rush.json',
      {
        'package.json': root,
        'package-lock.json': packageLock,
        'rush.json':
          '/* of rush */\n{\n  // members\n  "projects": [\n    { "packageName": "app", "projectFolder": "packages/app" },\n    { "packageName": "base", "projectFolder": "packages/base" }\n  ]\n}\n',
      },
    ],
  ];

  it.each(lists)('is read from %s', (_, files) => {
    const found = builds({ directory: 'packages/app', files: { ...files, ...base } });
    expect(found[0]).toMatch(/^packages\/base: p?npm run build$/);
  });

  it('leaves out what a negative pattern takes out', () => {
    const workspaces = ['packages/*', '!packages/base'];
    const files = { 'package.json': { ...root, workspaces }, 'package-lock.json': packageLock, ...base };
    expect(builds({ directory: 'packages/app', files })).toEqual(['packages/app: npm run build']);
  });
});

describe('a package that has no script to build itself', () => {
  const world = (scripts: object, main = 'dist/index.js'): World => ({
    directory: 'packages/app',
    files: {
      'package.json': { name: 'root', private: true, workspaces: ['packages/*'], scripts },
      'package-lock.json': packageLock,
      'packages/app/package.json': manifest({ main, types: 'dist/index.d.ts', scripts: {} }),
    },
  });

  it('is built by the script of the root', () => {
    expect(builds(world({ build: 'node scripts/build.js' }))).toEqual(['.: npm run build']);
  });

  it('gets its type declarations from the script of the root that makes them', () => {
    expect(builds(world({ build: 'rollup -c', 'build:types': 'tsc -p tsconfig.types.json' }))).toEqual([
      '.: npm run build',
      '.: npm run build:types',
    ]);
  });

  it('gets them once when the build of the root makes them too', () => {
    const scripts = { build: 'rollup -c && npm run build:types', 'build:types': 'tsc' };
    expect(builds(world(scripts))).toEqual(['.: npm run build']);
  });

  it('goes on in another plan when the root fails to build', () => {
    const after = plan(world({ build: 'node scripts/build.js' })).find(
      ({ remedies, steps }) =>
        remedies === 'build' &&
        steps.some(({ name, optional }) => optional && name === 'run build in the root'),
    );
    expect(after).toBeDefined();
  });

  it('needs no build when the source has its files', () => {
    const present = world({ build: 'node scripts/build.js' }, 'index.js');
    present.files['packages/app/package.json'] = manifest({
      main: 'index.js',
      files: ['index.js', 'SPONSORS.md'],
      scripts: {},
    });
    present.files['packages/app/index.js'] = '';
    expect(builds(present)).toEqual([]);
  });
});

describe('a package whose own build starts a tool for the whole repository', () => {
  const world: World = {
    ...npmWorkspace({ devDependencies: { nx: '17.0.0' }, scripts: { build: 'nx run-many -t build' } }),
  };
  world.files['packages/app/package.json'] = member('app', {
    scripts: { build: 'nx build' },
    dependencies: { middle: '1.0.0' },
  });

  it('builds what it needs itself', () => {
    expect(builds(world)).toEqual(['packages/app: npm run build']);
  });

  it('is told to use no daemon, cache or server', () => {
    const build = firstPlan(world).steps.find(({ name }) => name === 'run build');
    expect(build!.environment).toMatchObject({ NX_DAEMON: 'false', NX_NO_CLOUD: 'true', DO_NOT_TRACK: '1' });
    expect(commands(firstPlan(world))[0]).toBe('npm ci --ignore-scripts');
  });
});

describe('an install that another package of the workspace stops', () => {
  const world = (lockfile: string): World => ({
    directory: 'packages/app',
    files: {
      'package.json': { name: 'root', private: true, packageManager: 'pnpm@9.15.9' },
      'pnpm-workspace.yaml': "packages:\n  - 'packages/*'\n",
      'pnpm-lock.yaml': `lockfileVersion: '9.0'\n${lockfile}`,
      'packages/app/package.json': member('app', { dependencies: { base: 'workspace:^' } }),
      'packages/base/package.json': member('base'),
    },
  });
  const scoped = 'pnpm install --frozen-lockfile --ignore-scripts --filter app... --filter {.}';

  it('is repeated for the package, what it needs and the root', () => {
    const plans = plan(world(''));
    expect(commands(plans[0]!)[0]).toBe('pnpm install --frozen-lockfile --ignore-scripts');
    expect(plans.find(({ remedies }) => remedies === 'install')!.steps[0]!.command.join(' ')).toBe(scoped);
    expect(plans.filter((one) => commands(one)[0] === scoped)).toHaveLength(1);
  });

  it('is left behind by every later plan when the lockfile takes packages from git hosts', () => {
    const [, ...later] = plan(world('# https://codeload.github.com/a/b/tar.gz/c\n'));
    const installs = later
      .filter(({ tools }) => tools.some(({ name }) => name === 'pnpm'))
      .map((one) => commands(one)[0]);
    expect(installs.length).toBeGreaterThan(1);
    expect(installs.every((command) => command!.endsWith('--filter app... --filter {.}'))).toBe(true);
  });

  it('is never asked for by a name that a filter would read otherwise', () => {
    const odd = world('');
    odd.files['packages/app/package.json'] = member('!app', { dependencies: { base: 'workspace:^' } });
    expect(plan(odd).every((one) => !commands(one)[0]!.includes('--filter'))).toBe(true);
  });
});

describe('a root whose tool builds each package', () => {
  const world = (build: string, fields: object): World => {
    const found = npmWorkspace({ scripts: { build } });
    found.files['packages/app/package.json'] = {
      ...member('app', { dependencies: { middle: '1.0.0' } }),
      ...fields,
    };
    return found;
  };
  const inFolder =
    'sh -c PATH="$PWD/node_modules/.bin:$PWD/../node_modules/.bin:$PWD/../../node_modules/.bin:$PATH"';

  it('builds a package without a script, which is in the configuration of the tool', () => {
    expect(builds(world('nx run-many --target=build --all', { scripts: {} }))).toEqual([
      `packages/app: ${inFolder} && export PATH && exec nx build`,
    ]);
  });

  it('is asked when building in order has failed', () => {
    const plans = plan(world('turbo run build', {}));
    expect(plans[0]!.steps.map(({ name }) => name)).not.toContain('turbo run build');
    const asked = plans.find(({ steps }) => steps.some(({ name }) => name === 'turbo run build'));
    expect(asked!.remedies).toBe('build');
    expect(asked!.steps.map(({ name }) => name)).not.toContain('run build');
  });

  it('is given no word of the source that a shell could read otherwise', () => {
    const odd = plan(world('turbo run $(reboot)', { scripts: {} }));
    expect(odd.every((one) => !JSON.stringify(one.steps).includes('turbo run $'))).toBe(true);
  });
});

describe('packages that no package manager joins', () => {
  const world = (files: World['files']): World => ({
    directory: 'packages/app',
    files: {
      'package.json': { name: 'root', private: true, devDependencies: { typescript: '5' } },
      'lerna.json': { packages: ['packages/*'] },
      'packages/app/package.json': member('app', { dependencies: { base: '^1.0.0' } }),
      'packages/base/package.json': member('base'),
      ...files,
    },
  });
  const installs = (found: World) =>
    firstPlan(found)
      .steps.filter(({ phase }) => phase === 'install')
      .map(
        ({ command, directory, optional }) =>
          `${directory || '.'}: ${command.join(' ')}${optional ? ', may fail' : ''}`,
      );

  it('are installed at the root and in the folder of the package', () => {
    expect(installs(world({ 'package-lock.json': packageLock }))).toEqual([
      '.: npm ci --ignore-scripts',
      'packages/app: npm install --ignore-scripts --no-package-lock --legacy-peer-deps, may fail',
    ]);
  });

  it('are installed at the root too when the package has the lockfile', () => {
    expect(installs(world({ 'packages/app/package-lock.json': packageLock }))).toEqual([
      'packages/app: npm ci --ignore-scripts',
      '.: npm install --ignore-scripts --no-package-lock --legacy-peer-deps, may fail',
    ]);
  });

  it('are installed once when the root has workspaces', () => {
    const root = {
      name: 'root',
      private: true,
      workspaces: ['packages/*'],
      devDependencies: { typescript: '5' },
    };
    expect(installs(world({ 'package-lock.json': packageLock, 'package.json': root }))).toHaveLength(1);
  });
});

describe('hostile lists of members', () => {
  it.each([
    ['stars without end', { workspaces: ['**/'.repeat(90)] }],
    ['braces without end', { workspaces: ['{a,b}'.repeat(50)] }],
    ['patterns that are no text', { workspaces: [1, null, {}, []] }],
  ])('read in no time: %s', (_, root) => {
    const world = npmWorkspace(root);
    const start = performance.now();
    expect(plan(world).length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('read a rush.json of comments that never end in no time', () => {
    const world = npmWorkspace();
    world.files['rush.json'] = '/*\n'.repeat(80_000);
    const start = performance.now();
    expect(plan(world).length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
