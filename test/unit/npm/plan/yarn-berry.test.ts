import { describe, expect, it } from 'vitest';
import { commands, firstPlan, manifest, plan, toolVersion } from './planning.js';

const lock = (format: number): string => `__metadata:\n  version: ${format}\n  cacheKey: 8\n`;
const berry = (files: Record<string, string | object> = {}) => ({
  'package.json': manifest(),
  'yarn.lock': lock(8),
  ...files,
});

describe('yarn 2 and later', () => {
  it('installs to the letter of its lockfile, without scripts', () => {
    const first = firstPlan({ files: berry() });
    expect(commands(first)[0]).toBe('yarn install --immutable --mode=skip-build');
    expect(first.lockfile).toBe('yarn.lock');
    const old = firstPlan({ files: berry({ 'yarn.lock': lock(4) }), day: '2021-03-01' });
    expect(commands(old)[0]).toBe('yarn install --immutable --skip-builds');
  });

  it.each([
    [4, '2.4.2'],
    [5, '3.1.1'],
    [6, '3.8.7'],
    [8, '4.11.0'],
  ])('is of a version that writes format %s', (format, expected) => {
    expect(toolVersion(firstPlan({ files: berry({ 'yarn.lock': lock(format) }) }), 'yarn-berry')).toBe(
      expected,
    );
  });

  it('is the one that packageManager pins', () => {
    const files = berry({ 'package.json': manifest({ packageManager: 'yarn@4.5.0+sha224.00' }) });
    expect(toolVersion(firstPlan({ files }), 'yarn-berry')).toBe('4.5.0');
  });

  it('is the one that yarnPath carries along, whatever packageManager says', () => {
    const files = berry({
      'package.json': manifest({ packageManager: 'yarn@4.5.0' }),
      '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-4.11.0.cjs\n',
    });
    const first = firstPlan({ files });
    expect(toolVersion(first, 'yarn-berry')).toBe('4.11.0');
    expect(first.environment.YARN_IGNORE_PATH).toBeUndefined();
  });

  it('is run as the source carries it where that version can’t be had', () => {
    const settings = { '.yarnrc.yml': 'yarnPath: ".yarn/releases/yarn-4.2.1.cjs"\n' };
    const files = berry({ ...settings, '.yarn/releases/yarn-4.2.1.cjs': '' });
    const first = firstPlan({ files });
    expect(toolVersion(first, 'yarn-berry')).toBe('4.5.0');
    expect(first.environment.YARN_IGNORE_PATH).toBe('false');
    expect(firstPlan({ files: berry(settings) }).environment.YARN_IGNORE_PATH).toBeUndefined();
  });

  it('is told no setting that its version stops at', () => {
    const settings = (format: number) =>
      Object.keys(firstPlan({ files: berry({ 'yarn.lock': lock(format) }) }).environment);
    expect(settings(6)).not.toContain('YARN_ENABLE_HARDENED_MODE');
    expect(settings(6)).not.toContain('YARN_NPM_MINIMAL_AGE_GATE');
    expect(settings(8)).toContain('YARN_NPM_MINIMAL_AGE_GATE');
    const files = berry({ 'package.json': manifest({ packageManager: 'yarn@4.5.0' }) });
    const early = Object.keys(firstPlan({ files }).environment);
    expect(early).toContain('YARN_ENABLE_HARDENED_MODE');
    expect(early).not.toContain('YARN_NPM_MINIMAL_AGE_GATE');
  });

  it('keeps its cache in the work folder unless programs are in node_modules', () => {
    const cache = (settings: string) =>
      firstPlan({ files: berry({ '.yarnrc.yml': settings }) }).environment.YARN_ENABLE_GLOBAL_CACHE;
    expect(cache('')).toBe('false');
    expect(cache('nodeLinker: pnp\n')).toBe('false');
    expect(cache('nodeLinker: node-modules\n')).toBe('true');
    expect(cache('nodeLinker: "pnpm"\n')).toBe('true');
  });

  it('gets an empty value for each variable that its settings name, but never for what everything needs', () => {
    const settings = ['SOME_TOKEN', 'PATH', 'YARN_IGNORE_PATH', 'CI']
      .map((name) => `${name.toLowerCase()}: "$\{${name}}"\n`)
      .join('');
    const { environment } = firstPlan({ files: berry({ '.yarnrc.yml': settings }) });
    expect(environment).toMatchObject({ SOME_TOKEN: '', CI: 'true' });
    expect(environment).not.toHaveProperty('PATH');
    expect(environment).not.toHaveProperty('YARN_IGNORE_PATH');
  });

  it('loses settings that lead to other hosts for the install', () => {
    const settings = 'npmScopes:\n  team:\n    npmRegistryServer: "https://npm.team.example"\n';
    const { edits } = firstPlan({ files: berry({ '.yarnrc.yml': settings }) });
    expect(edits).toMatchObject([{ path: '.yarnrc.yml', edit: 'yarnrc-hosts' }]);
    expect(firstPlan({ files: berry({ '.yarnrc.yml': 'nodeLinker: pnp\n' }) }).edits).toEqual([]);
  });

  it('runs prepublish and prepack, without scripts before and after', () => {
    const scripts = {
      prepublish: 'tsc -b',
      prepack: 'rollup -c',
      postprepack: 'rm x',
      prepare: 'tsc',
      prepublishOnly: 'tsc',
    };
    const files = berry({ 'package.json': manifest({ scripts, dependencies: { a: 'workspace:^' } }) });
    expect(commands(firstPlan({ files })).slice(1, 3)).toEqual(['yarn run prepublish', 'yarn run prepack']);
  });

  it('runs what is left of a trimmed script, since programs may be in no folder', () => {
    const scripts = { prepack: 'eslint . && rollup -c && tsc' };
    const files = berry({ 'package.json': manifest({ scripts }) });
    expect(firstPlan({ files }).steps[1]!.command).toEqual(['yarn', 'exec', 'sh', '-c', 'rollup -c && tsc']);
  });

  it('packs with its scripts silenced, and npm packs in another plan', () => {
    const all = plan({ files: berry({ 'package.json': manifest({ dependencies: { a: 'workspace:^' } }) }) });
    const command = all[0]!.steps.at(-1)!.command;
    expect(command[2]).toContain('YARN_PLUGINS');
    expect(command.slice(4)).toEqual([
      'node_modules/.reprove-quiet',
      'yarn',
      'pack',
      '--out',
      'node_modules/.reprove-output/package.tgz',
    ]);
    expect(all[1]!.summary).toMatch(/, npm pack$/);
  });

  it('is what publishes where a script says `yarn npm publish`', () => {
    const files = berry({ 'package.json': manifest({ scripts: { release: 'yarn npm publish' } }) });
    expect(firstPlan({ files }).reasons.join()).toContain(
      'packed with yarn-berry: the source publishes with it',
    );
  });

  it.each([
    ['an older format of its own', lock(6)],
    ['a lockfile of Classic', '# yarn lockfile v1\n\n\na@^1:\n  version "1.0.0"\n'],
  ])('is not held to the letter of %s, which it writes anew', (_, text) => {
    const files = berry({
      'package.json': manifest({ packageManager: 'yarn@4.5.0' }),
      'yarn.lock': text,
    });
    const first = firstPlan({ files });
    expect(first.lockfile).toBe('yarn.lock');
    expect(toolVersion(first, 'yarn-berry')).toBe('4.5.0');
    expect(commands(first)[0]).toContain('--no-immutable');
    expect(first.reasons.join()).toContain('yarn 4.5.0 writes an older format anew');
  });

  it('takes over no lockfile of Classic that nothing asks it to', () => {
    const all = plan({ files: berry({ 'yarn.lock': '# yarn lockfile v1\n' }) });
    expect(all.map((each) => toolVersion(each, 'yarn-berry'))).not.toContainEqual(expect.anything());
  });

  it('obeys the lockfile where it can in a later plan, checksums included', () => {
    const relaxed = plan({ files: berry() }).find(({ remedies }) => remedies === 'install');
    expect(relaxed!.steps[0]).toMatchObject({
      command: ['yarn', 'install', '--no-immutable', '--mode=skip-build'],
      environment: { YARN_CHECKSUM_BEHAVIOR: 'ignore' },
    });
    expect(relaxed!.edits).toMatchObject([{ path: 'package.json', edit: 'leave-out-lost' }]);
  });
});
