import { type CompressionName, compressed } from './compressed.js';
import { type TarEntry, tarball } from './tarball.js';

/** A small project that is built with autotools, as its repository has it. */
export const toolSource = {
  'configure.ac':
    'AC_INIT([A Tool], [1.2.3], [bugs@tool.example], [tool], [https://git.example/team/tool.git])\nAM_INIT_AUTOMAKE([foreign])\nAC_PROG_CC\nAC_CONFIG_FILES([Makefile])\nAC_OUTPUT\n',
  'Makefile.am':
    'bin_PROGRAMS = tool\ntool_SOURCES = src/tool.c src/tool.h\nEXTRA_DIST = autogen.sh tests doc/tool.txt\ndist_man_MANS = doc/tool.1\nTESTS = tests/run.sh\n',
  'src/tool.c': '#include "tool.h"\nint main(void) { return ANSWER; }\n',
  'src/tool.h': '#define ANSWER 0\n',
  'tests/run.sh': '#!/bin/sh\nexec ./tool\n',
  'tests/data.bin': 'some test data\n',
  'doc/tool.1': '.TH TOOL 1\n.SH NAME\ntool \\- does nothing\n',
  'doc/tool.txt': 'tool does nothing\n',
  'README.md': '# tool\n',
  'autogen.sh': 'autoreconf -fi\n',
};

/** A tarball as maintainers and code hosts publish them: everything in one folder, `name-version`. */
export function sourceTarball(
  files: Record<string, string | Buffer | Omit<TarEntry, 'path'>>,
  { root = 'tool-1.2.3', compression = 'xz' }: { root?: string; compression?: CompressionName } = {},
): Buffer {
  const entries = Object.entries(files).map(([path, file]): TarEntry => {
    const entry = typeof file === 'string' || Buffer.isBuffer(file) ? { content: file } : file;
    return { path: `${root}/${path}`, ...entry };
  });
  return compressed(tarball(entries, { gzip: false }), compression);
}
