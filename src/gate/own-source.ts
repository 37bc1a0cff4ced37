import { pathToFileURL } from 'node:url';
import type { Config } from '../config/schema.js';
import { parseAddress } from '../source/address.js';
import type { VerifyOptions } from '../verify.js';
import type { Candidate } from './check.js';
import type { Checkout } from './checkout.js';

/** The commit that is checked out; the checkout itself where no repository is stated that it could stand for. */
export function sourceIn(
  { root, commit }: Checkout,
  { directory, repository }: Pick<Candidate, 'directory' | 'repository'>,
): Pick<VerifyOptions, 'source' | 'ref' | 'directory'> {
  return {
    ref: commit,
    ...(directory === '' ? {} : { directory }),
    ...(stated(repository) === null ? { source: root } : {}),
  };
}

/** Whoever verifies the release later asks the repository that it states; here this clone of it answers. */
export function mappedTo(
  { root }: Checkout,
  { repository }: Pick<Candidate, 'repository'>,
  config: Config,
): Config {
  const from = stated(repository);
  if (from === null) return config;
  return { ...config, sourceMirrors: [{ from, to: pathToFileURL(root).href }, ...config.sourceMirrors] };
}

function stated(repository: string | null): string | null {
  if (repository === null) return null;
  const address = parseAddress(repository, 'release');
  return address.kind === 'address' ? address.url : null;
}
