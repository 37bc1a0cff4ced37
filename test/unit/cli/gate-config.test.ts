import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { gateConfig } from '../../../src/cli/gate/config.js';
import { temporaryFolder } from '../../support/folder.js';

async function checkout(): Promise<{ root: string; commit: string; io: Parameters<typeof gateConfig>[3] }> {
  const root = await temporaryFolder();
  const git = (...parameters: string[]) =>
    execa('git', ['-c', 'user.name=Me', '-c', 'user.email=me@git.example', ...parameters], { cwd: root });
  await git('init', '--quiet');
  await git('commit', '--quiet', '--allow-empty', '--message', 'x');
  const { stdout: commit } = await git('rev-parse', 'HEAD');
  const output = { write: () => true };
  return {
    root,
    commit,
    io: { cwd: root, env: { HOME: root, PATH: process.env.PATH ?? '' }, stdout: output, stderr: output },
  };
}

it('a commit without a configuration has the defaults', async () => {
  const { root, commit, io } = await checkout();
  expect((await gateConfig(root, commit, undefined, io)).gate).toEqual({ branches: [], tag: 'required' });
});

it('where git can’t tell, no gate is held without the policy that may be there', async () => {
  const { root, commit, io } = await checkout();
  await expect(gateConfig(root, '0'.repeat(40), undefined, io)).rejects.toMatchObject({
    code: 'E_GATE_CONFIG',
    exitCode: 4,
  });
  await rm(join(root, '.git/objects'), { recursive: true });
  await expect(gateConfig(root, commit, undefined, io)).rejects.toMatchObject({ code: 'E_GATE_CONFIG' });
});
