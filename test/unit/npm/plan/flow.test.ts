import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../../src/sandbox/schema.js';
import { commands, firstPlan, manifest, packageLock, plan } from './planning.js';

const world = (fields: object, more: Record<string, string | object> = {}) => ({
  files: { 'package.json': manifest(fields), 'package-lock.json': packageLock, '.nvmrc': '24', ...more },
});
const packs = ({ steps }: Plan) => steps.find(({ name }) => name === 'pack')!.directory;
/** What is run between installing and packing; text of the source where a shell runs it. */
const built = ({ steps }: Plan) =>
  steps.filter(({ phase }) => phase === 'build').map(({ command }) => command[4] ?? command.join(' '));
const workflow = (...steps: object[]) => JSON.stringify({ jobs: { publish: { steps } } });
const build = { scripts: { build: 'rollup -c' } };

describe('a published folder', () => {
  it.each<[string, object, Record<string, string | object>]>([
    [
      'the folder of the step',
      build,
      {
        '.github/workflows/a.yml': workflow(
          { run: 'npm run build' },
          { run: 'npm publish', 'working-directory': 'dist' },
        ),
      },
    ],
    [
      'a change of folder',
      build,
      {
        '.github/workflows/a.yml': workflow(
          { run: 'npm ci' },
          { run: 'npm run build' },
          { run: 'cd dist && npm publish' },
        ),
      },
    ],
    [
      'a line of its own',
      build,
      {
        '.github/workflows/a.yml': workflow({ run: 'npm run build\ncd ./dist\nnpm publish --access public' }),
      },
    ],
    ['an argument', { scripts: { ...build.scripts, release: 'npm run build && npm publish ./dist' } }, {}],
    [
      'an action',
      build,
      {
        '.github/workflows/a.yml': workflow(
          { run: 'npm run build' },
          { uses: 'JS-DevTools/npm-publish@v3', with: { package: 'dist/package.json' } },
        ),
      },
    ],
    [
      'a condition around it',
      build,
      {
        '.github/workflows/a.yml': workflow({
          run: 'npm run build\ncd dist\nif [ "$TAG" = next ]; then npm publish --tag next; else npm publish; fi',
        }),
      },
    ],
    [
      'np --contents',
      { scripts: { version: 'npm run build', release: 'np --contents dist', ...build.scripts } },
      {},
    ],
    [
      'np in package.json',
      { scripts: { version: 'npm run build', release: 'np', ...build.scripts }, np: { contents: 'dist' } },
      {},
    ],
    [
      'lerna',
      { scripts: { ...build.scripts, release: 'npm run build && lerna publish' } },
      { 'lerna.json': { command: { publish: { contents: 'dist' } } } },
    ],
    [
      'semantic-release',
      {
        scripts: { ...build.scripts, release: 'npm run build && semantic-release' },
        release: { plugins: [['@semantic-release/npm', { pkgRoot: 'dist' }]] },
      },
      {},
    ],
    [
      'release-it',
      { scripts: { ...build.scripts, release: 'release-it' } },
      { '.release-it.json': { hooks: { 'after:bump': 'npm run build' }, npm: { publishPath: 'dist' } } },
    ],
    [
      'publishConfig.directory',
      {
        scripts: { ...build.scripts, release: 'npm run build && changeset publish' },
        publishConfig: { directory: 'dist' },
      },
      {},
    ],
    [
      'the guard of the package itself',
      { scripts: { ...build.scripts, prepublishOnly: 'echo "Error: must publish from dist/" && exit 1' } },
      {},
    ],
    [
      'a program',
      build,
      { 'scripts/release/publish.js': "await run('npm', ['publish'], { cwd: './dist' });" },
    ],
    [
      'a target of a Makefile',
      build,
      { Makefile: 'DIR = dist\n\nrelease: test\n\tgit push\n\tnpm run build\n\tcd $(DIR)/ && npm publish\n' },
    ],
  ])('is told by %s', (_, fields, files) => {
    const [first, second] = plan(world(fields, files));
    expect(packs(first!)).toBe('dist');
    expect(built(first!)).toEqual(['npm run build']);
    expect(packs(second!)).toBe('');
  });

  it('is not another package, nor outside of the repository, nor for a trial', () => {
    const publishes = (run: string) =>
      plan(world(build, { 'dist/package.json': '{}', '.github/workflows/a.yml': workflow({ run }) }));
    for (const run of [
      'cd dist && npm publish',
      'cd ../x && npm publish',
      'cd /tmp && npm publish',
      'npm publish dist --dry-run',
    ])
      for (const each of publishes(run)) expect(packs(each)).toBe('');
  });

  it('has scripts of its own: only those that installing runs are run', () => {
    const scripts = { ...build.scripts, prepare: 'tsc', prepublishOnly: 'rollup -c other.js' };
    const files = { '.github/workflows/a.yml': workflow({ run: 'npm run build && npm publish dist' }) };
    expect(built(firstPlan(world({ scripts }, files)))).toEqual(['npm run prepare', 'npm run build']);
  });
});

