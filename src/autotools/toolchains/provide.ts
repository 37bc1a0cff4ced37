import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../context.js';
import { exitCodes, ReproveError } from '../../errors.js';
import type { SandboxEngine } from '../../sandbox/engine.js';
import { removeWork } from '../../sandbox/remove-work.js';
import { withLock } from '../../source/lock.js';
import { ReleaseError } from '../error.js';
import { fromPackage } from './from-package.js';
import { fromSource } from './from-source.js';
import { type Toolchain, type ToolchainOrigin, toolchainName, toolchains } from './known.js';

/** Bumped when toolchains are made otherwise than before. */
const making = 1;

/** A toolchain on this machine. */
export interface ProvidedToolchain extends Toolchain {
  name: string;
  /** Host folder with `bin` and `share`; its files say where they lie in the sandbox. */
  folder: string;
  /** What it was made from, with digests and who signed for them. */
  from: string;
}

/** Where a toolchain lies in every sandbox; what it makes must not depend on the machine. */
export const insideToolchain = (name: string): string => `/tools/${name}`;

/** What making a toolchain needs. */
export interface Making {
  toolchain: Toolchain;
  origin: ToolchainOrigin;
  /** Empty host folder that becomes the toolchain. */
  into: string;
  engine: SandboxEngine;
  context: Context;
  tell: (message: string) => void;
}

/**
 * A toolchain from the cache, or made: a package unpacked, or a release of the project built in the sandbox. Throws `ReleaseError`
 * (`E_NO_TOOLCHAIN`) with what to do where none of its origins can be had.
 */
export async function provideToolchain(
  toolchain: Toolchain,
  engine: SandboxEngine,
  context: Context,
  tell: (message: string) => void,
): Promise<ProvidedToolchain> {
  const name = toolchainName(toolchain);
  const key = createHash('sha256')
    .update(JSON.stringify([making, toolchain]))
    .digest('hex')
    .slice(0, 16);
  const all = join(context.cache, 'autotools');
  const place = join(all, `${name}-${key}`);
  const found = async (): Promise<ProvidedToolchain | null> => {
    const from = await readFile(join(place, 'from'), 'utf8').catch(() => null);
    return from === null ? null : { ...toolchain, name, folder: join(place, 'root'), from: from.trim() };
  };
  const there = await found();
  if (there !== null) return there;
  return withLock(place, context.signal, async () => {
    const meanwhile = await found();
    if (meanwhile !== null) return meanwhile;
    await mkdir(all, { recursive: true, mode: 0o700 });
    const failures: string[] = [];
    for (const origin of toolchain.origins) {
      const incoming = await mkdtemp(join(all, 'incoming-'));
      try {
        const into = join(incoming, 'root');
        await mkdir(into);
        tell(`making ${name} from ${describe(origin)}`);
        const make = origin.kind === 'package' ? fromPackage : fromSource;
        const from = await make({ toolchain, origin, into, engine, context, tell });
        await writeFile(join(incoming, 'from'), `${from}\n`);
        await rename(incoming, place);
        return { ...toolchain, name, folder: join(place, 'root'), from };
      } catch (error) {
        context.signal.throwIfAborted();
        if (!(error instanceof ReproveError)) throw error;
        failures.push(`${describe(origin)}: ${error.message}`);
      } finally {
        await removeWork(incoming);
      }
    }
    throw new ReleaseError({
      code: 'E_NO_TOOLCHAIN',
      message: `${name} can't be had here: ${failures.join('; ')}`,
      hint: "Add a suite that has it to 'debianArchives', or map the repository with 'sourceMirrors'.",
      exitCode: exitCodes.environment,
    });
  });
}

/** Those that write this version, in the order in which they are tried. */
export const toolchainsOf = (tool: Toolchain['tool'], version: string): Toolchain[] =>
  toolchains.filter((one) => one.tool === tool && one.version === version);

function describe(origin: ToolchainOrigin): string {
  switch (origin.kind) {
    case 'package':
      return `Debian's ${origin.name} ${origin.version}`;
    case 'tarball':
      return `the tarball of Debian's ${origin.name} ${origin.upstream}`;
    case 'tag':
      return `${origin.tag} of ${origin.url}`;
  }
}
