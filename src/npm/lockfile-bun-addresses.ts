import type { Rewritten } from './lockfile-addresses.js';
import { binaryAddresses, registryVersion } from './lockfile-bun.js';
import { moveAddress } from './moved-address.js';
import { tarballPath } from './registry-proxy/tarball-path.js';

/** `"place": ["name@1.0.0", "https://…", {`, a line of bun.lock. */
const entry = /^([ \t]*"[^"\n]*"[ \t]*:[ \t]*\[[ \t]*")([^"\n]*)(",[ \t]*")([^"\\\s]*)(?=")/gm;

/**
 * bun.lock. Where a package is from bun's usual registry no address stands, and older versions of bun (1.3.2 does, 1.3.14 doesn't) ask
 * that registry whatever the environment names: so the proxy's address is filled in.
 */
export function rewriteBunAddresses(text: string, publicUrl: string): Rewritten {
  const untouched = new Set<string>();
  let count = 0;
  const rewritten = text.replace(
    entry,
    (whole, before: string, id: string, between: string, address: string) => {
      const known = address === '' ? registryVersion(id) : null;
      const moved = known === null ? moveAddress(address, publicUrl) : publicUrl + tarballPath(known);
      if (moved === null) {
        if (address !== '') untouched.add(address);
        return whole;
      }
      if (moved !== address) count += 1;
      return before + id + between + moved;
    },
  );
  return { text: rewritten, count, untouched: [...untouched] };
}

/** bun.lockb, which names its strings by where they are: an address is replaced by one of the same length, filled up with a query. */
export function rewriteBinaryAddresses(text: string, publicUrl: string): Rewritten {
  const untouched = new Set<string>();
  let count = 0;
  const rewritten = text.replace(binaryAddresses, (address) => {
    const moved = moveAddress(address, publicUrl);
    if (moved === null || moved.length > address.length) {
      untouched.add(address);
      return address;
    }
    if (moved !== address) count += 1;
    const missing = address.length - moved.length;
    return missing === 0 ? moved : `${moved}?${'_'.repeat(missing - 1)}`;
  });
  return { text: rewritten, count, untouched: [...untouched] };
}
