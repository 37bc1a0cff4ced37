import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../../src/sandbox/schema.js';
import { commands, firstPlan, manifest, packageLock, plan } from './planning.js';

const built = (scripts: Record<string, string>, more: { nvmrc?: string; files?: object } = {}) =>
  firstPlan({
    files: {
      'package.json': manifest({ scripts, main: 'index.js' }),
      'index.js': '',
      'package-lock.json': packageLock,
      '.nvmrc': more.nvmrc ?? '24',
      ...more.files,
    },
  });
const steps = (...input: Parameters<typeof built>) =>
  built(...input).steps.filter(({ phase }) => phase === 'build');

describe('a package of which nothing is run', () => {
  const files = (fields: object, more: object = {}) => ({
    'package.json': manifest({ scripts: { prepublishOnly: 'npm test', test: 'tap' }, ...fields }),
    'package-lock.json': packageLock,
    ...more,
  });
  const installs = ({ steps }: Plan) => steps.some(({ phase }) => phase === 'install');

  it('is packed without its dependencies, which the plan says', () => {
    const first = firstPlan({ files: files({}) });
    expect(first.steps.map(({ name }) => name)).toEqual(['pack']);
    expect(first).toMatchObject({ lockfile: null, before: null, edits: [] });
    expect(first.omitted.map(({ step }) => step)).toContain('npm ci --ignore-scripts');
  });

  it('has no plan for an install that is refused, since none is made', () => {
    const all = plan({ files: files({}) });
    expect(all.filter((each) => !installs(each)).every(({ remedies }) => remedies === null)).toBe(true);
    expect(all.filter(installs).every(({ steps }) => steps.some(({ phase }) => phase === 'build'))).toBe(
      true,
    );
  });

  it('gets its dependencies when npm packs them with it', () => {
    expect(installs(firstPlan({ files: files({ bundledDependencies: ['a'] }) }))).toBe(true);
    expect(installs(firstPlan({ files: files({ bundleDependencies: true }) }))).toBe(true);
    expect(installs(firstPlan({ files: files({ bundleDependencies: [] }) }))).toBe(false);
    expect(installs(firstPlan({ files: files({ bundledDependencies: false }) }))).toBe(false);
  });

  it('needs no other manager when npm packs it', () => {
    const yarn = { 'yarn.lock': '# yarn lockfile v1\n' };
    const { 'package-lock.json': _, ...others } = files({ scripts: {} }, yarn);
    const all = plan({ files: others });
    expect(all[0]!.tools.map(({ name }) => name)).toEqual(['node', 'npm']);
    const packedByYarn = all.find(({ steps }) => steps.at(-1)!.command[0] === 'yarn')!;
    expect(packedByYarn.tools.map(({ name }) => name)).toContain('yarn');
    expect(installs(packedByYarn)).toBe(true);
  });

  it('gets them for every script to the letter', () => {
    const letter = plan({ files: files({}) }).find(({ steps }) =>
      steps.some(({ name }) => name === 'run prepublishOnly'),
    );
    expect(installs(letter!)).toBe(true);
  });
});

describe('a build that fails', () => {
  it('is passed over in another plan where types or checks are what is wrong', () => {
    const plans = plan({
      files: {
        'package.json': manifest({ scripts: { build: 'tsc' }, main: 'dist/index.js' }),
        'package-lock.json': packageLock,
      },
    });
    const [pressing, ...others] = plans.filter(({ pressesOn }) => pressesOn);
    expect(others).toEqual([]);
    expect(pressing).toMatchObject({ remedies: 'build' });
    expect(pressing!.against).toContain('type-errors');
    expect(pressing!.steps.filter(({ phase }) => phase === 'build').every(({ optional }) => optional)).toBe(
      true,
    );
    expect(plans[0]!.steps.find(({ name }) => name === 'run build')).toMatchObject({ optional: false });
  });
});

describe('a script that runs the build script and does more', () => {
  const files = (release: string) => ({
    'package.json': manifest({ scripts: { build: 'grunt build', release }, main: 'dist/index.js' }),
    'package-lock.json': packageLock,
  });
  const runsRelease = (release: string) =>
    plan({ files: files(release) }).some(({ steps }) => steps.some(({ name }) => name === 'run release'));

  it('is run in another plan, as far as it gets', () => {
    expect(runsRelease('npm run build && grunt minify')).toBe(true);
    const fuller = plan({ files: files('npm run build && grunt minify') }).find(({ steps }) =>
      steps.some(({ name }) => name === 'run release'),
    );
    expect(fuller).toMatchObject({ pressesOn: true, remedies: null });
  });

  it('is not, when it does something else', () => {
    expect(runsRelease('grunt minify')).toBe(false);
  });
});

