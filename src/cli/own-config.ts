import { dirname } from 'node:path';
import { defaultConfig } from '../config/defaults.js';
import type { LoadedConfig } from '../config/load.js';
import type { DecidingConfig } from '../policy/check.js';
import { isUsual } from '../policy/is-usual.js';
import type { Release } from '../release.js';

/** Whether a configuration lies in a checkout of a release's own repository. */
export type IsOwn = (release: Pick<Release, 'name' | 'repository'>) => boolean;

/**
 * Whether a configuration that was merely found is that of a release's own repository. Its authors would decide there what passes of them;
 * whoever means it names it with `--config`.
 */
export async function ownConfig({ config, file, asked }: LoadedConfig): Promise<IsOwn> {
  if (file === null || asked || isUsual(config)) return () => false;
  const [{ checkoutAt }, { parseAddress, sameRepository }] = await Promise.all([
    import('../config/checkout.js'),
    import('../source/address.js'),
  ]);
  const { packages, remotes } = await checkoutAt(dirname(file));
  const urlOf = (text: string | null) => {
    const address = text === null ? null : parseAddress(text, 'release');
    return address?.kind === 'address' ? address.url : null;
  };
  const own = remotes.map(urlOf).filter((url) => url !== null);
  return ({ name, repository }) => {
    const stated = urlOf(repository);
    return packages.has(name) || (stated !== null && own.some((url) => sameRepository(url, stated)));
  };
}

/** The same configuration with nothing in it that decides, but for the expected source. */
export const withoutPolicy = (config: DecidingConfig): DecidingConfig => ({
  policy: { ...defaultConfig.policy, rules: [], signals: [] },
  waivers: [],
  expectedSource: config.expectedSource,
});
