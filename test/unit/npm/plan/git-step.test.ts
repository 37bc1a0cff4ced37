import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifest, packageLock, plan } from './planning.js';

const world = {
  files: {
    'package.json': manifest({ main: 'dist/index.js', scripts: { build: 'node build.js' } }),
    'package-lock.json': packageLock,
  },
};
const found = plan(world).find(({ steps }) => steps.some(({ name }) => name === 'make a git repository'))!;

describe('a git repository for the build', () => {
  it('is made only after a build without one has failed', () => {
    expect(found.remedies).toBe('build');
    expect(plan(world)[0]!.steps.map(({ name }) => name)).not.toContain('make a git repository');
  });

  it('has the source and its tag, and nothing that was installed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'reprove-git-step-'));
    try {
      writeFileSync(join(folder, 'index.ts'), 'export enum A {}\n');
      for (const installed of ['node_modules/x', 'packages/a/node_modules/x']) {
        mkdirSync(join(folder, installed), { recursive: true });
        writeFileSync(join(folder, installed, 'index.js'), '');
      }
      const { command, environment } = found.steps.find(({ name }) => name === 'make a git repository')!;
      const env = { PATH: process.env.PATH, HOME: folder, ...environment };
      execFileSync(command[0]!, command.slice(1), { cwd: folder, env });
      const git = (...parameters: string[]) =>
        execFileSync('git', parameters, { cwd: folder, env }).toString().trim();
      expect(git('ls-files')).toBe('index.ts');
      expect(git('describe', '--tags')).toBe('v1.0.0');
      expect(git('rev-list', '--count', 'HEAD')).toBe('1');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
