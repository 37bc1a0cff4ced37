import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Attack, adding, changing, edit, generated, harmless, macroFolder } from './attack.js';

const macro = /(?:^|\/)m4\/[\w.-]+\.m4$|(?:^|\/)aclocal\/[\w.-]+\.m4$/;
const command = `AC_CONFIG_COMMANDS([planted], [${harmless}], [])`;

/** Attacks on what makes the build. */
export const buildFileAttacks: readonly Attack[] = [
  changing(
    { id: 'configure-only', kind: 'change', like: 'a line in a script that nobody reads' },
    (release) => generated(release, /^configure$/),
    (text) => text.replace(/^(ac_config_files=.*)$/m, `${harmless}\n$1`),
  ),
  changing(
    { id: 'macro-changed', kind: 'change', like: 'XZ Utils 5.6.0, without configure' },
    (release) => generated(release, macro),
    (text) => text.replace(/^(A[CU]_DEFUN(?:_ONCE)?\(.*)$/m, `$1\n  ${command}`),
  ),
  adding({ id: 'macro-added', kind: 'change', like: 'an extra macro file' }, async (release) => {
    const folder = await macroFolder(release);
    const content = `# planted.m4 serial 1\nAC_DEFUN([gl_PLANTED], [\n  ${command}\n])\n`;
    return folder === null ? null : { path: `${folder}/planted.m4`, content };
  }),
  {
    id: 'macro-in-wrong-role',
    kind: 'change',
    like: 'a known file under the name of another',
    async plant(release) {
      const [one, other] = release.random.shuffle(generated(release, macro));
      if (one === undefined || other === undefined || basename(one) === basename(other)) return null;
      await writeFile(join(release.folder, one), await readFile(join(release.folder, other)));
      return { paths: [one] };
    },
  },
  {
    id: 'helper-of-old',
    kind: 'change',
    like: 'CVE-2013-4287 and others: an old helper script with a known hole',
    async plant(release) {
      const scripts = [
        'install-sh',
        'missing',
        'mkinstalldirs',
        'config.rpath',
        'texinfo.tex',
        'compile',
        'depcomp',
      ];
      for (const path of release.random.shuffle(generated(release, /(?:^|\/)[\w.-]+$/))) {
        if (!scripts.includes(basename(path))) continue;
        const old = await release.earlier('coreutils+gnulib', `build-aux/${basename(path)}`);
        if (old === null) continue;
        await writeFile(join(release.folder, path), old);
        return { paths: [path] };
      }
      return null;
    },
  },
  changing(
    {
      id: 'regeneration-forged',
      kind: 'change',
      like: 'a macro that runs a command while configure is made',
    },
    (release) => generated(release, macro),
    (text) => `m4_esyscmd([${harmless}])dnl\n${text}`,
  ),
  changing(
    { id: 'makefile-rule', kind: 'change', like: 'a rule that make runs for everybody' },
    (release) => generated(release, /(?:^|\/)Makefile\.in$/),
    (text) => text.replace(/^(all-am:.*)$/m, `$1 planted\nplanted:\n\t@${harmless}`),
  ),
  changing(
    { id: 'config-guess', kind: 'change', like: 'a helper that configure always runs' },
    (release) => generated(release, /(?:^|\/)config\.(?:guess|sub)$/),
    (text) => text.replace(/^(timestamp=.*)$/m, `$1\n${harmless}`),
  ),
  changing(
    { id: 'ltmain', kind: 'change', like: 'the script that links everything' },
    (release) => generated(release, /(?:^|\/)ltmain\.sh$/),
    (text) => `${text}${harmless}\n`,
  ),
  changing(
    { id: 'aclocal', kind: 'change', like: 'a macro that is only in what aclocal collected' },
    (release) => generated(release, /(?:^|\/)aclocal\.m4$/),
    (text) => `${text}\nAC_DEFUN([AM_PLANTED], [${command}])\n`,
  ),
  changing(
    { id: 'header-template', kind: 'change', like: 'a definition that turns a check off' },
    (release) => generated(release, /(?:^|\/)config\w*\.h\.in$/),
    (text) => `${text}\n#define HAVE_PLANTED 1\n`,
  ),
  adding(
    { id: 'preferred-makefile', kind: 'change', like: 'make reads GNUmakefile before Makefile' },
    async () => ({
      path: 'GNUmakefile',
      content: `all:\n\t@${harmless}\n\t@$(MAKE) -f Makefile all\n`,
    }),
  ),
  {
    id: 'configure-and-macro',
    kind: 'change',
    like: 'XZ Utils 5.6.0: both at once',
    async plant(release) {
      const [script] = generated(release, /^configure$/);
      const [path] = release.random.shuffle(generated(release, macro));
      if (script === undefined || path === undefined) return null;
      const planted =
        (await edit(release, path, (text) =>
          text.replace(/^(A[CU]_DEFUN(?:_ONCE)?\(.*)$/m, `$1\n  ${command}`),
        )) &&
        (await edit(release, script, (text) => text.replace(/^(ac_config_files=.*)$/m, `${harmless}\n$1`)));
      return planted ? { paths: [path, script] } : null;
    },
  },
];
