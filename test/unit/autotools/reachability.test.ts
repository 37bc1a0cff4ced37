import { describe, expect, it } from 'vitest';
import { documentOf } from '../../../src/autotools/judge/documents.js';
import { reachability } from '../../../src/autotools/judge/reachability.js';
import { comparedEntry } from '../../support/result.js';
import { toolSource } from '../../support/source-release.js';

/** Judges files that only the release has, beside the tool's own, and files of the tag that it lacks. */
function judged(
  added: Record<string, string | Buffer>,
  {
    changed = {},
    missing = [],
    unpacked,
  }: { changed?: Record<string, string>; missing?: string[]; unpacked?: ReadonlySet<string> } = {},
) {
  const own = Object.entries({ ...toolSource, ...changed }).filter(([path]) => !missing.includes(path));
  const entries = [
    ...own.map(([path]) => comparedEntry(path)),
    ...Object.keys(added).map((path) => comparedEntry(path, { evidence: { kind: 'none' }, phantom: true })),
  ];
  return reachability({
    comparison: {
      entries,
      missing: missing.map((path) => ({ path, from: 'source' })),
      bytes: 0,
      notRead: [],
    },
    entryPoints: { loaded: [], installHooks: [] },
    contents: new Map([...own, ...Object.entries(added)].map(([path, text]) => [path, Buffer.from(text)])),
    manifestFile: 'configure.ac',
    unpacked,
  });
}

describe('a helper script without a byte', () => {
  it('cannot act, whoever runs it', () => {
    const changed = { 'configure.ac': `${toolSource['configure.ac']}sh ./config.rpath\n` };
    expect(judged({ 'config.rpath': '' }, { changed }).acting.size).toBe(0);
    expect([...judged({ 'config.rpath': 'x' }, { changed }).acting.keys()]).toEqual(['config.rpath']);
    expect([...judged({ 'tests/empty.dat': '' }).acting.keys()]).toEqual(['tests/empty.dat']);
  });
});

describe('what is only in the release can act', () => {
  it.each([
    ['configure', '#!/bin/sh\n'],
    ['Makefile.in', 'all:\n'],
    ['m4/host.m4', 'AC_DEFUN([X], [])\n'],
    ['aclocal.m4', '# generated\n'],
    ['build-aux/install-sh', '#!/bin/sh\n'],
    ['build-aux/config.sub', 'a\n'],
    ['src/more.c', 'int x;\n'],
    ['src/parse.y', '%%\n'],
    ['config.h.in', '#undef X\n'],
    ['po/de.po', 'msgid ""\n'],
    ['po/de.gmo', '\xde\x12'],
    ['tests/fixture.xz', 'data'],
    ['tests/expected.dat', 'data'],
    ['.tarball-version', '1.2.3\n'],
    ['package_version', 'PACKAGE_VERSION="1.2.3"\n'],
    ['INSTALL', '#!/bin/sh\nevil\n'],
    ['doc/more.1', '.TH X 1\n.sy rm -rf /\n'],
    ['doc/more.1', '.pso evil|\n'],
    ['doc/page.html', '<script>alert(1)</script>'],
    ['doc/page.html', '<img src=x onerror=alert(1)>'],
    ['doc/page.pdf', '%PDF-1.4 /OpenAction /JavaScript'],
    ['doc/picture.png', 'no picture'],
    ['CMakeLists.txt', 'project(x)\n'],
    ['doc/rules.txt', 'add_custom_target(x)\n'],
    ['lib.so.1', 'x'],
  ])('as %s: %j', (path, content) => {
    const { acting, inert } = judged({ [path]: content });
    expect([...acting.keys()], inert.get(path)).toEqual([path]);
  });

  it('as a link, and as what could not be looked at', () => {
    expect(documentOf('README.link', 0o777, undefined).inert).toBe(false);
    expect(documentOf('doc/a.txt', 0o755, Buffer.from('text')).inert).toBe(false);
  });
});

