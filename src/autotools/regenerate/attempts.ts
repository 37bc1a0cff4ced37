import type { Toolchain } from '../toolchains/known.js';
import { toolchainsOf } from '../toolchains/provide.js';
import type { ConfigureRoot } from './inputs.js';

/** Toolchains for one try at all folders with a configure script. */
export interface Attempt {
  tools: { root: ConfigureRoot; autoconf: Toolchain; automake: Toolchain | null }[];
}

/** Versions that banners name and nothing here makes. */
export interface Attempts {
  attempts: Attempt[];
  unknown: string[];
}

/** Version of autoconf where no `configure` is to be made: it only reads what automake asks for. */
const usualAutoconf = '2.71';

/** One try for each build of a version, the project's own first. */
export function attemptsFor(roots: readonly ConfigureRoot[]): Attempts {
  const unknown = new Set<string>();
  const choices = roots.flatMap((root) => {
    const autoconf = toolchainsOf('autoconf', root.autoconf ?? usualAutoconf);
    const automake = root.automake === null ? [] : toolchainsOf('automake', root.automake);
    if (autoconf.length === 0) unknown.add(`autoconf ${root.autoconf}`);
    if (root.automake !== null && automake.length === 0) unknown.add(`automake ${root.automake}`);
    return autoconf.length === 0 ? [] : [{ root, autoconf, automake: automake[0] ?? null }];
  });
  const most = Math.max(0, ...choices.map(({ autoconf }) => autoconf.length));
  const attempts = Array.from({ length: most }, (_, at) => ({
    tools: choices.map(({ root, autoconf, automake }) => ({
      root,
      autoconf: autoconf[Math.min(at, autoconf.length - 1)]!,
      automake,
    })),
  }));
  return { attempts, unknown: [...unknown] };
}
