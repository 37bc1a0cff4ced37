import { describe, expect, it } from 'vitest';
import { lockfileDifferences } from '../../../../src/npm/publishing/lockfile-in-step.js';

const manifests = (root: object, member?: object) =>
  new Map<string, Record<string, unknown>>([
    ['', { name: 'root', ...root }],
    ...(member === undefined
      ? []
      : ([['packages/a', { name: 'a', ...member }]] as [string, Record<string, unknown>][])),
  ]);
const both = manifests({ dependencies: { ws: '^8.0.0' } }, { devDependencies: { tap: '^16.0.0' } });

/** A lockfile of each kind that has these ranges. */
const lockfiles = (ws: string, tap: string): [string, string][] => [
  [
    'package-lock.json',
    JSON.stringify({
      packages: { '': { dependencies: { ws } }, 'packages/a': { devDependencies: { tap } } },
    }),
  ],
  [
    'pnpm-lock.yaml',
    `importers:\n  .:\n    dependencies:\n      ws:\n        specifier: ${ws}\n        version: 8.1.0\n  packages/a:\n    devDependencies:\n      tap:\n        specifier: ${tap}\n        version: 16.0.0\n`,
  ],
  [
    'pnpm-lock.yaml',
    `importers:\n  .:\n    specifiers:\n      ws: ${ws}\n    dependencies:\n      ws: 8.1.0\n  packages/a:\n    specifiers:\n      tap: ${tap}\n    devDependencies:\n      tap: 16.0.0\n`,
  ],
  [
    'yarn.lock',
    `# yarn lockfile v1\n\n"tap@>=1", tap@${tap}:\n  version "16.0.0"\n\nws@${ws}:\n  version "8.1.0"\n`,
  ],
  [
    'yarn.lock',
    `__metadata:\n  version: 8\n\n"tap@npm:${tap}, tap@npm:>=1":\n  version: 16.0.0\n\n"ws@npm:${ws}":\n  version: 8.1.0\n`,
  ],
  [
    'bun.lock',
    `{\n  "lockfileVersion": 1,\n  "workspaces": {\n    "": { "dependencies": { "ws": "${ws}", }, },\n    "packages/a": { "devDependencies": { "tap": "${tap}", }, },\n  },\n}`,
  ],
];

describe('whether a lockfile is in step', () => {
  it.each(lockfiles('^8.0.0', '^16.0.0'))('it is, in %s', (name, text) => {
    expect(lockfileDifferences(name, text, both)).toEqual([]);
  });

  it.each(lockfiles('^7.0.0', '^16.0.0'))('another range of the root is told, in %s', (name, text) => {
    expect(lockfileDifferences(name, text, both)).toEqual([
      expect.stringMatching(/^ws is asked for as "\^8\.0\.0", and the lockfile /),
    ]);
  });

  it.each(lockfiles('^8.0.0', '^15.0.0'))('another range of a member is told, in %s', (name, text) => {
    expect(lockfileDifferences(name, text, both)).toEqual([
      expect.stringMatching(/^packages\/a: tap is asked for as "\^16\.0\.0", and the lockfile /),
    ]);
  });

  it('what the lockfile lacks is told', () => {
    expect(
      lockfileDifferences(
        'package-lock.json',
        '{ "packages": { "": {} } }',
        manifests({ dependencies: { ws: '8' } }),
      ),
    ).toEqual(['ws is asked for as "8", and the lockfile does not have it']);
  });

  it('says nothing where the lockfile does not tell, and where a range is of the project itself', () => {
    expect(
      lockfileDifferences('package-lock.json', '{ "lockfileVersion": 1, "dependencies": {} }', both),
    ).toBeNull();
    expect(lockfileDifferences('bun.lockb', 'x', both)).toBeNull();
    const own = manifests({ dependencies: { a: '^1.0.0', b: 'workspace:*' } }, {});
    expect(lockfileDifferences('yarn.lock', '# yarn lockfile v1\n', own)).toEqual([]);
  });

  it('does not take what is broken for what is in step', () => {
    expect(lockfileDifferences('package-lock.json', '{', both)).toEqual(["package-lock.json can't be read"]);
    expect(lockfileDifferences('pnpm-lock.yaml', 'a: [', both)).toEqual(["pnpm-lock.yaml can't be read"]);
  });
});