describe('what people read cannot act', () => {
  it.each([
    ['NEWS', 'news\n'],
    ['ABOUT-NLS', 'text\n'],
    ['doc/more.1', '.TH X 1\n.SH NAME\n'],
    ['doc/more.txt', 'text\n'],
    ['doc/page.html', '<!DOCTYPE html><h1>Page</h1>'],
    ['doc/page.md', '# page\n'],
  ])('as %s', (path, content) => {
    const { acting, inert } = judged({ [path]: content });
    expect([...inert.keys()], acting.get(path)).toEqual([path]);
  });

  const header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain\\n"\n';
  it('as messages that nobody translated, whoever reads them', () => {
    const pot = `# A tool.\n${header}\n#: tool.c:1\nmsgctxt "menu"\nmsgid "a"\n"b"\nmsgid_plural "c"\nmsgstr[0] ""\nmsgstr[1] ""\n`;
    const changed = { 'po/update': 'msgmerge de.po tool.pot\n' };
    expect([...judged({ 'po/tool.pot': pot }, { changed }).inert.keys()]).toEqual(['po/tool.pot']);
  });

  it.each([
    `${header}\nmsgid "a"\nmsgstr "x"\n`,
    `${header}\nmsgid "a"\nmsgstr ""\n"x"\n`,
    `${header}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] "x"\n`,
    `msgid "a"\nmsgstr ""\n\nmsgid ""\nmsgstr "x"\n`,
    `${header}\nmsgid "a" && true\nmsgstr ""\n`,
    `${header}\n"x"\n`,
    `${header}\n$(true)\n`,
  ])('not as messages with anything else among them: %j', (pot) => {
    expect([...judged({ 'po/tool.pot': pot }).acting.keys()]).toEqual(['po/tool.pot']);
  });

  it('though a variable of a makefile lists it for installation', () => {
    const changed = { 'Makefile.am': 'dist_man_MANS = \\\n\tdoc/more.1 \\\n\tdoc/tool.1\n' };
    expect(judged({ 'doc/more.1': '.TH X 1\n' }, { changed }).inert.size).toBe(1);
  });

  it.each([
    ['a command writes it', 'doc/more.txt: src/tool.c\n\tsh gen > doc/more.txt\n'],
    ['people have it made with all else', 'all: doc/more.txt\n'],
  ])('though %s', (_, makefile) => {
    const changed = { 'Makefile.am': makefile };
    expect(judged({ 'doc/more.txt': 'x\n' }, { changed }).inert.size).toBe(1);
  });

  it.each([
    [
      'a command that writes it and then runs it',
      'Makefile.am',
      'x:\n\tsh gen > doc/more.txt; sh doc/more.txt\n',
    ],
    ['a command that changes it in place', 'Makefile.am', 'x:\n\tsh <>doc/more.txt\n'],
    ['all, where that has a command', 'Makefile.am', 'all: doc/more.txt\n\tsh $<\n'],
    ['all, with a command after a comment', 'Makefile.am', 'all: doc/more.txt\n# x\n\tsh $<\n'],
    ['all, with a command in another rule', 'Makefile.am', 'all: doc/more.txt\nall:\n\tsh $^\n'],
    ['all, with a command for everything', 'Makefile.am', 'all: doc/more.txt\n%:\n\tsh $^\n'],
    ['all, with a command elsewhere', 'Makefile.am', 'all: doc/more.txt\ninclude x.mk\n'],
    ['all, with a command on its line', 'Makefile.am', 'all: doc/more.txt; sh $<\n'],
    ['a command under a condition', 'Makefile.in', '@A_TRUE@x:\n@A_TRUE@\t. doc/more.txt\n'],
    ['a rule that reads it', 'Makefile.am', 'gen.h:\n\tsh doc/more.txt > $@\n'],
    ['a rule that is made from it', 'Makefile.am', 'gen.h: doc/more.txt\n\tsh $< > $@\n'],
    ['a makefile that includes it', 'Makefile.am', 'include $(top_srcdir)/doc/more.txt\n'],
    ['a rule in a folder', 'doc/Makefile.am', 'x:\n\t. $(srcdir)/more.txt\n'],
    ['a rule by the way from the top', 'src/Makefile.am', 'x:\n\t. @top_srcdir@/doc/more.txt\n'],
    ['configure.ac', 'configure.ac', 'm4_include([doc/more.txt])\n'],
    ['a macro', 'm4/x.m4', 'm4_esyscmd([cat doc/more.txt])\n'],
    ['a script', 'tests/run.sh', 'cat ../doc/more.txt | sh\n'],
    ['a script that has it said by another program', 'tests/run.sh', 'echo "$(cat ../doc/more.txt)"\n'],
    ['a script that says where it is', 'tests/run.sh', 'echo "doc/more.txt" | xargs sh\n'],
    ['a script that says and does', 'tests/run.sh', 'echo run; sh doc/more.txt\n'],
    ['a source', 'src/tool.c', '#include "../doc/more.txt"\n'],
    ['a statement of CMake that reads', 'CMakeLists.txt', 'file(READ doc/more.txt X)\n'],
    [
      'a command of CMake that is made from it',
      'CMakeLists.txt',
      'add_custom_command(OUTPUT gen.h DEPENDS doc/more.txt COMMAND sh run)\n',
    ],
    [
      'a command of CMake that reads it',
      'CMakeLists.txt',
      'add_custom_command(OUTPUT gen.h COMMAND sh doc/more.txt > gen.h)\n',
    ],
    [
      'a target of CMake that runs it',
      'CMakeLists.txt',
      'add_custom_target(x DEPENDS y COMMAND sh doc/more.txt)\n',
    ],
  ])('unless it is named in %s', (_, path, content) => {
    const { acting } = judged({ 'doc/more.txt': 'text\n' }, { changed: { [path]: content } });
    expect([...acting.keys()]).toEqual(['doc/more.txt']);
  });

  it.each([
    ['a comment of a makefile', 'Makefile.am', '# see doc/more.txt\n'],
    ['a comment of a source', 'src/tool.c', '/* see more.txt */\nint x;\n'],
    ['a comment of a macro', 'm4/x.m4', 'dnl see more.txt\n'],
    ['another text', 'README', 'see doc/more.txt\n'],
    ['what a script only says', 'tests/run.sh', 'echo "produce more.txt"\necho see doc/more.txt\n'],
    [
      'a statement of CMake that installs',
      'CMakeLists.txt',
      'install(FILES doc/more.txt DESTINATION share)\n',
    ],
    [
      'a command of CMake that makes it',
      'CMakeLists.txt',
      `add_custom_command(\n  OUTPUT doc/more.txt\n  COMMAND pandoc "\${CMAKE_SOURCE_DIR}/doc/m.md" > doc/more.txt\n)\nadd_custom_target(docs ALL DEPENDS doc/a.txt doc/more.txt)\n`,
    ],
    [
      'a link of CMake',
      'CMakeLists.txt',
      `add_custom_target(x "\${CMAKE_COMMAND}" -E create_symlink "more.txt" y)\n`,
    ],
  ])('though it is named in %s', (_, path, content) => {
    const { inert } = judged({ 'doc/more.txt': 'text\n' }, { changed: { [path]: content } });
    expect([...inert.keys()]).toEqual(['doc/more.txt']);
  });
});

