import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { gateConfig } from '../../../src/cli/gate/config.js';
import { temporaryFolder } from '../../support/folder.js';
import { gitRepository } from '../../support/git-repository.js';

/** What a gate obeys in a repository with these files. */
async function obeyed(files: Record<string, string>, flag?: string) {
  const repository = await gitRepository();
  try {
    const commit = await repository.commit({ 'package.json': '{}', ...files });
    const root = join(await temporaryFolder(), 'checkout');
    await execa('git', ['clone', '--quiet', repository.path, root]);
    const stream = { write: () => undefined };
    const io = { stdout: stream, stderr: stream, cwd: root, env: { HOME: root, PATH: process.env.PATH } };
    return await gateConfig(root, commit, flag, io);
  } finally {
    await repository.remove();
  }
}

it('a gate obeys JSON in the commit, and refuses a program there that nobody names', async () => {
  const program = { 'reprove.config.ts': 'export default {};' };
  const json = { 'reprove.config.json': '{ "policy": { "inert": "fail" } }' };
  expect((await obeyed(json)).policy.inert).toBe('fail');
  expect((await obeyed({ ...json, ...program })).policy.inert).toBe('fail');
  await expect(obeyed(program)).rejects.toMatchObject({ code: 'E_CONFIG_PROGRAM', exitCode: 2 });
  expect((await obeyed(program, 'reprove.config.ts')).policy.inert).toBe('pass');
});
