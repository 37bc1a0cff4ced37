import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FailedStep } from '../../../../src/ecosystem.js';
import { readFailure } from '../../../../src/npm/failures/read-failure.js';
import type { FailureKind } from '../../../../src/sandbox/failure-kinds.js';
import { plan, stepOutcome } from '../../../support/result.js';

const [install] = plan().steps as [FailedStep['step']];
const build: FailedStep['step'] = { ...install, name: 'run build', phase: 'build', network: 'none' };

function read(step: FailedStep['step'], log: string, fields: Partial<FailedStep> = {}) {
  return readFailure({ step, outcome: stepOutcome({ exitCode: 1 }), log, refusals: [], ...fields });
}

const installing: [FailureKind, string | null, string][] = [
  ['engine-mismatch', null, 'npm ERR! code EBADENGINE\nnpm ERR! engine Unsupported engine'],
  [
    'engine-mismatch',
    'node',
    'error jsdom@16.0.0: The engine "node" is incompatible with this module. Expected version ">=10". Got "8.17.0"',
  ],
  [
    'engine-mismatch',
    null,
    ' ERR_PNPM_UNSUPPORTED_ENGINE  Unsupported environment (bad pnpm and/or Node.js version)',
  ],
  ['engine-mismatch', 'Node.js v8.17.0', 'ERROR: npm v10.1.0 is known not to run on Node.js v8.17.0.'],
  [
    'lockfile-mismatch',
    null,
    'npm ERR! `npm ci` can only install packages when your package.json and package-lock.json are in sync.',
  ],
  [
    'lockfile-mismatch',
    null,
    'error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.',
  ],
  [
    'lockfile-mismatch',
    'OUTDATED_LOCKFILE',
    ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile" because pnpm-lock.yaml is not up to date',
  ],
  [
    'lockfile-mismatch',
    null,
    '➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden.',
  ],
  ['lockfile-mismatch', null, 'error: lockfile had changes, but lockfile is frozen'],
  ['peer-conflict', null, 'npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree'],
  [
    'git-dependency',
    'ssh://git@github.com/team/suite.git',
    'npm ERR! command git --no-replace-objects ls-remote ssh://git@github.com/team/suite.git',
  ],
  [
    'git-dependency',
    'https://github.com/team/suite.git',
    "Arguments: ls-remote --tags\nfatal: unable to access 'https://github.com/team/suite.git': Could not resolve host: github.com",
  ],
  ['git-dependency', null, 'npm ERR! code ENOENT\nnpm ERR! syscall spawn git\nnpm ERR! path git'],
  [
    'git-dependency',
    'https://codeload.github.com/team/x/tar.gz/1',
    'ERR fetch https://codeload.github.com/team/x/tar.gz/1',
  ],
  [
    'dependency-not-found',
    'babel-eslint@^7.1.1',
    'npm ERR! notarget No matching version found for babel-eslint@^7.1.1.',
  ],
  ['dependency-not-found', 'left-pad@9', "npm ERR! 404  'left-pad@9' is not in this registry."],
  ['dependency-not-found', 'x', `error Couldn't find any versions for "x" that matches "^9"`],
  [
    'dependency-not-found',
    'fsevents/-/fsevents-1.0.15.tgz',
    'error http://127.0.0.1:4873/fsevents/-/fsevents-1.0.15.tgz: Request failed "404 Not Found"',
  ],
  [
    'dependency-not-found',
    'tiny@^3.0.0',
    ' ERR_PNPM_NO_MATCHING_VERSION  No matching version found for tiny@^3.0.0',
  ],
  ['network-refused', 'files.example.org', 'error Error: getaddrinfo EAI_AGAIN files.example.org'],
];