describe('what only a tool of the maintainers reads', () => {
  const tool = { 'scripts/check-release': "#!/bin/sh\ngrep -o 'EPOCH=[0-9]*' doc/more.txt\n" };
  const packs = { 'scripts/Makefile.am': 'EXTRA_DIST = check-release\n' };

  it('cannot act: the makefiles pack the tool, and nothing starts it', () => {
    expect([
      ...judged({ 'doc/more.txt': 'text\n' }, { changed: { ...tool, ...packs } }).inert.keys(),
    ]).toEqual(['doc/more.txt']);
  });

  it.each([
    ['a makefile runs it', { 'src/Makefile.am': 'x:\n\t$(top_srcdir)/scripts/check-release\n' }],
    ['a makefile has it installed', { 'src/Makefile.am': 'bin_SCRIPTS = ../scripts/check-release\n' }],
    ['the tests are made of it', { 'src/Makefile.am': 'TESTS = ../scripts/check-release\n' }],
    ['another script runs it', { 'tests/run.sh': 'sh scripts/check-release\n' }],
    ['configure may run it', { 'configure.ac': 'm4_esyscmd([scripts/check-release])\n' }],
    ['a comment is all that is different', { 'tests/run.sh': 'cat doc/more.txt # check-release\n' }],
    ['no makefile packs it', { 'scripts/Makefile.am': '' }],
    ['it is no script', { 'scripts/check-release': 'grep EPOCH doc/more.txt\n' }],
  ])('unless %s', (_, more) => {
    const changed = { ...tool, ...packs, ...(more as Record<string, string>) };
    expect([...judged({ 'doc/more.txt': 'text\n' }, { changed }).acting.keys()]).toEqual(['doc/more.txt']);
  });

  it('is not missed either', () => {
    const missing = ['doc/more.txt'];
    const changed = { ...tool, ...packs, 'doc/more.txt': 'text\n', 'Makefile.am': '' };
    expect(judged({}, { missing, changed }).missed.size).toBe(0);
    const run = { ...changed, 'tests/run.sh': 'sh scripts/check-release\n' };
    expect([...judged({}, { missing, changed: run }).missed.keys()]).toEqual(missing);
  });

  it.each(['autogen.sh', 'scripts/build-all', 'tests/check-release'])(
    'unless whoever builds or tests starts it, as %s',
    (path) => {
      const changed = {
        [path]: tool['scripts/check-release'],
        'Makefile.am': `EXTRA_DIST = ${path}\n`,
      };
      expect(judged({ 'doc/more.txt': 'text\n' }, { changed }).acting.has('doc/more.txt')).toBe(true);
    },
  );

  it('unless only the release has it', () => {
    const more = { 'doc/more.txt': 'text\n', ...tool };
    expect(judged(more, { changed: packs }).acting.has('doc/more.txt')).toBe(true);
  });
});

