import { describe, expect, it } from 'vitest';
import { firstPlan, manifest, plan } from './planning.js';

const range = 'git+https://git.example/team/suite.git';
const resolved = `${range}#0123456789012345678901234567890123456789`;
const edits = (files: Record<string, string | object>, directory = '') =>
  firstPlan({ files, directory })
    .edits.filter(({ edit }) => edit === 'git-dependencies')
    .map(({ path }) => path);

describe('packages of git repositories in a plan', () => {
  const lock = {
    lockfileVersion: 3,
    packages: {
      '': { devDependencies: { suite: range } },
      'node_modules/suite': { resolved, dev: true },
    },
  };
  const files = {
    'package.json': manifest({ devDependencies: { suite: range } }),
    'package-lock.json': lock,
  };

  it('are served before anything is left out', () => {
    expect(edits(files)).toEqual(['package-lock.json', 'package.json']);
    const second = plan({ files })[1]!;
    expect(second.edits.map(({ edit }) => edit)).toEqual([
      'git-dependencies',
      'git-dependencies',
      'leave-out-foreign',
      'leave-out-foreign',
      'lockfile-addresses',
    ]);
  });

  it('are those of the lockfile', () => {
    const none = { lockfileVersion: 3, packages: { '': {} } };
    expect(edits({ ...files, 'package-lock.json': none })).toEqual([]);
  });

  it('are those of the manifests between the package and its lockfile', () => {
    const workspace = {
      'package.json': manifest({ workspaces: ['packages/*'] }),
      'packages/a/package.json': manifest({ devDependencies: { suite: range } }),
      'package-lock.json': lock,
    };
    expect(edits(workspace, 'packages/a')).toEqual(['package-lock.json', 'packages/a/package.json']);
  });

  it('are those of the manifest without a lockfile', () => {
    expect(edits({ 'package.json': files['package.json'] })).toEqual(['package.json']);
  });

  it('need no edit of a manifest for pnpm', () => {
    const text = `lockfileVersion: '9.0'\n\npackages:\n\n  suite@x:\n    resolution: {commit: 0123456789012345678901234567890123456789, repo: https://git.example/team/suite.git, type: git}\n`;
    expect(edits({ 'package.json': files['package.json'], 'pnpm-lock.yaml': text })).toEqual([
      'pnpm-lock.yaml',
    ]);
  });

  it('are left out for yarn Classic by the manifest alone', () => {
    const text = `# yarn lockfile v1\n\n\n"suite@${range}":\n  version "1.0.0"\n  resolved "${resolved}"\n`;
    const plans = plan({ files: { 'package.json': files['package.json'], 'yarn.lock': text } });
    const left = plans.find(({ omitted }) => omitted.some(({ step }) => step === 'install suite'))!;
    expect(left.remedies).toBe('install');
    expect(left.edits.filter(({ edit }) => edit === 'leave-out-foreign').map(({ path }) => path)).toEqual([
      'package.json',
    ]);
  });
});