describe('scripts that build parts', () => {
  const scripts = {
    build: 'rollup -c && npm run build:css',
    'build:css': 'sass a b',
    'build:types': 'rimraf temp && tsc --emitDeclarationOnly',
    'build:docs': 'typedoc',
    minify: 'npm run minify:js',
    'minify:js': 'uglifyjs a -o b',
    test: 'vitest',
  };
  const plans = plan({
    files: { 'package.json': manifest({ scripts, main: 'dist/index.js' }), 'package-lock.json': packageLock },
  });
  const built = ({ steps }: Plan) => steps.filter(({ phase }) => phase === 'build').map(({ name }) => name);

  it('are run after the build in another plan, each once, as far as they get', () => {
    expect(built(plans[0]!)).toEqual(['run build']);
    const parts = plans.find((one) => built(one).length > 1)!;
    expect(built(parts)).toEqual(['run build', 'run build:types', 'run minify']);
    expect(parts.steps.map(({ optional }) => optional)).toEqual([false, false, true, true, false]);
    expect(parts).toMatchObject({ pressesOn: true, remedies: null });
  });

  it('make no plan where there are none', () => {
    const { build } = scripts;
    const files = { 'package.json': manifest({ scripts: { build }, main: 'dist/index.js' }) };
    expect(plan({ files }).every(({ pressesOn, remedies }) => !pressesOn || remedies !== null)).toBe(true);
  });
});

describe('publish scripts', () => {
  it('run in the order of npm 7 and later', () => {
    const scripts = { prepare: 'tsc', prepack: 'cp a b', prepublishOnly: 'rollup -c', prepublish: 'tsc' };
    expect(steps(scripts).map(({ name }) => name)).toEqual([
      'run prepublishOnly',
      'run prepack',
      'run prepare',
    ]);
  });

  it('run in the order of npm 6', () => {
    const scripts = {
      prepare: 'tsc',
      prepack: 'cp a b',
      prepublishOnly: 'rollup -c',
      prepublish: 'tsc -p b',
    };
    const plan = built(scripts, { nvmrc: '10', files: { 'package-lock.json': { lockfileVersion: 1 } } });
    expect(plan.steps.filter(({ phase }) => phase === 'build').map(({ name }) => name)).toEqual([
      'run prepublishOnly',
      'run prepublish',
      'run prepare',
      'run prepack',
    ]);
  });

  it('run in the order of yarn when yarn packs', () => {
    const scripts = { prepare: 'tsc', prepublishOnly: 'rollup -c', release: 'yarn publish' };
    const files = { 'package.json': manifest({ scripts }), 'yarn.lock': '# yarn lockfile v1\n' };
    expect(firstPlan({ files }).steps.map(({ name }) => name)).toEqual([
      'install',
      'run prepare',
      'run prepublishOnly',
      'pack',
    ]);
  });

  it.each([
    'npm test',
    'npm run lint',
    'eslint . && jest',
    'git push origin --follow-tags',
    'husky',
    'is-ci || husky install',
    'not-in-publish || npm run prepublishOnly',
    'lefthook install',
    'cross-env CI=1 npx mocha --recursive',
    'npm-run-all lint test',
    'tsc --noEmit',
    'node --test',
    'prettier --check .',
    'yarn test && yarn lint',
    'npm run verify',
  ])('are left out, with a reason, when they make nothing: %s', (script) => {
    const scripts = {
      prepare: script,
      lint: 'eslint .',
      test: 'jest',
      prepublishOnly: 'safe-publish-latest',
      verify: 'npm run lint && npm run unit',
      unit: 'ava',
    };
    const plan = built(scripts);
    expect(plan.steps.filter(({ phase }) => phase === 'build')).toEqual([]);
    expect(plan.omitted.some(({ step }) => step.startsWith('prepare: '))).toBe(true);
  });

  it.each([
    'tsc',
    'node scripts/generate.js',
    'make build',
    'npm run build',
    'eslint --fix .',
    'prettier --write dist',
    'git describe > version.txt',
    'unheard-of-tool',
    'npmignore --auto',
    'pinst --disable',
    'echo "$(npm test)"',
    'npm test || true; tsc',
  ])('are run as they are when they may make something: %s', (script) => {
    const plan = built({ prepare: script, build: 'rollup -c' });
    expect(commands(plan)).toContain('npm run prepare');
    expect(plan.omitted).toEqual([]);
  });

  it('run only the parts that make something, and the whole in a later plan', () => {
    const scripts = {
      prepublishOnly: 'npm run lint && npm test && npm run build',
      build: 'tsc',
      lint: 'eslint .',
    };
    const files = { 'package.json': manifest({ scripts }), 'package-lock.json': packageLock };
    const all = plan({ files });
    expect(commands(all[0]!)).toContain('npm run build');
    expect(all[0]!.omitted.map(({ step }) => step)).toEqual([
      'prepublishOnly: eslint .',
      'prepublishOnly: npm test',
    ]);
    expect(all.some((each) => commands(each).includes('npm run prepublishOnly'))).toBe(true);
  });

  it('run kept parts that are no scripts with the programs of the dependencies', () => {
    const [step] = steps({ prepare: 'jest && tsc -p . ; cp a b' });
    expect(step!.command).toEqual([
      'sh',
      '-c',
      'PATH="$PWD/node_modules/.bin:$PATH" && export PATH && exec sh -c "$1"',
      'sh',
      'tsc -p . ; cp a b',
    ]);
    expect(step!.environment).toMatchObject({ npm_lifecycle_event: 'prepare', npm_package_version: '1.0.0' });
  });

  it('keep a change of folder for the commands after it', () => {
    expect(steps({ prepare: 'jest && cd lib && tsc' })[0]!.command.at(-1)).toBe('cd lib && tsc');
  });

  it('look into what runs before and after a script', () => {
    const [step] = steps({ prepare: 'npm run build', prebuild: 'npm test', build: 'tsc', test: 'jest' });
    expect(step!.command.at(-1)).toBe('(tsc)');
  });

  it('may fail where a later script does the same again', () => {
    const both = steps({
      prepublishOnly: 'npm run build',
      prepack: 'npm run build -- --fast',
      build: './build.sh',
    });
    expect(both.map(({ optional }) => optional)).toEqual([true, false]);
  });

  it('end even when scripts run each other', () => {
    expect(
      commands(built({ prepare: 'npm run a', a: 'npm run b', b: 'npm run a && npm run prepare' })),
    ).toContain('npm run prepare');
  });

  it('never make an option of a name', () => {
    const plan = built({ prepare: 'npm run "--prefix=/x"', '--prefix=/x': 'tsc', __proto__: 'tsc' });
    expect(plan.steps.flatMap(({ command }) => command)).not.toContain('--prefix=/x');
  });
});