describe('a file of the tag that is missing', () => {
  it.each([
    ['src/tool.h', 'Makefile.am'],
    ['tests/data.bin', 'Makefile.am'],
    ['doc/tool.1', 'Makefile.am'],
  ])('is missed as %s, which %s names or packs with its folder', (path, by) => {
    expect(judged({}, { missing: [path] }).missed.get(path)).toBe(by);
  });

  it('is not missed where its own make dist leaves it out too', () => {
    const changed = {
      'Makefile.am': 'EXTRA_DIST = data/x.bin data/y.bin\n',
      'data/x.bin': 'x',
      'data/y.bin': 'y',
    };
    const missing = ['data/x.bin', 'data/y.bin'];
    const { missed } = judged({}, { changed, missing, unpacked: new Set(['data/x.bin']) });
    expect([...missed.keys()]).toEqual(['data/y.bin']);
  });

  it('is missed where only a source includes it', () => {
    const changed = { 'Makefile.am': 'bin_PROGRAMS = tool\n' };
    expect(judged({}, { missing: ['src/tool.h'], changed }).missed.get('src/tool.h')).toBe('src/tool.c');
  });

  it.each([
    ['nothing', 'README', 'tool\n'],
    ['a command of a makefile', 'src/Makefile.am', 'lint:\n\tshellcheck extra.sh\n'],
    [
      'a command under a condition',
      'src/Makefile.in',
      '@A_TRUE@@B_FALSE@lint:\n@A_TRUE@@B_FALSE@\tshellcheck extra.sh > $@\n',
    ],
    [
      'another build system',
      'CMakeLists.txt',
      'add_executable(x src/extra.sh)\ninstall(FILES src/extra.sh)\n',
    ],
    [
      'a path that leads to a folder of another name',
      'lib/x.sh',
      '. ../more/extra.sh\n. run.sh ../more/run.sh\n',
    ],
    ['a name that is another file too', 'lib/x.sh', '. tool.h\n. run.sh\n'],
    ['a name that another file gets from its template', 'extra.sh.in', ''],
  ])('is not missed where %s names it', (_, path, content) => {
    expect(
      judged(
        {},
        {
          missing: ['src/extra.sh', 'old/run.sh'],
          changed: { 'lib/any.sh': path === 'extra.sh.in' ? '. extra.sh\n' : '', [path]: content },
        },
      ).missed.size,
    ).toBe(0);
  });
});

