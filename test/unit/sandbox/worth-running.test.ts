import { describe, expect, it } from 'vitest';
import type { FailureKind } from '../../../src/sandbox/failure-kinds.js';
import type { Plan, Rebuild } from '../../../src/sandbox/schema.js';
import { worthRunning } from '../../../src/sandbox/worth-running.js';
import { plan, rebuild } from '../../support/result.js';

const [install, pack] = plan().steps as [Plan['steps'][0], Plan['steps'][0]];
const build: Plan['steps'][0] = {
  ...install,
  name: 'run build',
  phase: 'build',
  command: ['npm', 'run', 'build'],
  network: 'none',
};
const base = plan({ steps: [install, build, pack] });
const other = (fields: Partial<Plan>): Plan => ({ ...base, rank: 2, ...fields });

function failedAt(step: Plan['steps'][0] | null, of: Plan = base, kind: FailureKind | null = null): Rebuild {
  const because = kind && { kind, about: null, line: null };
  const failure = { cause: 'failed', message: 'it failed', step: step?.name ?? null, because };
  return rebuild({ plan: of, outcome: 'failed', failure });
}

describe('worthRunning', () => {
  const relaxed = other({
    steps: [{ ...install, command: ['npm', 'install'] }, build, pack],
    remedies: 'install',
  });

  it.each<[string, Rebuild[], boolean]>([
    ['not before anything ran', [], false],
    ['not after a plan that packed', [rebuild({ plan: base })], false],
    ['not after a failure of another phase', [failedAt(build)], false],
    ['after a failure of its phase', [failedAt(install)], true],
    ['after one of several', [rebuild({ plan: base }), failedAt(install)], true],
  ])('runs what remedies a failed install %s', (_, before, worth) => {
    expect(worthRunning(relaxed, before)).toBe(worth);
  });

  const packedOtherwise = other({ steps: [install, build, { ...pack, command: ['pnpm', 'pack'] }] });

  it('skips what starts with the very steps that failed', () => {
    expect(worthRunning(packedOtherwise, [failedAt(build)])).toBe(false);
  });

  it('skips it whatever the reasons given for its steps are', () => {
    const told = packedOtherwise.steps.map((step) => ({ ...step, reason: 'another' }));
    expect(worthRunning({ ...packedOtherwise, steps: told }, [failedAt(build)])).toBe(false);
  });

  it.each<[string, Partial<Plan>]>([
    ['another command before the failure', { steps: [install, { ...build, command: ['true'] }, pack] }],
    ['another folder', { steps: [install, { ...build, directory: 'packages/a' }, pack] }],
    ['another environment of a step', { steps: [install, { ...build, environment: { A: '1' } }, pack] }],
    ['the network in a step', { steps: [install, { ...build, network: 'registry' }, pack] }],
    ['a step less', { steps: [install, pack] }],
    ['a tool of another version', { tools: [{ name: 'node', version: '20.0.0', reason: '' }] }],
    ['another environment', { environment: { A: '1' } }],
    ['another day', { before: null }],
    ['no lockfile', { lockfile: null }],
    ['an edit', { edits: [{ path: 'yarn.lock', edit: 'lockfile-addresses', reason: '' }] }],
  ])('runs a plan with %s after a failed build', (_, fields) => {
    expect(worthRunning(other(fields), [failedAt(build)])).toBe(true);
  });

  it('runs a plan that differs only after the failure of a plan that had no failed step', () => {
    expect(worthRunning(packedOtherwise, [failedAt(null)])).toBe(true);
  });

  it('runs a plan after one of the same start that packed', () => {
    expect(worthRunning(packedOtherwise, [rebuild({ plan: base })])).toBe(true);
  });

  it.each<[FailureKind | null, boolean]>([
    ['lockfile-mismatch', true],
    [null, true],
    ['compiler-missing', false],
  ])('after an install that failed with %s runs what remedies a mismatch: %s', (kind, worth) => {
    const against = { ...relaxed, against: ['lockfile-mismatch' as const] };
    expect(worthRunning(against, [failedAt(install, base, kind)])).toBe(worth);
  });

  const otherNode = other({ tools: [{ name: 'node', version: '20.0.0', reason: '' }, base.tools[1]!] });

  it.each<[FailureKind, boolean]>([
    ['engine-mismatch', true],
    ['test-failure', true],
    ['missing-script', false],
    ['git-dependency', false],
    ['dependency-not-found', false],
  ])('after %s runs the same steps on another node: %s', (kind, worth) => {
    expect(worthRunning(otherNode, [failedAt(build, base, kind)])).toBe(worth);
  });
});
