import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/result.js';
import type { WhyResult } from '../../src/why/schema.js';
import { bootstrapped, noAutotools } from '../support/autotools.js';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { type GitRepository, gitRepository } from '../support/git-repository.js';
import { sourceTarball } from '../support/source-release.js';
import type { TarEntry } from '../support/tarball.js';

const address = 'https://git.example/team/tool';
const absent = await noAutotools();

const source = {
  'configure.ac': [
    `AC_INIT([tool], [1.2.3], [bugs@tool.example], [tool], [${address}.git])`,
    'AC_CONFIG_MACRO_DIRS([m4])',
    'AC_CONFIG_AUX_DIR([build-aux])',
    'AC_CONFIG_HEADERS([config.h])',
    'AM_INIT_AUTOMAKE([foreign])',
    'AC_PROG_CC',
    'LT_INIT',
    'm4_ifdef([TOOL_PLACE], [TOOL_PLACE])',
    'AC_CONFIG_FILES([Makefile])',
    'AC_OUTPUT',
    '',
  ].join('\n'),
  'Makefile.am':
    'ACLOCAL_AMFLAGS = -I m4\nbin_PROGRAMS = tool\ntool_SOURCES = tool.c\nEXTRA_DIST = tests/data.bin\n',
  'tool.c': 'int main(void) { return 0; }\n',
  'tests/data.bin': 'harmless\n####Hello####\n',
};

if (absent !== null) it.skip(`STRICT REGENERATION WAS NOT TESTED: ${absent}`);