describe('a file of the tag that is missing, called by a plain word', () => {
  it.each([
    ['a variable', 'src/more.c', 'int delta = 1;\n', false],
    ['a word of a script', 'src/more.pl', 'print $delta;\n', false],
    ['a path', 'src/more.sh', 'perl ../scripts/delta\n', true],
    ['a list of a makefile', 'scripts/Makefile.am', 'EXTRA_DIST = delta\n', true],
  ])('is one where it is named as %s: %s', (_, path, content, isMissed) => {
    const changed = { 'scripts/delta': '#!/usr/bin/perl\n', [path]: content };
    expect(judged({}, { missing: ['scripts/delta'], changed }).missed.has('scripts/delta')).toBe(isMissed);
  });

  it.each([
    ['a pattern that paths are held against', "my @skip = ('^\\.mailmap$');\n", false],
    ['a path', "open(my $map, '.mailmap');\n", true],
    ['a path that is put together', "open(my $map, $top . '/.mailmap');\n", true],
  ])('whose name begins with a dot is one where a script names it as %s', (_, content, isMissed) => {
    const changed = { '.mailmap': 'A <a@b.example>\n', 'scripts/check.pl': content };
    expect(judged({}, { missing: ['.mailmap'], changed }).missed.has('.mailmap')).toBe(isMissed);
  });

  it.each([
    ['of another folder, as any program', 'docker/Dockerfile', 'RUN pip install pre-commit\n', false],
    ['beside the script', 'scripts/more.sh', 'sh pre-commit\n', true],
    ['a path', 'src/more.sh', 'sh ../scripts/pre-commit\n', true],
  ])('that has a hyphen is one where it is named as %s', (_, path, content, isMissed) => {
    const missing = ['scripts/pre-commit'];
    const changed = { [missing[0]!]: '#!/bin/sh\n', [path]: content };
    expect(judged({}, { missing, changed }).missed.has(missing[0]!)).toBe(isMissed);
  });
});

describe('what no build of the source can have made', () => {
  const unmade = (added: Record<string, string>, more?: Parameters<typeof judged>[1]) => {
    const all = judged({ 'Makefile.in': 'all:\n', ...added }, more).unmade!;
    return [...all].filter((path) => path in added);
  };

  it('everything, in a release that otherwise is an archive of the tag', () => {
    const more = { 'examples/data.bin': 'x', package_version: '1' };
    expect([...judged(more).unmade!]).toEqual(Object.keys(more));
    expect([...judged({ ...more, configure: '' }).unmade!]).toEqual([]);
  });

  it('what its own make dist did not pack', () => {
    const more = { 'Makefile.in': 'all:\n', 'examples/data.bin': 'x' };
    expect([...judged(more, { unpacked: new Set(['examples/data.bin', 'README.md']) }).unmade!]).toEqual([
      'examples/data.bin',
    ]);
  });

  it.each([
    ['src/planted.c', 'int x;\n'],
    ['src/tool.o', '\x7fELF'],
    ['GNUmakefile', 'all:\n'],
    ['m4/planted.m4', 'AC_DEFUN([gl_PLANTED], [true])\n'],
    ['build-aux/helper.sh', 'true\n'],
  ])('%s', (path, content) => {
    expect(unmade({ [path]: content })).toEqual([path]);
  });

  it.each([
    [
      'a generator makes it: its name is that of the input',
      'src/planted.c',
      'x',
      { 'Makefile.am': 'tool_SOURCES = planted.y\n' },
    ],
    ['a rule names it', 'planted.h', 'x', { 'Makefile.am': 'planted.h: tool.c\n\tsh make-it > $@\n' }],
    [
      'the source uses what it defines',
      'm4/any.m4',
      'AC_DEFUN([ANY_CHECK], [])',
      { 'configure.ac': 'ANY_CHECK\n' },
    ],
    ['it defines nothing that can be looked for', 'm4/any.m4', 'm4_include([x])', {}],
    [
      'steps of the source bring files from elsewhere',
      'lib/planted.c',
      'x',
      { 'autogen.sh': 'gnulib-tool --import\n' },
    ],
    ['it is of no kind that is code', 'data/planted.dat', 'x', {}],
    ['it is what autotools make', 'Makefile.in', 'all:\n', {}],
  ])('may have been made: %s', (_, path, content, changed) => {
    expect(unmade({ [path]: content }, { changed })).toEqual([]);
  });

  it('is named by a word of its own, and not by a part of one', () => {
    const changed = { 'Makefile.am': 'tool_SOURCES = implanted.y plantedtree.c\n' };
    expect(unmade({ 'src/planted.c': 'x' }, { changed })).toEqual(['src/planted.c']);
  });
});
