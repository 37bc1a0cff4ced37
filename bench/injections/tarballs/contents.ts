import { chmod, copyFile, lstat, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { wholeArchive } from '../shape.js';
import {
  type Attack,
  adding,
  changing,
  edit,
  entriesOf,
  generated,
  isNamed,
  pathsWith,
  type Unpacked,
} from './attack.js';

const ofSource = (name: RegExp) => (release: Unpacked) => pathsWith(release, ['source'], name);
const code = /\.(?:c|cc|cpp)$/;
const testData = /(?:^|\/)tests?\/.*\.(?:xz|lzma|lz|bin|dat|data|txt|in|out|expected|pcap|ogg|webp|gz|zst)$/;

/** Attacks on everything else, and on the archive. */
export const contentAttacks: readonly Attack[] = [
  changing(
    { id: 'source-changed', kind: 'change', like: 'one condition of a source file' },
    ofSource(code),
    (text) => text.replace(/\bif \((\w+)( [=!<>]=? )/, (_, name, operator) => `if (!${name}${operator}`),
  ),
  changing(
    { id: 'header-changed', kind: 'change', like: 'a header that includes another file' },
    ofSource(/\.h$/),
    (text) => text.replace(/^(#include .*)$/m, '$1\n#include "planted.h"'),
  ),
  adding(
    { id: 'source-added', kind: 'change', like: 'a source file that nobody committed' },
    async (release) => {
      const [path] = release.random.shuffle(ofSource(code)(release));
      return path === undefined
        ? null
        : { path: posix.join(dirname(path), 'planted.c'), content: 'int planted(void) { return 0; }\n' };
    },
  ),
  adding(
    { id: 'object-added', kind: 'change', like: 'an object file that make takes for up to date' },
    async (release) => {
      const [path] = release.random.shuffle(ofSource(code)(release));
      const content = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(57)]);
      return path === undefined ? null : { path: path.replace(code, '.o'), content };
    },
  ),
  {
    id: 'fixture-moved',
    kind: 'change',
    like: 'a file of the tests in a place where it acts',
    async plant(release) {
      const [from] = release.random.shuffle(ofSource(testData)(release));
      const [beside] = release.random.shuffle(ofSource(code)(release));
      if (from === undefined || beside === undefined) return null;
      const path = posix.join(dirname(beside), basename(from));
      if ((await stat(join(release.folder, path)).catch(() => null)) !== null) return null;
      await copyFile(join(release.folder, from), join(release.folder, path));
      return { paths: [path] };
    },
  },
  {
    id: 'fixture-replaced',
    kind: 'change',
    like: 'test data with other bytes',
    async plant(release) {
      const [path] = release.random.shuffle(ofSource(testData)(release));
      if (path === undefined) return null;
      await writeFile(join(release.folder, path), '####planted####\n');
      return { paths: [path] };
    },
  },
  {
    id: 'catalogue-replaced',
    kind: 'change',
    like: 'a compiled message catalogue: formats are read at run time',
    async plant(release) {
      const entries = entriesOf(release).map(({ path }) => path);
      const [path] = release.random.shuffle(entries.filter((one) => one.endsWith('.gmo')));
      if (path === undefined) return null;
      await edit(release, path, (text) => `${text.slice(0, -2)}%n`);
      return { paths: [path] };
    },
  },
  {
    id: 'mode-changed',
    kind: 'change',
    like: 'a script that is not run any more, or data that is',
    async plant(release) {
      for (const path of release.random.shuffle(
        ofSource(/\.(?:sh|py|pl|awk|sed)$|(?:^|\/)[a-z-]+$/)(release),
      )) {
        const { mode } = await lstat(join(release.folder, path));
        if ((mode & 0o170000) !== 0o100000) continue;
        await chmod(join(release.folder, path), (mode & 0o111) === 0 ? 0o755 : 0o644);
        return { paths: [path] };
      }
      return null;
    },
  },
  {
    id: 'link',
    kind: 'change',
    like: 'a source file that is a link out of the tree',
    async plant(release) {
      const [path] = release.random.shuffle(ofSource(code)(release));
      if (path === undefined) return null;
      await rm(join(release.folder, path));
      await symlink('../../../planted.c', join(release.folder, path));
      return { paths: [path] };
    },
  },
  {
    id: 'second-archive',
    kind: 'change',
    like: 'some readers of tar go on after its end',
    async plant(release) {
      const [path] = ofSource(code)(release);
      return path === undefined
        ? null
        : { paths: [wholeArchive], repack: (tar) => Buffer.concat([tar, tar]) };
    },
  },
  {
    id: 'left-out',
    kind: 'change',
    like: 'a file of the tag that the build names: a test, a source',
    async plant(release) {
      for (const path of release.random.shuffle(ofSource(/\.(?:c|h|sh|am)$/)(release))) {
        if (!(await isNamed(release, path))) continue;
        await rm(join(release.folder, path));
        return { paths: [path] };
      }
      return null;
    },
  },
  changing(
    { id: 'configure-source', kind: 'change', like: 'a configure.ac that is not the one of the tag' },
    ofSource(/^configure\.(?:ac|in)$/),
    (text) =>
      text.replace(/^(AC_OUTPUT.*)$/m, 'AC_CONFIG_COMMANDS([planted], [true planted by the bench], [])\n$1'),
  ),
  changing(
    { id: 'generated-source', kind: 'change', like: 'code that a generator is said to have written' },
    (release) => generated(release, /\.(?:c|h|inc|y|l)$/),
    (text) => `${text}\nint planted;\n`,
  ),
];
