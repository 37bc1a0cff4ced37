import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wholeArchive } from '../../../../bench/injections/shape.js';
import type { Attack } from '../../../../bench/injections/tarballs/attack.js';
import { buildFileAttacks } from '../../../../bench/injections/tarballs/build-files.js';
import { contentAttacks } from '../../../../bench/injections/tarballs/contents.js';
import { seededRandom } from '../../../../bench/random.js';
import type { Result } from '../../../../src/result.js';
import { temporaryFolder } from '../../../support/folder.js';
import { comparedEntry } from '../../../support/result.js';

const ofTag = {
  'configure.ac': 'AC_INIT([tool], [1])\nAC_OUTPUT\n',
  'Makefile.am': 'bin_PROGRAMS = tool\ntool_SOURCES = src/tool.c src/tool.h\n',
  'src/tool.c': 'int main(int argc) { if (argc > 1) return 1; return 0; }\n',
  'src/tool.h': '#include <stdio.h>\n',
  'tests/data.bin': 'data\n',
  'tests/run.sh': '#!/bin/sh\n',
};
const generated = {
  configure: '#!/bin/sh\nac_config_files="Makefile"\n',
  'aclocal.m4': '# generated\n',
  'config.h.in': '#undef X\n',
  'Makefile.in': 'all-am: Makefile\n',
  'm4/one.m4': 'AC_DEFUN([ONE], [])\n',
  'm4/two.m4': 'AC_DEFUN([TWO], [])\n',
  'build-aux/config.guess': "timestamp='2022-01-09'\n",
  'build-aux/install-sh': 'scriptversion=2020-11-14.01\n',
  'build-aux/ltmain.sh': 'VERSION=2\n',
  'src/parse.c': 'int x;\n',
  'po/de.gmo': '\xde\x12\x04\x95',
};
const old = Buffer.from('scriptversion=2009-04-28.21\n');

/** A release of a tag's files and generated ones, which all have evidence. */
async function release(): Promise<Parameters<Attack['plant']>[0]> {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries({ ...ofTag, ...generated })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content, 'latin1');
  }
  const entries = [
    ...Object.keys(ofTag).map((path) => comparedEntry(path)),
    ...Object.keys(generated).map((path) =>
      comparedEntry(path, { evidence: { kind: 'rebuild', plan: 'x' } }),
    ),
  ];
  return {
    folder,
    honest: { comparison: { entries } } as Result,
    random: seededRandom('a test'),
    earlier: async () => old,
  };
}

const all = [...buildFileAttacks, ...contentAttacks];

describe('attacks on source tarballs', () => {
  it('are of names of their own', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it.each(all.map((attack) => [attack.id, attack] as const))('%s leaves what it says', async (_, attack) => {
    const unpacked = await release();
    const before: Record<string, string> = { ...ofTag, ...generated };
    const modes = await modesOf(unpacked.folder, Object.keys(before));
    const planted = await attack.plant(unpacked);
    expect(planted?.paths.length).toBeGreaterThan(0);
    for (const path of planted!.paths) {
      if (path === wholeArchive) {
        expect(planted!.repack!(Buffer.from('tar')).toString()).not.toBe('tar');
        continue;
      }
      const content = await readFile(join(unpacked.folder, path), 'latin1').catch(() => null);
      const mode = (await modesOf(unpacked.folder, [path])).get(path);
      expect([content, mode], path).not.toEqual([before[path], modes.get(path)]);
    }
    // Nothing else was touched.
    for (const [path, content] of Object.entries(before))
      if (!planted!.paths.includes(path))
        expect(await readFile(join(unpacked.folder, path), 'latin1'), path).toBe(content);
  });
});

async function modesOf(folder: string, paths: readonly string[]): Promise<Map<string, number | undefined>> {
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, (await lstat(join(folder, path)).catch(() => null))?.mode] as const),
    ),
  );
}