describe('a build script outside of the publish scripts', () => {
  const files = (fields: object, more: object = {}) => ({
    'package.json': manifest(fields),
    'package-lock.json': packageLock,
    ...more,
  });

  it('goes first when published files are missing and no publish script makes them', () => {
    const first = firstPlan({
      files: files({ main: 'dist/index.js', scripts: { build: 'tsc', test: 'jest' } }),
    });
    expect(commands(first)).toContain('npm run build');
    expect(first.reasons.join()).toContain('the source lacks dist/index.js');
  });

  it('waits for a later plan when nothing is missing', () => {
    const all = plan({ files: files({ main: 'lib.js', scripts: { build: 'tsc' } }, { 'lib.js': '' }) });
    expect(commands(all[0]!)).not.toContain('npm run build');
    expect(commands(all[1]!)).toContain('npm run build');
  });

  it('is not run twice when a publish script runs it', () => {
    const all = plan({
      files: files({ main: 'dist/a.js', scripts: { build: 'tsc', prepack: 'npm run build' } }),
    });
    for (const each of all) expect(commands(each)).not.toContain('npm run build');
  });

  it('goes first when the job that publishes runs it', () => {
    const workflow =
      'jobs: {release: {steps: [{run: "npm ci"}, {run: "npm run build:lib"}, {run: "npm publish"}]}}';
    const fields = { main: 'a.js', scripts: { 'build:lib': 'tsc' } };
    const world = files(fields, { 'a.js': '', '.github/workflows/release.yml': workflow });
    expect(commands(firstPlan({ files: world }))).toContain('npm run build:lib');
  });
});

describe('other steps', () => {
  it('set the version where the source has another', () => {
    const world = { files: { 'package.json': { name: 'example', version: '0.0.0-development' } } };
    expect(commands(firstPlan({ ...world, version: '2.0.0' }))).toContain(
      'npm version --no-git-tag-version --no-workspaces-update --ignore-scripts 2.0.0',
    );
    expect(commands(firstPlan({ ...world, version: '--x' })).join()).not.toContain('npm version');
  });

  it('run scripts of dependencies in a later plan, or at once where a tool is useless without', () => {
    const lock = { ...packageLock, packages: { 'node_modules/x': { hasInstallScript: true } } };
    const files = { 'package.json': manifest(), 'package-lock.json': lock };
    const all = plan({ files });
    expect(commands(all[0]!)).not.toContain('npm rebuild');
    expect(all.some((each) => commands(each).includes('npm rebuild'))).toBe(true);
    const needs = { 'package.json': manifest({ devDependencies: { 'node-sass': '^4.14.0' } }) };
    expect(commands(firstPlan({ files: needs }))).toContain('npm rebuild');
  });

  it('have an environment that never varies', () => {
    const { environment } = firstPlan({ files: { 'package.json': manifest() } });
    expect(environment).toEqual({
      CI: 'true',
      LANG: 'C.UTF-8',
      LC_ALL: 'C.UTF-8',
      SOURCE_DATE_EPOCH: '1763640000',
      TZ: 'UTC',
    });
  });

  it('point lockfile addresses at the proxy, where there are any', () => {
    const lock = {
      ...packageLock,
      packages: { 'node_modules/x': { resolved: 'https://host.example/x/-/x-1.0.0.tgz' } },
    };
    const edits = (content: object) =>
      firstPlan({ files: { 'package.json': manifest(), 'package-lock.json': content } }).edits;
    expect(edits(lock)).toMatchObject([{ path: 'package-lock.json', edit: 'lockfile-addresses' }]);
    expect(edits(packageLock)).toEqual([]);
  });
});
