import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { collected } from '../../archive/collected.js';
import { sourceForm } from '../../archive/form.js';
import { walkArchive } from '../../archive/walk.js';
import { inside } from '../../sandbox/layout.js';
import { runFolder } from '../../sandbox/run-folder.js';
import { giveWork } from '../../sandbox/work-owner.js';
import { parseAddress } from '../../source/address.js';
import { openRevision } from '../../source/open-revision.js';
import { sourcePackages } from '../debian/packages.js';
import { ReleaseError } from '../error.js';
import { sandboxStep } from '../sandbox-step.js';
import { noSuiteHasIt } from './from-package.js';
import { toolchainName } from './known.js';
import { insideToolchain, type Making } from './provide.js';

/** Bytes of one file. */
const largest = 2 ** 24;

/**
 * Manuals are not needed, and what makes them may not be there. A tag has no `configure`: the machine's own autoconf makes that one, which has
 * no part in what the toolchain writes later.
 */
const script = `set -e
cd source
if [ ! -f configure ]; then
  for boot in bootstrap bootstrap.sh; do if [ -f $boot ]; then sh ./$boot || perl ./$boot; break; fi; done
fi
./configure --prefix="$1"
find doc man lib -name '*.1' -exec touch {} + 2>/dev/null || true
make MAKEINFO=true HELP2MAN=true
make MAKEINFO=true HELP2MAN=true install DESTDIR="$PWD/../out"
`;

/** Builds a toolchain in the sandbox from its project's own release or tag, to lie where it will lie in every sandbox. */
export async function fromSource(making: Making): Promise<string> {
  const { toolchain, into, engine, context } = making;
  const folder = await runFolder(context.cache);
  try {
    const source = join(folder.work, 'source');
    await mkdir(source, { recursive: true });
    const from = await (making.origin.kind === 'tag' ? fromTag : fromTarball)(making, source);
    const root = insideToolchain(toolchainName(toolchain));
    const outcome = await sandboxStep(
      {
        name: `build ${toolchainName(toolchain)}`,
        command: ['/bin/sh', '-c', script, 'build', root],
        mounts: [],
        environment: { PATH: '/usr/bin:/bin' },
      },
      { engine, folder, context },
    );
    const built = join(folder.work, 'out', root);
    const is = await readFile(join(built, 'bin', toolchain.tool)).catch(() => null);
    if (outcome.exitCode !== 0 || is === null)
      throw new ReleaseError({
        code: 'E_NO_TOOLCHAIN',
        message: `its build ended with exit code ${outcome.exitCode} (${outcome.lastLines.at(-1) ?? ''})`,
        hint: `Look at what ${inside.work} needs: m4, perl, make.`,
      });
    await rename(join(built, 'bin'), join(into, 'bin'));
    await rename(join(built, 'share'), join(into, 'share'));
    if (process.getuid?.() === 0) await giveWork(into, 0);
    return from;
  } finally {
    await folder.remove();
  }
}

async function fromTarball({ origin, context }: Making, into: string): Promise<string> {
  if (origin.kind !== 'tarball') throw new TypeError(origin.kind);
  const tarballs = (await sourcePackages(origin.name, context)).map(({ tarball }) => tarball);
  const found = tarballs.find(({ name }) => name.startsWith(`${origin.name}_${origin.upstream}.orig.`));
  if (found === undefined) throw noSuiteHasIt();
  const { path, sha256 } = await found.get();
  const files: { path: string; mode: number; bytes: Buffer }[] = [];
  await walkArchive(path, {
    limits: context.config.archive,
    form: sourceForm,
    signal: context.signal,
    onFile: ({ path: at, mode, size, link }) =>
      link !== undefined || size > largest
        ? null
        : collected((bytes) => files.push({ path: at, mode, bytes: Buffer.from(bytes) })),
  });
  // In order of their age in the archive, so that make sees generated files as newer than what they are made from.
  for (const { path: at, mode, bytes } of files) {
    await mkdir(dirname(join(into, at)), { recursive: true });
    await writeFile(join(into, at), bytes, { mode: (mode & 0o111) === 0 ? 0o644 : 0o755 });
  }
  return `${found.name} (sha256 ${sha256}), ${found.signed}`;
}

async function fromTag({ origin, toolchain, context }: Making, into: string): Promise<string> {
  if (origin.kind !== 'tag') throw new TypeError(origin.kind);
  const address = parseAddress(origin.url, 'user');
  const opened =
    address.kind === 'address'
      ? await openRevision(address, origin.tag, null, context)
      : { ok: false as const, reason: address.reason };
  if (!opened.ok)
    throw new ReleaseError({
      code: 'E_NO_TOOLCHAIN',
      message: opened.reason,
      hint: "Map the repository with 'sourceMirrors'.",
    });
  const { repository, tree } = opened.revision;
  try {
    await repository.checkout(tree, into);
    // Asked for by the scripts that find out a version; a checkout has no history.
    await writeFile(join(into, '.tarball-version'), toolchain.version);
    return `${origin.tag} of ${origin.url}, commit ${tree.commit}`;
  } finally {
    await repository.close();
  }
}