const building: [FailureKind, string | null, string][] = [
  [
    'engine-mismatch',
    'primordials',
    'fs.js:44\nReferenceError: primordials is not defined\n    at fs.js:44:5',
  ],
  ['engine-mismatch', 'ERR_OSSL_EVP_UNSUPPORTED', "  code: 'ERR_OSSL_EVP_UNSUPPORTED'"],
  [
    'engine-mismatch',
    "Unexpected token '?'",
    "    return a ?? b;\n              ^\n\nSyntaxError: Unexpected token '?'\n    at wrapSafe (internal/modules/cjs/loader.js:1054:16)",
  ],
  [
    'engine-mismatch',
    'Object.fromEntries',
    'TypeError: Object.fromEntries is not a function\n    at x.js:1:1',
  ],
  ['engine-mismatch', 'structuredClone', 'ReferenceError: structuredClone is not defined'],
  ['engine-mismatch', 'node:fs', "Error: Cannot find module 'node:fs'"],
  [
    'network-refused',
    'nodejs.org',
    'gyp ERR! stack FetchError: request failed, reason: getaddrinfo ENOTFOUND nodejs.org',
  ],
  ['network-refused', '140.82.121.4:443', 'Error: connect ECONNREFUSED 140.82.121.4:443'],
  ['compiler-missing', 'make', 'gyp ERR! stack Error: not found: make'],
  ['compiler-missing', 'g++', 'make: g++: not found'],
  ['repository-missing', null, 'fatal: not a git repository (or any of the parent directories): .git'],
  ['missing-script', 'bundle', 'npm ERR! missing script: bundle'],
  ['missing-script', 'bundle', 'npm error Missing script: "bundle"'],
  ['missing-script', 'bundle', 'error Command "bundle" not found.'],
  ['missing-command', 'rollup', 'sh: 1: rollup: not found'],
  ['missing-command', 'rollup', 'sh: line 1: rollup: command not found'],
  ['missing-command', 'hugo', 'Error: spawn hugo ENOENT'],
  ['missing-module', './binding.node', "Error: Cannot find module './binding.node'\nRequire stack:"],
  [
    'missing-module',
    '@esbuild/linux-x64',
    'Error: The package "@esbuild/linux-x64" could not be found, and is needed by esbuild.',
  ],
  [
    'type-errors',
    'TS2307',
    "../keys.ts(1,26): error TS2307: Cannot find module '@x/types' or its declarations.",
  ],
  ['type-errors', 'TS2345', "src/a.ts:1:2 - \x1b[31merror\x1b[0m TS2345: Argument of type 'A'"],
  ['test-failure', '3 failing', '  40 passing (2s)\n  3 failing'],
  ['test-failure', '2 failed', 'Tests:       2 failed, 90 passed, 92 total'],
  ['test-failure', '1 failed', ' Test Files  1 failed | 4 passed (5)'],
  ['lint-failure', '2 problems', '✖ 2 problems (1 error, 1 warning)'],
];

describe('readFailure', () => {
  it.each(installing)('reads %s (%s) in the log of an install', (kind, about, log) => {
    expect(read(install, log)).toMatchObject({ kind, about });
  });

  it.each(building)('reads %s (%s) in the log of a build', (kind, about, log) => {
    expect(read(build, log)).toMatchObject({ kind, about });
  });

  it.each<[FailureKind, FailedStep['outcome']['endedBy']]>([
    ['out-of-memory', 'memory'],
    ['out-of-disk', 'disk'],
    ['out-of-time', 'wall-time'],
    ['out-of-time', 'cpu-time'],
  ])('reads %s where the sandbox ended the step by %s', (kind, endedBy) => {
    const outcome = stepOutcome({ exitCode: null, endedBy });
    expect(read(build, '', { outcome })).toEqual({ kind, about: endedBy, line: null });
  });

  it('reads a heap that was full although the step ended by itself', () => {
    const log =
      'FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory';
    expect(read(build, log)?.kind).toBe('out-of-memory');
  });

  it('tells the line that says so', () => {
    const log = 'first\nsh: 1: rollup: not found  \nlast';
    expect(read(build, log)?.line).toBe('sh: 1: rollup: not found');
  });

  it('takes no warning for a reason', () => {
    expect(
      read(install, 'npm WARN EBADENGINE Unsupported engine {\nnpm warn ERESOLVE overriding peer dependency'),
    ).toBe(null);
  });

  it('takes a syntax error that a tool reports about its input for none of node', () => {
    expect(read(build, "SyntaxError: Unexpected token '?'\n    at Parser.raise (/x/parser.js:1:1)")).toBe(
      null,
    );
  });

  it('takes what only installs fail by for no reason of a build', () => {
    expect(read(build, 'see https://gitlab.com/team/tool and npm ERR! code ERESOLVE')).toBe(null);
  });

  it('names the last refusal where an install says nothing known', () => {
    const refusals = ['GET /a: the registry has no such package', 'GET /b: the registry has no such package'];
    expect(read(install, 'exit', { refusals })).toEqual({
      kind: 'network-refused',
      about: 'GET /b: the registry has no such package',
      line: null,
    });
    expect(read(build, 'exit', { refusals })).toBe(null);
  });

  it('knows nothing of an unknown text', () => {
    expect(read(build, 'something went wrong')).toBe(null);
  });

  it('never throws, and tells little of whatever the log holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (log) => {
        const found = read(install, log);
        return found === null || (found.about ?? '').length <= 200;
      }),
    );
  });

  it('is done soon with a long log of long lines', () => {
    const log = `${'npm ERR! git ls-remote '.repeat(40)}\n`.repeat(5_000) + ' at'.repeat(100_000);
    const started = performance.now();
    read(install, log);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
