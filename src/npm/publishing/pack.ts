import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { exitCodes } from '../../errors.js';
import { GateError } from '../../gate/error.js';
import { objectOf, parseJson } from '../json-object.js';
import type { Publishable } from './packages.js';

/** What a release is packed with. */
type Packer = 'npm' | 'pnpm' | 'yarn' | 'yarn-berry' | 'bun';

/** A tarball in a folder of its own. */
export interface Packed {
  tarball: string;
  remove(): Promise<void>;
}

/** Told to what packing starts, so that a gate which a package runs before it is published does not start another one. */
export const insideGate = 'REPROVE_GATE';

/**
 * Packs a package as publishing it would, with the package manager of its project and the scripts that publishing runs: outside of any sandbox, as
 * this is what the maintainer is about to do anyway. Throws `GateError` (`E_PACK`) with the end of the log where that fails.
 */
export async function pack(
  root: string,
  { name, directory, manifest }: Publishable,
  { signal, env }: { signal: AbortSignal; env: Readonly<Record<string, string | undefined>> },
): Promise<Packed> {
  const folder = join(root, directory);
  const packer = await packerOf(root, folder);
  const to = await mkdtemp(join(tmpdir(), 'reprove-gate-'));
  const remove = () => rm(to, { recursive: true, force: true });
  const hasScript = typeof objectOf(manifest.scripts).prepublishOnly === 'string';
  // A gate that is run by this very script packs what it would leave.
  const isInside = env.npm_lifecycle_event === 'prepublishOnly';
  const commands = [
    ...(hasScript && !isInside && packer !== 'yarn-berry' ? [[bin(packer), 'run', 'prepublishOnly']] : []),
    packing(packer, to),
  ];
  try {
    for (const [program = '', ...parameters] of commands) {
      const ran = await execa(program, parameters, {
        cwd: folder,
        env: { ...env, [insideGate]: '1' },
        extendEnv: false,
        stdin: 'ignore',
        reject: false,
        all: true,
        cancelSignal: signal,
        maxBuffer: { all: 2 ** 24 },
      });
      signal.throwIfAborted();
      if (ran.failed) throw failed(name, [program, ...parameters], ran.all ?? ran.shortMessage);
    }
    const [tarball, ...others] = (await readdir(to)).filter((file) => /\.t(?:ar\.)?gz$/.test(file));
    if (tarball === undefined || others.length > 0)
      throw failed(name, packing(packer, to), 'it left no tarball');
    return { tarball: join(to, tarball), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

const bin = (packer: Packer): string => (packer === 'yarn-berry' ? 'yarn' : packer);

function packing(packer: Packer, to: string): string[] {
  switch (packer) {
    case 'npm':
      return ['npm', 'pack', '--pack-destination', to];
    case 'pnpm':
      return ['pnpm', 'pack', '--pack-destination', to];
    case 'yarn':
      return ['yarn', 'pack', '--filename', join(to, 'package.tgz')];
    case 'yarn-berry':
      return ['yarn', 'pack', '--out', join(to, 'package.tgz')];
    case 'bun':
      return ['bun', 'pm', 'pack', '--destination', to];
  }
}

/** The manager that the nearest folder names or has a lockfile of, up to the work tree's root; npm where nothing tells. */
async function packerOf(root: string, folder: string): Promise<Packer> {
  for (let at = folder; ; at = dirname(at)) {
    const manifest = parseJson(await readFile(join(at, 'package.json'), 'utf8').catch(() => ''));
    const [, named, version] =
      /^(npm|pnpm|yarn|bun)@(\d+)/.exec(String(manifest?.packageManager ?? '')) ?? [];
    if (named !== undefined)
      return named === 'yarn' && Number(version) >= 2 ? 'yarn-berry' : (named as Packer);
    if (await has(at, 'pnpm-lock.yaml')) return 'pnpm';
    if (await has(at, 'yarn.lock'))
      return /^__metadata:/m.test(await readFile(join(at, 'yarn.lock'), 'utf8')) ? 'yarn-berry' : 'yarn';
    if ((await has(at, 'bun.lock')) || (await has(at, 'bun.lockb'))) return 'bun';
    if ((await has(at, 'package-lock.json')) || at === root || dirname(at) === at) return 'npm';
  }
}

async function has(folder: string, name: string): Promise<boolean> {
  return (await stat(join(folder, name)).catch(() => null))?.isFile() === true;
}

function failed(name: string, command: readonly string[], log: string): GateError {
  const last = log.trim().split('\n').filter(Boolean).slice(-3).join(' / ').slice(0, 500);
  return new GateError(
    'E_PACK',
    `${name} could not be packed: ${command.slice(0, 3).join(' ')} failed: ${last}`,
    'Make it pack by hand, as publishing would, or give the tarball.',
    exitCodes.inconclusive,
  );
}
