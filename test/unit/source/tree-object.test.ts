import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTree } from '../../../src/source/tree-object.js';
import { treeEntry } from '../../support/git-repository.js';

const id = 'a'.repeat(40);
const names = (...entries: Buffer[]) => parseTree(Buffer.concat(entries)).entries.map(({ name }) => name);

describe('tree objects', () => {
  it.each([
    ['100644', { type: 'blob', mode: 0o644 }],
    ['100755', { type: 'blob', mode: 0o755 }],
    ['100664', { type: 'blob', mode: 0o644 }],
    ['40000', { type: 'tree' }],
    ['040000', { type: 'tree' }],
    ['120000', { type: 'link' }],
    ['160000', { type: 'submodule' }],
  ])('have entries of mode %s', (mode, expected) => {
    expect(parseTree(treeEntry(mode, 'x', id)).entries).toMatchObject([
      { ...expected, name: 'x', object: id },
    ]);
  });

  it.each(['..', '.', '', 'a/b', '.git', '.GIT', '.git ', '.git.', 'git~1', 'GIT~2', '.g\u200cit'])(
    'have no entry named %j',
    (name) => {
      const { entries, unusable } = parseTree(treeEntry('100644', name, id));
      expect([entries.length, unusable.length]).toEqual([0, 1]);
    },
  );

  it.each(['.gitignore', '.github', 'git', '.git-blame-ignore-revs', 'a\\b'])(
    'may have one named %s',
    (name) => {
      expect(names(treeEntry('100644', name, id))).toEqual([name]);
    },
  );

  it('give neither of two entries with one name', () => {
    expect(
      names(treeEntry('100644', 'x', id), treeEntry('40000', 'x', id), treeEntry('100644', 'y', id)),
    ).toEqual(['y']);
  });

  it('give no entry whose name is not UTF-8', () => {
    const entry = Buffer.concat([Buffer.from('100644 \xff\0', 'latin1'), Buffer.from(id, 'hex')]);
    expect(names(entry)).toEqual([]);
  });

  it('are read without an error whatever their bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const { name, object } of parseTree(Buffer.from(bytes)).entries) {
          expect(name).not.toMatch(/^\.{0,2}$|\//);
          expect(object).toMatch(/^[0-9a-f]{40}$/);
        }
      }),
    );
  });
});
