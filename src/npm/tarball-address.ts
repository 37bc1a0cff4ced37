import type { FlatOptions } from './configuration.js';
import { malformed } from './packument.js';

/** Characters. */
const maxLength = 4_096;

/**
 * Where to ask for a tarball: what the registry states, or the same path of the configured registry for hosts that npm replaces.
 * Throws `RegistryError` for what is no http address: a registry must not have us read files, or anything else.
 *
 * @param stated `dist.tarball`, as it came.
 */
export function tarballAddress(stated: unknown, name: string, npm: FlatOptions): string {
  if (typeof stated !== 'string' || stated.length > maxLength || !URL.canParse(stated)) {
    throw malformed(name, 'its dist.tarball is no address');
  }
  const address = new URL(stated);
  if (address.protocol !== 'https:' && address.protocol !== 'http:') {
    throw malformed(name, `its dist.tarball is an address of kind ${address.protocol}`);
  }
  if (npm.replaceRegistryHost === 'always' || npm.replaceRegistryHost === address.host) {
    return new URL(address.pathname, npm.registry).href;
  }
  return address.href;
}
