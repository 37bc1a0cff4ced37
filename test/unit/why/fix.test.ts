import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { applyFixes, planFixes } from '../../../src/cli/why/fix.js';
import type { CauseFound, Edit } from '../../../src/why/schema.js';
import { temporaryFolder } from '../../support/folder.js';

const causes = (...edits: Edit[]): CauseFound[] => [
  {
    cause: 'build-time',
    title: '',
    entries: [],
    places: [],
    tool: null,
    proof: 'bytes',
    detail: null,
    fix: { text: '', edits },
  },
];

it('replaces a line, makes a file, and shows both as a patch', async () => {
  const root = await temporaryFolder();
  await writeFile(join(root, 'build.js'), 'one\r\ntwo\r\n');
  const fixes = await planFixes(
    root,
    causes(
      { path: 'build.js', line: 2, before: 'two', after: 'three' },
      { path: '.nvmrc', line: null, before: null, after: '20.1.0' },
    ),
  );
  expect(fixes.patch).toContain('-two');
  expect(fixes.patch).toContain('+three');
  expect(fixes.patch).toContain('--- /dev/null');
  expect(await readFile(join(root, 'build.js'), 'utf8')).toContain('two');
  await applyFixes(root, fixes);
  expect(await readFile(join(root, 'build.js'), 'utf8')).toBe('one\r\nthree\r\n');
  expect(await readFile(join(root, '.nvmrc'), 'utf8')).toBe('20.1.0\n');
});

it('leaves a line alone that is another by now, and whatever is outside', async () => {
  const folder = await temporaryFolder();
  const root = join(folder, 'root');
  await mkdir(root);
  await writeFile(join(root, 'build.js'), 'other\n');
  await writeFile(join(folder, 'outside.js'), 'two\n');
  await symlink(join(folder, 'outside.js'), join(root, 'link.js'));
  await symlink(folder, join(root, 'up'));
  const edit = (path: string): Edit => ({ path, line: 1, before: 'two', after: 'three' });
  const all = ['build.js', 'link.js', 'up/outside.js', '../outside.js'].map(edit);
  expect(await planFixes(root, causes(...all))).toMatchObject({ files: new Map(), patch: '' });
});
