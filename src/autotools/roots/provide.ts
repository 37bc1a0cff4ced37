import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Context } from '../../context.js';
import type { Mount } from '../../sandbox/engine.js';
import { removeWork } from '../../sandbox/remove-work.js';
import { withLock } from '../../source/lock.js';
import { suitesOf } from '../debian/find.js';

/** What `make dist` of most projects needs. */
const packages = [
  ...['build-essential', 'gettext', 'po4a', 'groff', 'pkg-config', 'python3', 'texinfo', 'bison', 'flex'],
  ...['gperf', 'file', 'xz-utils', 'm4', 'perl', 'util-linux', 'bsdextrautils', 'ghostscript', 'pandoc'],
  ...['help2man', 'byacc', 'zlib1g-dev', 'libssl-dev', 'git', 'bzip2', 'zip'],
  ...['libevent-dev', 'libncurses-dev'],
];
/** Folders of it that take the place of this machine's; the configuration of groff holds macros that manual pages ask for. */
const shown = ['usr', 'etc/alternatives', 'etc/groff'];

/** The suites of Debian with tools of the time of a version of autoconf: that which has it, then its neighbour, as the other tools may be older or newer. */
const suites: Readonly<Record<string, readonly string[]>> = {
  '2.71': ['bookworm', 'trixie'],
  '2.72': ['trixie', 'bookworm'],
  '2.73': ['sid', 'trixie'],
};
/** The suites whose tools may have had a part in what a version of autoconf was used for, the likeliest first; none where it is not known. */
export const suitesFor = (autoconf: string): readonly string[] =>
  Object.hasOwn(suites, autoconf) ? suites[autoconf]! : [];
/** Milliseconds that making one may take. */
const patience = 15 * 60_000;

/**
 * Mounts that put the system of a Debian suite in place of this machine's, made once by mmdebstrap from the known archive, with its keys checked by
 * apt; null where it can't be had: then this machine's own tools have to do.
 */
export async function systemOf(
  suite: string,
  context: Context,
  tell: (message: string) => void,
): Promise<Mount[] | null> {
  const archive = (await suitesOf(context)).find(({ keys }) => keys === null);
  if (archive === undefined) return null;
  const { uri, signedBy } = archive;
  const key = createHash('sha256')
    .update(JSON.stringify([suite, packages, uri]))
    .digest('hex')
    .slice(0, 16);
  const all = join(context.cache, 'autotools');
  const place = join(all, `system-${suite}-${key}`);
  const there = () =>
    stat(join(place, 'from')).then(
      () => true,
      () => false,
    );
  if (!(await there())) {
    if (context.offline) return null;
    const made = await withLock(place, context.signal, async () => {
      if (await there()) return true;
      await mkdir(all, { recursive: true, mode: 0o755 });
      const incoming = await mkdtemp(join(all, 'incoming-'));
      try {
        tell(`making a system of Debian ${suite}`);
        const keyring = (signedBy ?? []).map((file) => `--keyring=${file}`);
        // Copies of an archive that are served for long are out of date by their own word; they are signed all the same.
        const dated = '--aptopt=Acquire::Check-Valid-Until "false"';
        const options = ['--variant=apt', dated, '--quiet', `--include=${packages.join(',')}`, ...keyring];
        await execa('mmdebstrap', [...options, suite, join(incoming, 'root'), uri], {
          cancelSignal: context.signal,
          timeout: patience,
          env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
          extendEnv: false,
        });
        await writeFile(join(incoming, 'from'), `${suite} of ${uri}\n`);
        await rename(incoming, place);
        return true;
      } catch {
        context.signal.throwIfAborted();
        tell(`no system of Debian ${suite} can be made here: this machine's own tools have to do`);
        return false;
      } finally {
        await removeWork(incoming);
      }
    });
    if (!made) return null;
  }
  const mount = (path: string): Mount => ({
    from: join(place, 'root', path),
    to: `/${path}`,
    writable: false,
  });
  return shown.map(mount);
}