describe('commands before the publish', () => {
  it('are those of the job in order, without what needs a host or only checks', () => {
    const run = [
      'npm ci',
      'npm install -g npm',
      'npm test',
      'npx playwright test',
      'npm run build',
      'npm run babel',
      'npm publish',
    ];
    const fields = { scripts: { ...build.scripts, babel: 'babel src -d esm', test: 'jest' } };
    const first = firstPlan(
      world(fields, { '.github/workflows/a.yml': workflow(...run.map((line) => ({ run: line }))) }),
    );
    expect(built(first)).toEqual(['npm run build', 'npm run babel']);
    expect(first.omitted.map(({ step }) => step)).toEqual([
      'npm ci',
      'npm install -g npm',
      'npm test',
      'npx playwright test',
    ]);
  });

  it('have the plain values of their environment, and no secret', () => {
    const env = { NODE_ENV: 'production', NPM_TOKEN: 'x', TAG: `\${{ github.ref }}`, PATH: '/x', 'a b': '1' };
    const files = {
      '.github/workflows/a.yml': workflow({ run: 'npm run build', env }, { run: 'npm publish' }),
    };
    const step = firstPlan(world(build, files)).steps.find(({ name }) => name === 'run build');
    expect(step!.environment).toEqual({ NODE_ENV: 'production' });
  });

  it('are never made of values that only the host knows', () => {
    const run = ['npm run build', `./tool \${{ secrets.X }} build`, 'npm publish'];
    const files = { '.github/workflows/a.yml': workflow(...run.map((line) => ({ run: line }))) };
    for (const each of plan(world(build, files))) expect(commands(each).join()).not.toContain('secrets');
  });

  it('come of the scripts that npm version runs', () => {
    const scripts = {
      ...build.scripts,
      version: 'npm run build && node stamp.js && git add -A',
      postversion: 'git push',
    };
    const all = plan(world({ scripts, main: 'dist/a.js' }));
    expect(all.map(built)).toContainEqual(['npm run build', 'node stamp.js']);
  });

  it('come of what semantic-release executes', () => {
    const release = {
      plugins: [['@semantic-release/exec', { prepareCmd: `node build.js \${nextRelease.version}` }]],
    };
    const all = plan(world({ scripts: { release: 'semantic-release' }, release }));
    expect(all.map(built)).toContainEqual(['node build.js 1.0.0']);
  });

  it('are a task of a runner where no script builds', () => {
    const jakefile = "task('build', ['lint'], function () {});";
    const fields = { scripts: {}, main: 'a.min.js', devDependencies: { jake: '^8' } };
    expect(built(firstPlan(world(fields, { 'jakefile.js': jakefile })))).toEqual(['jake build']);
  });
});

