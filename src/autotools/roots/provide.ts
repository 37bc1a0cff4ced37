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
  ...['gperf', 'file', 'xz-utils', 'm4', 'perl', 'util-linux'],
];

/** The suite of Debian that has a version of autoconf, and tools of its time. */
const suites: Readonly<Record<string, string>> = { '2.71': 'bookworm', '2.72': 'trixie', '2.73': 'sid' };
/** Milliseconds that making one may take. */
const patience = 15 * 60_000;

/**
 * Mounts that put the system of a Debian suite in place of this machine's, made once by mmdebstrap from the known archive, with its keys checked by
 * apt; null where it can't be had: then this machine's own tools have to do.
 */
export async function systemOf(
  autoconf: string,
  context: Context,
  tell: (message: string) => void,
): Promise<{ suite: string; mounts: Mount[] } | null> {
  const suite = Object.hasOwn(suites, autoconf) ? suites[autoconf]! : null;
  const archive = suite === null ? undefined : (await suitesOf(context)).find(({ keys }) => keys === null);
  if (suite === null || archive === undefined) return null;
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
        const options = ['--variant=apt', '--quiet', `--include=${packages.join(',')}`, ...keyring];
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
  return { suite, mounts: [mount('usr'), mount('etc/alternatives')] };
}
