import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Catalogue } from '../../../src/autotools/catalogue/catalogue.js';
import { Collector } from '../../../src/autotools/catalogue/collector.js';
import { decodeCatalogue, encodeCatalogue } from '../../../src/autotools/catalogue/format.js';
import { loadCatalogue } from '../../../src/autotools/catalogue/load.js';
import { withoutStamp } from '../../../src/autotools/catalogue/stamp.js';
import { expanded } from '../../../src/autotools/catalogue/templates.js';
import { defaultConfig } from '../../../src/config/defaults.js';
import type { Config } from '../../../src/config/schema.js';

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

const iconv = '# iconv.m4 serial 26\n## for readers of this file\nAC_DEFUN([AM_ICONV], [:])\n';
const longer = '# iconv.m4 serial 26\nAC_DEFUN([AM_ICONV], [:])\nAC_DEFUN([AM_MORE], [:])\n';
const guess = '#! /bin/sh\n# Attempt to guess a canonical system name.\n';
const ltmain = 'VERSION="2.4.7 Debian-2.4.7-5"\npackage_revision=2.4.7\nfunc_mode_link ()\n';

function catalogueOf(files: Record<string, string>): Catalogue {
  const collector = new Collector();
  for (const [path, text] of Object.entries(files))
    collector.add({ project: 'gnulib', path, since: 'v1' }, Buffer.from(text));
  return new Catalogue([decodeCatalogue(encodeCatalogue(collector.content()), 'test')]);
}

const known = catalogueOf({
  'm4/iconv.m4': iconv,
  'lib/m4/iconv.m4': longer,
  'build-aux/config.guess': guess,
  'build-aux/ltmain.sh': ltmain,
});

describe('Catalogue', () => {
  it('knows a file by its bytes, under its own name, wherever it lies', () => {
    expect(known.find('m4/iconv.m4', sha256(iconv))).toEqual({
      project: 'gnulib',
      path: 'm4/iconv.m4',
      since: 'v1',
    });
    expect(known.find('build-aux/config.guess', sha256(guess))?.path).toBe('build-aux/config.guess');
    expect(known.find('config.guess', sha256(guess))?.path).toBe('build-aux/config.guess');
  });

  it('knows it under no other name, and no other bytes under its name', () => {
    expect(known.find('m4/gettext.m4', sha256(iconv))).toBeNull();
    expect(known.find('config.sub', sha256(guess))).toBeNull();
    expect(known.find('m4/iconv.m4', sha256(`${iconv}\n`))).toBeNull();
    expect(known.find('tests/iconv', sha256(iconv))).toBeNull();
  });

  it('finds known macro files in what aclocal copies them into, the longest of several, without lines for readers', () => {
    const copied = iconv.replace(/^##.*\n/m, '');
    const text = `# generated automatically by aclocal 1.17\n\n${copied}\ndnl between\n${longer}`;
    const found = known.textsIn(Buffer.from(text));
    expect(found.map(({ file, start, end }) => [file.path, text.slice(start, end)])).toEqual([
      ['m4/iconv.m4', copied],
      ['lib/m4/iconv.m4', longer],
    ]);
    expect(known.textsIn(Buffer.from(text.replaceAll('AM_ICONV', 'AM_IC0NV')))).toEqual([]);
  });

  it('finds nothing in a text that is made at random', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(known.textsIn(Buffer.from(text))).toEqual([]);
      }),
    );
  });

  it('leaves out what is for tests of a project, and what is empty', () => {
    expect(Collector.wants('tests/m4/iconv.m4')).toBe(false);
    expect(Collector.wants('m4/iconv.m4')).toBe(true);
    expect(Collector.wants('aclocal.m4')).toBe(false);
    expect(Collector.wants('src/main.c')).toBe(false);
    expect(catalogueOf({ 'm4/empty.m4': '' }).find('m4/empty.m4', sha256(''))).toBeNull();
  });

  it('refuses what is no catalogue, and one that is cut off', () => {
    const collector = new Collector();
    collector.add({ project: 'gnulib', path: 'm4/iconv.m4', since: 'v1' }, Buffer.from(iconv));
    const bytes = encodeCatalogue(collector.content());
    expect(() => decodeCatalogue(Buffer.from('{}'), 'x')).toThrow(/no catalogue of build files/);
    for (let end = 0; end < bytes.length; end += 7)
      expect(() => decodeCatalogue(bytes.subarray(0, end), 'x')).toThrow(/no catalogue/);
  });
});

describe('withoutStamp', () => {
  const bare = (text: string) => withoutStamp('build-aux/ltmain.sh', Buffer.from(text))!;

  it('makes builds of one libtool equal that state other versions', () => {
    const dirty = 'VERSION=2.5.4.1-baa1-dirty\npackage_revision=2.5.4.1\nfunc_mode_link ()\n';
    expect(bare(dirty)).toEqual(bare(ltmain));
    expect(known.findStamped('ltmain.sh', bare(dirty))?.path).toBe('build-aux/ltmain.sh');
    expect(known.findStamped('m4/ltversion.m4', bare(dirty))).toBeNull();
  });

  it('leaves everything that could be more than a version', () => {
    for (const line of [
      'VERSION=`id`',
      'VERSION=$(id)',
      'VERSION=1;id',
      'VERSION="1 Debian-$x"',
      'VERSION="1 2"',
      "VERSION='1'",
      ' VERSION=1',
      `VERSION=${'1'.repeat(41)}`,
      'package_revision=1&id',
      'VERSION=1 id',
    ])
      expect(bare(`${line}\n`).toString(), line).toBe(`${line}\n`);
  });

  it('is asked of files of libtool only', () => {
    expect(withoutStamp('configure', Buffer.from('VERSION=1\n'))).toBeNull();
  });
});

describe('expanded', () => {
  it('gives pkg.m4 as each version of pkg-config installs it', () => {
    const made = expanded('pkg.m4.in', Buffer.from('# serial 11 (pkg-config-@VERSION@)\n'));
    expect(made).toContainEqual({
      path: 'pkg.m4',
      version: '0.29.2',
      bytes: Buffer.from('# serial 11 (pkg-config-0.29.2)\n'),
    });
  });
});

describe('the catalogue that comes with reprove', () => {
  it('says what it is from, and knows build files of gnulib', async () => {
    const { parts } = await loadCatalogue({ config: defaultConfig as unknown as Config });
    const { header } = parts[0]!;
    expect(header.sources.map(({ project }) => project)).toEqual(
      expect.arrayContaining(['gnulib', 'gettext', 'libtool', 'automake', 'autoconf', 'autoconf-archive']),
    );
    expect(header.files).toBeGreaterThan(40_000);
    expect(header.sources.every(({ from, state }) => from !== '' && state !== '')).toBe(true);
  });
});
