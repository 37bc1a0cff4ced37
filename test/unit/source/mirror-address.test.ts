import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matchPattern, mirrorTarget } from '../../../src/source/mirror-address.js';

const from = 'https://github.com/{owner}/{name}';
let folder: string;
let to: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reprove-mirrors-'));
  to = `${pathToFileURL(folder).href}/{owner}+{name}/repo`;
  await mkdir(join(folder, 'Owner+name', 'repo'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('patterns of source mirrors', () => {
  it('match a segment for each placeholder', () => {
    expect(matchPattern(from, 'https://github.com/a/b')).toEqual(
      new Map([
        ['owner', 'a'],
        ['name', 'b'],
      ]),
    );
  });

  it('match whatever the case, the scheme and .git', () => {
    expect(matchPattern(from, 'ssh://git@GitHub.com/a/b.git')).not.toBeNull();
  });

  it.each(['https://github.com/a', 'https://github.com/a/b/c', 'https://github.com.example/a/b'])(
    'do not match %s',
    (url) => {
      expect(matchPattern(from, url)).toBeNull();
    },
  );

  it('match several placeholders within one segment', () => {
    const values = matchPattern('https://h.example/x/{a}.{b}', 'https://h.example/x/1.2');
    expect([...(values ?? [])]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it('let no value climb', () => {
    const segment = fc.string({
      unit: fc.constantFrom('.', '%2e', '%2f', '/', '\\', '%5c', 'a', '%00'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(segment, segment, (owner, name) => {
        for (const value of matchPattern(from, `https://github.com/${owner}/${name}`)?.values() ?? []) {
          expect(value).not.toMatch(/[/\\\0]|^\.+$/);
        }
      }),
    );
  });
});

describe('targets of source mirrors', () => {
  it('are folders, found whatever their case', async () => {
    const target = await mirrorTarget('https://github.com/owner/NAME', [{ from, to }]);
    expect(target).toMatchObject({ kind: 'folder', path: join(folder, 'Owner+name', 'repo') });
  });

  it('fall through to the next mapping when the folder does not exist', async () => {
    const next = { from: 'https://github.com/{o}/{n}', to: 'https://git.example.com/{o}/{n}' };
    const target = await mirrorTarget('https://github.com/no/such', [{ from, to }, next]);
    expect(target).toEqual({ kind: 'remote', url: 'https://git.example.com/no/such' });
  });

  it('are none where nothing matches', async () => {
    expect(await mirrorTarget('https://gitlab.com/a/b', [{ from, to }])).toBeNull();
  });
});
