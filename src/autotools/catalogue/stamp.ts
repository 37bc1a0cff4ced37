import { posix } from 'node:path';

/** What a build of libtool writes of its own version: no quote, no space, nothing that a shell or m4 reads as more than text. */
const stamp = '[0-9A-Za-z.~+-]{1,40}';
/** Debian's builds add their own. */
const packaged = `${stamp}(?: Debian-${stamp})?`;

/** Whole lines that differ between builds of one version of libtool, and what stands for them. */
const lines: Readonly<Record<string, readonly [RegExp, string][]>> = {
  'ltmain.sh': [
    [new RegExp(`^# libtool \\(GNU libtool\\) ${stamp}$`, 'gm'), '# libtool (GNU libtool) *'],
    [new RegExp(`^VERSION=(?:${stamp}|"${packaged}")$`, 'gm'), 'VERSION=*'],
    [new RegExp(`^package_revision=${stamp}$`, 'gm'), 'package_revision=*'],
    [new RegExp(`^scriptversion='\\(GNU libtool\\) ${stamp}'$`, 'gm'), "scriptversion='(GNU libtool) *'"],
    [new RegExp(`^\\$progname \\$scriptversion(?: Debian-${stamp})?$`, 'gm'), '$progname $scriptversion*'],
    [
      new RegExp(
        `^ {7}version: {8}\\$progname (?:\\(GNU libtool\\) ${stamp}|\\$scriptversion)(?: Debian-${stamp})?$`,
        'gm',
      ),
      '       version:        *',
    ],
    [
      /^GNU libtool home page: <https?:\/\/www\.gnu\.org\/(?:s|software)\/libtool\/>\.$/gm,
      'GNU libtool home page: *',
    ],
  ],
  'ltversion.m4': [
    [/^# serial \d{1,6} ltversion\.m4$/gm, '# serial * ltversion.m4'],
    [
      new RegExp(`^m4_define\\(\\[LT_PACKAGE_(VERSION|REVISION)\\], \\[${stamp}\\]\\)$`, 'gm'),
      'LT_PACKAGE_$1 *',
    ],
    [new RegExp(`^\\[macro_version='${stamp}'$`, 'gm'), "[macro_version='*'"],
    [new RegExp(`^macro_revision='${stamp}'$`, 'gm'), "macro_revision='*'"],
  ],
  'libtool.m4': [
    // The comment that a libtool script begins with: some builds leave its second line out.
    [/^# Libtool was configured on host `\(hostname \|\| uname -n\) 2>\/dev\/null \| sed 1q`:\n/gm, ''],
    // By which distributions with /lib64 have it searched: these very lines, and no other folder.
    [
      /^ {2}# Add ABI-specific directories to the system library path\.\n {2}sys_lib_dlsearch_path_spec="\/lib64 \/usr\/lib64 \/lib \/usr\/lib"\n\n/gm,
      '',
    ],
    [
      /^ {4}sys_lib_dlsearch_path_spec="\$sys_lib_dlsearch_path_spec \$lt_ld_extra"$/gm,
      '    sys_lib_dlsearch_path_spec="/lib /usr/lib $$lt_ld_extra"',
    ],
  ],
};

/** Whether a file of this name is one of libtool that builds write their version into. */
export const isStamped = (path: string): boolean => Object.hasOwn(lines, posix.basename(path));

/**
 * A file of libtool without what a build writes of its version into it; null for any other. Two files that are equal so are the same program but
 * for the version that they state.
 */
export function withoutStamp(path: string, bytes: Buffer): Buffer | null {
  if (!isStamped(path)) return null;
  let text = bytes.toString('latin1');
  for (const [line, common] of lines[posix.basename(path)]!) text = text.replace(line, common);
  return Buffer.from(text, 'latin1');
}