describe('a release script', () => {
  const script = '#!/bin/sh\nset -e\nfor f in a b; do cp $f out; done\ncd out\nnpm publish\n';

  it('that is not understood is run with stand-ins, which pack when it publishes', () => {
    const first = firstPlan(
      world({ scripts: { release: './scripts/release.sh' } }, { 'scripts/release.sh': script }),
    );
    expect(first.steps.map(({ name }) => name)).toEqual([
      'install',
      'make stand-ins',
      'run release script',
      'pack',
    ]);
    const run = first.steps.find(({ name }) => name === 'run release script')!;
    expect(run.command[4]).toBe('./scripts/release.sh');
    expect(run.command[2]).toContain('PATH="$PWD/node_modules/.reprove-stand-ins:');
    expect(run.optional).toBe(true);
  });

  it('gets the version where it asks for one', () => {
    const asks = (text: string) =>
      firstPlan(
        world({ scripts: { release: './release.sh' } }, { 'release.sh': `${text}\n${script}` }),
      ).steps.find(({ name }) => name === 'run release script')!;
    expect(asks('echo $1 > VERSION').command[4]).toBe('./release.sh 1.0.0');
    expect(asks('[[ "$VERSION" =~ ^v[0-9] ]]').environment.VERSION).toBe('v1.0.0');
  });

  it('gets what it wants the environment to tell it, where that may be production', () => {
    const runs = (guard: string) =>
      firstPlan(
        world({ scripts: { release: './release.sh' } }, { 'release.sh': `${guard}\n${script}` }),
      ).steps.find(({ name }) => name === 'run release script')!.environment;
    expect(runs('if [ -z "$APP_ENV" ]\nthen\n echo "staging or production?"\nfi')).toMatchObject({
      APP_ENV: 'production',
    });
    expect(runs('if [ -z "$TOKEN" ]\nthen\n echo "who are you?"\nfi')).not.toHaveProperty('TOKEN');
  });

  it('is found in its usual place when no script names it', () => {
    const first = firstPlan(world({}, { 'scripts/release/release.sh': script }));
    expect(built(first)).toContain('./scripts/release/release.sh');
  });

  it('may be a program, where a job starts it: elsewhere it may wait for answers', () => {
    const program = "execa('npm', ['publish', folder]);\n";
    const files = { 'scripts/publish.js': program };
    const start = 'node scripts/publish.js';
    const job = workflow({ run: 'npm run build' }, { run: start });
    const plans = plan(world({ scripts: { build: 'tsc' } }, { ...files, '.github/workflows/r.yml': job }));
    expect(built(plans[0]!)).not.toContain(start);
    expect(plans.flatMap(built)).toContain(start);
    const all = plan(world({ scripts: { build: 'tsc', release: start } }, files));
    expect(all.flatMap(built)).not.toContain(start);
  });

  it('never meets text of the release', () => {
    const files = {
      'package.json': manifest({ scripts: { release: './release.sh' } }),
      'release.sh': script,
    };
    for (const hostile of [{ name: "x'; id; '" }, { version: '$(id)' }]) {
      const { steps } = firstPlan({ files, ...hostile });
      expect(JSON.stringify(steps.filter(({ phase }) => phase === 'build'))).not.toMatch(/; id;|\$\(id\)/);
    }
  });

  it('is the tool that publishes a changed copy', () => {
    const first = firstPlan(world({ devDependencies: { 'clean-publish': '^4' } }));
    expect(built(first)).toContain('clean-publish');
  });
});

describe('hostile texts end, and give plans', () => {
  const many = Array.from({ length: 30 }, (_, index) => `s${index}`);
  const all = (one: (name: string) => string) => many.map(one).join(' && ');
  it.each<[string, Record<string, string>, Record<string, string>]>([
    [
      'scripts that run each other',
      {},
      { a: 'npm run b && npm publish', b: 'npm run a && npm run b', release: 'npm run a' },
    ],
    [
      'scripts that run all others',
      {},
      Object.fromEntries(
        many.map((name) => [name, `${all((other) => `npm run ${other}`)} && echo 'x; npm publish'`]),
      ),
    ],
    [
      'shell files that run all others',
      Object.fromEntries(many.map((name) => [`scripts/${name}.sh`, all((other) => `./scripts/${other}.sh`)])),
      { release: './scripts/s1.sh' },
    ],
    [
      'targets that need all others',
      { Makefile: many.map((name) => `${name}: ${many.join(' ')}\n\tnpm publish $(X)\n`).join('') },
      {},
    ],
    [
      'variables that grow',
      { Makefile: `X = a\n${'X = $(X)$(X)\n'.repeat(50)}b:\n${'\tnpm publish $(X)\n'.repeat(5_000)}` },
      {},
    ],
    [
      'long lines',
      {
        Makefile: `a${' '.repeat(100_000)}b`,
        'scripts/release.sh': `${'('.repeat(50_000)}npm publish ${'a/'.repeat(20_000)}`,
      },
      {},
    ],
    [
      'configuration that names itself',
      { '.releaserc': 'a: &a [*a, *a]', '.travis.yml': '- - -' },
      { release: 'semantic-release' },
    ],
    [
      'a job of many lines',
      { '.github/workflows/a.yml': workflow({ run: `${'npm run a\n'.repeat(5_000)}npm publish` }) },
      { a: 'tsc' },
    ],
  ])('%s', (_, files, scripts) => {
    const started = performance.now();
    expect(plan(world({ scripts }, files)).length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
