import { dirname } from 'node:path';
import { defaultConfig } from '../config/defaults.js';
import type { LoadedConfig } from '../config/load.js';
import type { Config } from '../config/schema.js';
import type { DecidingConfig } from '../policy/check.js';
import { isUsual } from '../policy/is-usual.js';
import type { Release } from '../release.js';
import { escapeText } from '../report/escape.js';
import type { Io } from './io.js';

/** What a release is held to. */
export type PolicyFor = (release: Pick<Release, 'name' | 'repository'>) => DecidingConfig;

/**
 * What each release is held to: the policy and waivers of the configuration, unless that was merely found in a checkout of the release's own
 * repository. Its authors would decide there what passes of them; whoever means it names it with `--config`. Told once, on stderr.
 */
export async function policyFor(
  { config, file, asked }: LoadedConfig,
  { stderr }: Pick<Io, 'stderr'>,
): Promise<PolicyFor> {
  if (file === null || asked || isUsual(config)) return () => config;
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
  const told = new Set<string>();
  return (release) => {
    const stated = urlOf(release.repository);
    const isOwn =
      packages.has(release.name) || (stated !== null && own.some((url) => sameRepository(url, stated)));
    if (!isOwn) return config;
    if (!told.has(release.name))
      stderr.write(
        `${escapeText(file)} is in a checkout of ${escapeText(release.name)}: its policy and waivers are not used for it; --config would\n`,
      );
    told.add(release.name);
    return withoutPolicy(config);
  };
}

const withoutPolicy = (config: Config): DecidingConfig => ({
  policy: { ...defaultConfig.policy, rules: [], signals: [] },
  waivers: [],
  expectedSource: config.expectedSource,
});
