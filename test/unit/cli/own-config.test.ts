import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownConfig } from '../../../src/cli/own-config.js';
import { temporaryFolder } from '../../support/folder.js';
import { configuration, hookedWaivers } from '../../support/policy.js';

const config = configuration({ policy: { inert: 'fail' }, waivers: hookedWaivers() });
const remote = (url: string) => `[remote "origin"]\n\turl = ${url}\n`;

/** Whether a configuration that lies somewhere in a folder with these files is another's than the release's. */
async function isOurs(
  files: Record<string, string>,
  { asked = false, name = 'tiny', repository = 'git+https://git.example/team/tiny.git', at = '.' } = {},
) {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const file = join(folder, at, 'reprove.config.json');
  return !(await ownConfig({ config, file, asked }))({ name, repository });
}

describe('a configuration that was found', () => {
  const own = { '.git/config': remote('git@git.example:team/tiny.git') };
  it.each([
    ['beside nothing', {}, {}, true],
    ['in a checkout of something else', { '.git/config': remote('https://git.example/us/app') }, {}, true],
    ['in a checkout of the release', own, {}, false],
    ['deep in one', own, { at: 'deep/er' }, false],
    [
      'in a worktree of one',
      {
        'main/.git/config': own['.git/config'],
        'main/.git/worktrees/w/commondir': '../..\n',
        'w/.git': 'gitdir: ../main/.git/worktrees/w\n',
      },
      { at: 'w' },
      false,
    ],
    ['in the package itself, unpacked', { 'package.json': '{ "name": "tiny" }' }, {}, false],
    [
      'in a repository with the package',
      { '.git/config': '', 'packages/a/package.json': '{ "name": "tiny" }' },
      {},
      false,
    ],
    [
      'in a repository that uses the package',
      {
        '.git/config': '',
        'package.json': '{ "dependencies": { "tiny": "1" } }',
        'node_modules/tiny/package.json': '{ "name": "tiny" }',
      },
      {},
      true,
    ],
    ['in a checkout, and named', own, { asked: true }, true],
  ])('%s', async (_, files, which, expected) => {
    expect(await isOurs(files as Record<string, string>, which)).toBe(expected);
  });
});
