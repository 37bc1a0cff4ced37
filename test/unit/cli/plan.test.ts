import { describe, expect, it } from 'vitest';
import type { PlannedRelease } from '../../../src/cli/services.js';
import { commandLine } from '../../support/command.js';
import { plan, result, source } from '../../support/result.js';

const withPlan = (planned: Partial<PlannedRelease> = {}) =>
  commandLine({
    pipeline: async () => ({
      verify: () => Promise.reject(new Error('not asked for')),
      planRelease: async () => ({
        release: result().release,
        source: source(),
        failure: null,
        plans: [plan(), plan({ rank: 2, summary: 'pnpm' })],
        ...planned,
      }),
    }),
    planning: async () => ({ planScript: ({ rank }) => `#!/bin/sh\n# plan ${rank} \u202e\n` }),
  });

describe('reprove plan', () => {
  it('prints every plan with the reason for each choice', async () => {
    const { exitCode, stdout } = await (await withPlan({ plans: [plan()] })).run('plan', 'tiny');
    expect(exitCode).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "tiny 1.2.3, from https://git.example/team/tiny at 0123456789ab

      plan 1 dddddddddddd  npm ci, prepare, npm pack
        because    package-lock.json says npm
        tools      node 22.11.0 (.nvmrc)
                   npm 10.9.2 (packageManager)
        lockfile   package-lock.json
        before     2026-01-02T03:04:05.000Z (versions published later do not exist)
        steps      $ npm ci --ignore-scripts, with the registry (package-lock.json is at the revision)
                   $ npm pack (makes the tarball)
      "
    `);
  });

  it('prints the first plan as a script, or that of --rank', async () => {
    const line = await withPlan();
    expect((await line.run('plan', 'tiny', '--shell')).stdout).toContain('# plan 1');
    expect((await line.run('plan', 'tiny', '--shell', '--rank', '2')).stdout).toContain('# plan 2');
  });

  it('leaves a script exact in a pipe and makes it visible on a terminal', async () => {
    const line = await withPlan();
    expect((await line.run('plan', 'tiny', '--shell')).stdout).toBe('#!/bin/sh\n# plan 1 \u202e\n');
    line.terminals.stdout = true;
    expect((await line.run('plan', 'tiny', '--shell')).stdout).toBe('#!/bin/sh\n# plan 1 \\u202e\n');
  });

  it('prints data with --json', async () => {
    const { stdout } = await (await withPlan()).run('plan', 'tiny', '--json', '--rank', '2');
    expect(JSON.parse(stdout)).toMatchObject({ release: { name: 'tiny' }, plans: [{ rank: 2 }] });
  });

  it('refuses a rank that no plan has', async () => {
    const { exitCode, stderr } = await (await withPlan()).run('plan', 'tiny', '--rank', '3');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no plan of rank 3');
  });

  it('exits with 3 when there is none, and says why', async () => {
    const failure = {
      reason: 'no-repository-field',
      message: 'no repository',
      hint: 'Give --source.',
    } as const;
    const line = await withPlan({
      plans: [],
      source: null,
      failure: { ...failure, repository: null, candidates: [] },
    });
    const { exitCode, stderr } = await line.run('plan', 'tiny', '--shell');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: 'no plan: no repository\n  Give --source.\n',
    });
  });
});
