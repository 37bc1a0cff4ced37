import { afterAll, describe, expect, it } from 'vitest';
import { sandboxEngines } from '../support/sandbox-engines.js';
import { workspaceWorld } from '../support/workspace-world.js';

const engines = await sandboxEngines();

describe.each(engines.usable.slice(0, 1))('a package of a workspace, in %s', (engine) => {
  const removals: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const remove of removals) await remove();
  });

  it.each(['npm', 'pnpm'] as const)(
    'is reproduced with %s when its build imports what another package builds',
    { timeout: 300_000 },
    async (manager) => {
      const { world, remove } = await workspaceWorld(manager);
      removals.push(remove);
      const { exitCode, result, stderr } = await world.run([
        'verify',
        'tiny-workspace-app',
        '--json',
        '--sandbox',
        engine,
      ]);
      expect(result.verdict.kind, stderr).toBe('reproduced');
      expect(exitCode).toBe(0);
      const evidence = Object.fromEntries(
        result.comparison!.entries.map((entry) => [entry.path, entry.evidence.kind]),
      );
      expect(evidence['dist/index.js']).toBe('rebuild');
      expect(result.rebuilds).toHaveLength(1);
      expect(result.rebuilds[0]!.plan.steps.map(({ name }) => name)).toContain('run build in packages/base');
      expect(result.rebuilds[0]!.steps.every(({ exitCode: code }) => code === 0)).toBe(true);
    },
  );
});

describe.each(engines.unusable)('%s', (name, reason) => {
  it.skip(`WORKSPACES NOT TESTED IN ${name}: ${reason}`);
});