describe.skipIf(absent !== null)('a release that autotools had a part in', () => {
  let world: CliWorld;
  let repository: GitRepository;
  let honest: Record<string, Omit<TarEntry, 'path'>>;
  let libtool: GitRepository;

  async function verify(files: Record<string, Omit<TarEntry, 'path'>>): Promise<Result> {
    await writeFile(join(world.folder, 'tool-1.2.3.tar.xz'), sourceTarball(files));
    // Nothing is asked of an archive: the toolchains are those that are installed.
    const run = await world.run(['verify', './tool-1.2.3.tar.xz', '--json', '--offline']);
    return run.result;
  }
  const evidenceOf = ({ comparison }: Result, path: string) =>
    comparison!.entries.find((entry) => entry.path === path)!.evidence;

  beforeAll(async () => {
    repository = await gitRepository();
    await repository.commit(source);
    await repository.tag('v1.2.3');
    honest = await bootstrapped(source);
    libtool = await gitRepository();
    await libtool.commit({ 'm4/ltsugar.m4': await readFile('/usr/share/aclocal/ltsugar.m4', 'utf8') });
    world = await cliWorld({});
    await configure();
  }, 120_000);
  const configure = (more: object = {}) =>
    world.configure({
      sourceMirrors: [
        { from: address, to: repository.path },
        { from: 'https://github.com/autotools-mirror/libtool', to: libtool.path },
      ],
      ...more,
    });

  afterAll(async () => {
    await world?.remove();
    await repository?.remove();
    await libtool?.remove();
  });

  it('is reproduced from its tag and known build files, byte for byte', async () => {
    const result = await verify(honest);
    expect(result.verdict).toMatchObject({ kind: 'reproduced', level: 'content-identical' });
    for (const path of ['configure', 'aclocal.m4', 'config.h.in', 'Makefile.in'])
      expect(evidenceOf(result, path), path).toMatchObject({ kind: 'rebuild' });
    expect(evidenceOf(result, 'm4/libtool.m4')).toMatchObject({
      kind: 'upstream',
      path: expect.stringMatching(/libtool\.m4$/),
    });
    expect(evidenceOf(result, 'build-aux/config.guess')).toMatchObject({ kind: 'upstream' });
    expect(result.findings).toEqual([]);
  }, 120_000);

  it('is asked why it is not reproducible, and says what made it and what is left', async () => {
    const log = `commit ${'a'.repeat(40)}\nAuthor: A Person\n`;
    const files = { ...honest, ChangeLog: { content: log, mode: 0o644 } };
    await writeFile(join(world.folder, 'tool-1.2.3.tar.xz'), sourceTarball(files));
    const run = await world.run(['why', './tool-1.2.3.tar.xz', '--json', '--offline']);
    const told: WhyResult = JSON.parse(run.stdout);
    expect(run.exitCode).toBe(1);
    expect(told).toMatchObject({
      outcome: 'unreproducible',
      level: 'different',
      variations: [],
      unexplained: [],
    });
    expect(told.causes.map(({ cause, entries }) => [cause, entries.map(({ path }) => path)])).toEqual([
      ['history-log', ['ChangeLog']],
    ]);
    expect(told.notes).toContainEqual(
      expect.stringMatching(/^configure says it was made by autoconf [\d.]+: made again byte for byte$/),
    );
    const text = await world.run(['why', './tool-1.2.3.tar.xz', '--offline']);
    expect(text.stdout).toMatch(
      /1 cause found, of 1 file\..*history-log.*ChangeLog.*git\s+archive\s+v1\.2\.3/s,
    );
  }, 300_000);

  it('differs where one line of configure is other than it is made, and shows that line alone', async () => {
    const configure = honest.configure!;
    const content = String(configure.content).replace(
      'PACKAGE_VERSION=',
      'tool_planted=yes\nPACKAGE_VERSION=',
    );
    const result = await verify({ ...honest, configure: { ...configure, content } });
    expect(result.verdict.kind).toBe('differs');
    expect(result.verdict.unexplained.map(({ path }) => path)).toEqual(['configure']);
    const { difference } = result.comparison!.entries.find(({ path }) => path === 'configure')!;
    const changed = difference!.lines.filter(({ sign }) => sign === '+' || sign === '-');
    expect(changed).toEqual([{ sign: '+', text: 'tool_planted=yes' }]);
  }, 120_000);

  it('is suspicious where a macro file of a higher serial has configure run what is hidden in test data', async () => {
    const genuine = String(honest['m4/ltsugar.m4']!.content);
    const hook = [
      'AC_DEFUN([TOOL_PLACE], [',
      'tool_found=`grep -aErls "#{4}[[:alnum:]]{5}#{4}$" $srcdir/tests`',
      'AC_CONFIG_COMMANDS([place], [eval "$tool_found" >/dev/null], [tool_found=":"])])',
      '',
    ].join('\n');
    const planted = genuine.replace(/serial \d+/, 'serial 30').replace('# lt_join(', `${hook}# lt_join(`);
    const release = await bootstrapped(source);
    // autoreconf would put libtool's own file back: another file has the same macro while configure is made.
    const dirty = await bootstrapped({ ...source, 'm4/tool.m4': hook });
    const result = await verify({
      ...release,
      'm4/ltsugar.m4': { content: planted, mode: 0o644 },
      configure: dirty.configure!,
    });
    expect(result.verdict.kind).toBe('suspicious');
    const open = result.verdict.unexplained.map(({ path }) => path);
    expect(open).toEqual(expect.arrayContaining(['configure', 'm4/ltsugar.m4']));
    const finding = result.findings.find(({ signal }) => signal === 'build-file-unlike-known')!;
    expect(finding).toMatchObject({ path: 'm4/ltsugar.m4', severity: 'high' });
    expect(finding.message).toMatch(/serial number 30 is higher than any known/);
    expect(finding.excerpt).toMatch(/AC_CONFIG_COMMANDS/);
    expect(
      result.findings.flatMap(({ signal, path, message }) =>
        signal === 'build-reads-data' ? [[path, message]] : [],
      ),
    ).toEqual(
      ['configure', 'm4/ltsugar.m4'].map((path) => [
        path,
        'lines that only the release has search for "#{4}[[:alnum:]]{5}#{4}$", which is in tests/data.bin',
      ]),
    );
    // configure is made with the known file in its place: what is left are the lines that come from the planted one.
    const { difference } = result.comparison!.entries.find(({ path }) => path === 'configure')!;
    const added = difference!.lines.filter(({ sign }) => sign === '+').map(({ text }) => text);
    expect(added.join('\n')).toMatch(/tool_found/);
    expect(added.length).toBeLessThan(40);
  }, 240_000);

  it('takes a known helper script for none that is years older than what made the release', async () => {
    const genuine = String(honest['build-aux/install-sh']!.content);
    const of = (day: string) => genuine.replace(/^scriptversion=[\d.-]+/m, `scriptversion=${day}.21`);
    const history = await gitRepository();
    try {
      for (const day of ['2009-04-28', '2019-06-01']) await history.commit({ 'lib/install-sh': of(day) });
      const list = { repositories: [{ project: 'history', url: `file://${history.path}` }], packages: [] };
      await writeFile(join(world.folder, 'list.json'), JSON.stringify(list));
      const built = await world.run(['catalogue', 'build', '--list', 'list.json', '--to', 'history.bin']);
      expect(built.exitCode).toBe(0);
      await configure({ catalogues: ['./history.bin'] });
      const script = (day: string) => ({ ...honest['build-aux/install-sh']!, content: of(day) });
      const recent = await verify({ ...honest, 'build-aux/install-sh': script('2019-06-01') });
      expect(recent.verdict.kind).toBe('reproduced');
      const old = await verify({ ...honest, 'build-aux/install-sh': script('2009-04-28') });
      expect(old.verdict.kind).toBe('differs');
      expect(old.verdict.unexplained.map(({ path }) => path)).toEqual(['build-aux/install-sh']);
      expect(old.findings).toMatchObject([
        { signal: 'build-file-outdated', path: 'build-aux/install-sh', severity: 'medium' },
      ]);
      expect(old.findings[0]!.message).toMatch(
        /of 2009-04-28: automake 1\.16\.5, .* brings that of 2020-11-14/,
      );
    } finally {
      await configure();
      await history.remove();
    }
  }, 240_000);

  it('says of code that nothing names that it differs, whatever else is open', async () => {
    const result = await verify({
      ...honest,
      'planted.c': { content: 'int planted;\n', mode: 0o644 },
      'm4/planted.m4': { content: 'AC_DEFUN([TOOL_PLANTED], [true])\n', mode: 0o644 },
    });
    expect(result.verdict.kind).toBe('differs');
    expect(result.verdict.unexplained.map(({ path }) => path).sort()).toEqual(['m4/planted.m4', 'planted.c']);
  }, 120_000);

  it('takes no known file under another name, and none that was changed', async () => {
    const guess = honest['build-aux/config.guess']!;
    const result = await verify({
      ...honest,
      'build-aux/config.sub': guess,
      'build-aux/missing': {
        ...honest['build-aux/missing']!,
        content: `${honest['build-aux/missing']!.content}\n`,
      },
    });
    expect(result.verdict.kind).not.toBe('reproduced');
    expect(result.verdict.unexplained.map(({ path }) => path).sort()).toEqual([
      'build-aux/config.sub',
      'build-aux/missing',
    ]);
  }, 120_000);

  /** Verifies a release against a source of its own. */
  async function verifyOther(
    tag: Record<string, string>,
    make: (release: Record<string, Omit<TarEntry, 'path'>>) => Record<string, Omit<TarEntry, 'path'>>,
  ): Promise<Result> {
    const other = await gitRepository();
    try {
      await other.commit(tag);
      await other.tag('v1.2.3');
      const release = make(await bootstrapped(tag));
      await writeFile(join(world.folder, 'tool-1.2.3.tar.xz'), sourceTarball(release));
      const { result } = await world.run([
        ...['verify', './tool-1.2.3.tar.xz', '--json', '--offline'],
        ...['--source', other.path, '--ref', 'v1.2.3'],
      ]);
      return result;
    } finally {
      await other.remove();
    }
  }

  it('makes a configure that the own script of the tag edits, and no other', async () => {
    const tag = {
      ...source,
      'autogen.sh': [
        '#!/bin/sh -e',
        'autoreconf --version >/dev/null',
        'libtoolize --force',
        'autoreconf -fi',
        "sed 's/^PACKAGE_VERSION=/tool_edited=yes; &/' configure > edited",
        'cat edited > configure',
        'rm edited',
        '',
      ].join('\n'),
    };
    const edited =
      (to: string) =>
      ({ configure, ...rest }: Record<string, Omit<TarEntry, 'path'>>) => ({
        ...rest,
        configure: {
          ...configure!,
          content: String(configure!.content).replace(
            /^PACKAGE_VERSION=/m,
            `tool_edited=${to}; PACKAGE_VERSION=`,
          ),
        },
      });
    const honestly = await verifyOther(tag, edited('yes'));
    expect(honestly.verdict.kind).toBe('reproduced');
    expect(honestly.rebuilds.map(({ plan }) => plan.summary).join('\n')).toMatch(/, bootstrap$/m);
    const planted = await verifyOther(tag, edited('no'));
    expect(planted.verdict.kind).toBe('differs');
    expect(planted.verdict.unexplained.map(({ path }) => path)).toEqual(['configure']);
  }, 240_000);

  it('writes the version as the tag’s own script does, on the day of the commit', async () => {
    const header = (version: string, on: string) => `#define VERSION "${version}"\n#define DAY "${on}"\n`;
    const tag = {
      ...source,
      'Makefile.am': source['Makefile.am'].replace('tool.c', 'tool.c stamp.h maketgz'),
      'stamp.h': header('1.2.3-DEV', '[unreleased]'),
      maketgz: [
        'test "$2" = only || exit 1',
        'day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)',
        'sed -i -e "s/VERSION .*/VERSION \\"$1\\"/" -e "s/DAY .*/DAY \\"$day\\"/" stamp.h',
        '',
      ].join('\n'),
    };
    const stamped = (version: string, on: string) => (release: Record<string, Omit<TarEntry, 'path'>>) => ({
      ...release,
      'stamp.h': { content: header(version, on), mode: 0o644 },
    });
    // Repositories of tests are of that day.
    const day = '2024-01-01';
    const honestly = await verifyOther(tag, stamped('1.2.3', day));
    expect(evidenceOf(honestly, 'stamp.h')).toMatchObject({ kind: 'rebuild' });
    expect(honestly.verdict.kind).toBe('reproduced');
    for (const planted of [stamped('1.2.4', day), stamped('1.2.3', '2001-01-01')])
      expect((await verifyOther(tag, planted)).verdict).toMatchObject({
        kind: 'differs',
        unexplained: [{ path: 'stamp.h' }],
      });
  }, 240_000);

  it('makes what the tag’s own script for releases makes of the log, before its tag or after, at the time of the release', async () => {
    const tag = {
      ...source,
      'Makefile.am': source['Makefile.am'].replace('tool.c', 'tool.c stamp.h maketgz NEWS'),
      'stamp.h': '#define DAY "[unreleased]"\n',
      NEWS: 'made of the log\n',
      maketgz: [
        'test "$2" != only || exit 1',
        'echo "#define DAY \\"$(date +%F)\\"" > stamp.h',
        "git log --decorate=full --format='%cs%d' > NEWS",
        'make dist VERSION="$1"',
        '',
      ].join('\n'),
    };
    const made = (refs: string, day: string) => (release: Record<string, Omit<TarEntry, 'path'>>) => ({
      ...release,
      NEWS: { content: `2024-01-01 (${refs})\n`, mode: 0o644 },
      'stamp.h': { content: `#define DAY "${day}"\n`, mode: 0o644, modified: 1_706_000_000 },
    });
    const honestly = await verifyOther(tag, made('HEAD', '2024-01-23'));
    for (const path of ['NEWS', 'stamp.h'])
      expect(evidenceOf(honestly, path), path).toMatchObject({ kind: 'rebuild' });
    expect(honestly.verdict.kind).toBe('reproduced');
    const ways = honestly.rebuilds.map(({ plan }) => plan.summary).join('\n');
    expect(ways).toMatch(/, release\n.*, release-untagged$/);
    const planted = await verifyOther(tag, made('HEAD, evil', '2024-01-24'));
    expect(planted.verdict).toMatchObject({
      kind: 'differs',
      unexplained: [{ path: 'NEWS' }, { path: 'stamp.h' }],
    });
  }, 400_000);

  it('makes a nested project that was released without its copies of macro files from those of the outer one', async () => {
    const inner = Object.entries(source).map(([path, text]) => [`inner/${path}`, text]);
    const tag = {
      ...source,
      ...Object.fromEntries(inner),
      'configure.ac': source['configure.ac'].replace('AC_OUTPUT', 'AC_CONFIG_SUBDIRS([inner])\nAC_OUTPUT'),
      'Makefile.am': `SUBDIRS = inner\n${source['Makefile.am']}`,
    };
    type Release = Record<string, Omit<TarEntry, 'path'>>;
    const without = (release: Release): Release =>
      Object.fromEntries(
        Object.entries(release).filter(([path]) => !/^inner\/(?:m4|autom4te\.cache)\//.test(path)),
      );
    const changed = (path: string, from: RegExp, to: string) => (release: Release) => {
      const file = release[path]!;
      expect(String(file.content)).toMatch(from);
      return { ...without(release), [path]: { ...file, content: String(file.content).replace(from, to) } };
    };
    // automake was called while the macros were those of the system, and libtoolize brought the copies later.
    const depends = /^am__aclocal_m4_deps = (?:.*\\\n)*.*$/m;
    const earlier = changed(
      'inner/Makefile.in',
      depends,
      'am__aclocal_m4_deps = $$(top_srcdir)/configure.ac',
    );
    const honestly = await verifyOther(tag, earlier);
    for (const path of ['inner/configure', 'inner/aclocal.m4', 'inner/config.h.in', 'inner/Makefile.in'])
      expect(evidenceOf(honestly, path), path).toMatchObject({ kind: 'rebuild' });
    expect(honestly.verdict.kind).toBe('reproduced');
    expect(honestly.rebuilds.map(({ plan }) => plan.summary).join('\n')).toMatch(/, system-macros$/m);
    const planted = await verifyOther(tag, changed('inner/configure', /^prefix=NONE$/m, 'prefix=/planted'));
    expect(planted.verdict.kind).toBe('differs');
    expect(planted.verdict.unexplained.map(({ path }) => path)).toEqual(['inner/configure']);
  }, 300_000);

  it('runs update-po of the tag, and takes what comes out and nothing else', async () => {
    const tag = {
      ...source,
      'Makefile.am': source['Makefile.am'].replace('EXTRA_DIST =', 'EXTRA_DIST = doc/de.po doc/update-po'),
      'doc/de.po': 'msgid "a"\nmsgstr "x"\n',
      'doc/update-po': 'sed "s/x/y/" de.po > new && cat new > de.po && rm new\n',
    };
    const translated = (text: string) => (release: Record<string, Omit<TarEntry, 'path'>>) => ({
      ...release,
      'doc/de.po': { content: `msgid "a"\nmsgstr "${text}"\n`, mode: 0o644 },
    });
    const honestly = await verifyOther(tag, translated('y'));
    expect(evidenceOf(honestly, 'doc/de.po')).toMatchObject({ kind: 'rebuild' });
    expect(honestly.verdict.kind).toBe('reproduced');
    const planted = await verifyOther(tag, translated('z'));
    expect(planted.verdict.kind).toBe('differs');
    expect(planted.verdict.unexplained.map(({ path }) => path)).toEqual(['doc/de.po']);
  }, 240_000);

  it('runs what the tag has in configure.ac where nothing of this machine can be reached', async () => {
    const forging = {
      ...source,
      'configure.ac': source['configure.ac'].replace(
        'AC_OUTPUT',
        `m4_syscmd([ls -d ${world.folder} > found 2>/dev/null])AC_OUTPUT`,
      ),
    };
    const other = await gitRepository();
    try {
      await other.commit(forging);
      await other.tag('v1.2.3');
      const release = await bootstrapped(forging);
      // What it would write if it saw this machine's folders.
      expect(String(release.found!.content)).toBe(`${world.folder}\n`);
      await writeFile(join(world.folder, 'tool-1.2.3.tar.xz'), sourceTarball(release));
      const { result } = await world.run([
        ...['verify', './tool-1.2.3.tar.xz', '--json', '--offline'],
        ...['--source', other.path, '--ref', 'v1.2.3'],
      ]);
      expect(result.rebuilds.length).toBeGreaterThan(0);
      expect(evidenceOf(result, 'found')).toEqual({ kind: 'none' });
      expect(evidenceOf(result, 'configure')).toMatchObject({ kind: 'rebuild' });
    } finally {
      await other.remove();
    }
  }, 120_000);
});
