/** What a build file is used as; the same bytes under another name, or as something else, are no evidence. */
export type Role = 'm4' | 'build-aux' | 'po' | 'text';

const buildAux = new Set([
  ...[
    'config.guess',
    'config.sub',
    'config.rpath',
    'config.libpath',
    'install-sh',
    'missing',
    'mkinstalldirs',
  ],
  ...['depcomp', 'compile', 'ltmain.sh', 'ar-lib', 'test-driver', 'tap-driver.sh', 'tap-driver.pl', 'ylwrap'],
  ...[
    'mdate-sh',
    'py-compile',
    'elisp-comp',
    'symlink-tree',
    'texinfo.tex',
    'git-version-gen',
    'move-if-change',
  ],
  ...['gitlog-to-changelog', 'useless-if-before-free', 'vc-list-files', 'update-copyright', 'announce-gen'],
  ...['gnupload', 'javacomp.sh', 'javaexec.sh', 'csharpcomp.sh', 'csharpexec.sh', 'declared.sh', 'run-test'],
  ...[
    'reloc-ldflags',
    'install-reloc',
    'libtool-reloc',
    'prefix-gnulib-mk',
    'acinstall',
    'shtool',
    'ltmain.in',
  ],
]);
const po = new Set([
  ...['Makefile.in.in', 'Makevars.template', 'Makevars', 'Rules-quot', 'boldquot.sed', 'quot.sed'],
  ...['en@quot.header', 'en@boldquot.header', 'insert-header.sin', 'insert-header.sed'],
  ...['remove-potcdate.sin', 'remove-potcdate.sed'],
]);
const texts = new Set(['INSTALL', 'ABOUT-NLS', 'COPYING', 'COPYING.LIB', 'COPYING.LESSER']);

/** What a file of this name is to a build by autotools; null for what is no build file. */
export function roleOf(path: string): Role | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^[\w.~+-]+\.m4$/.test(name)) return name === 'aclocal.m4' || name === 'configure.m4' ? null : 'm4';
  if (buildAux.has(name)) return 'build-aux';
  if (po.has(name)) return 'po';
  return texts.has(name) ? 'text' : null;
}

/** Whether a project has a file for others to build with, and not as a case of its own tests. */
export const isOffered = (path: string): boolean =>
  !/(?:^|\/)(?:tests?|testsuite|test-cases|examples?|t|old|contrib)\//i.test(path);
