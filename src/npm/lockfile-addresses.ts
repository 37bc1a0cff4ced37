import { rewriteBinaryAddresses, rewriteBunAddresses } from './lockfile-bun-addresses.js';
import { moveAddress } from './moved-address.js';

/** A lockfile whose tarball addresses lead to the registry proxy. */
export interface Rewritten {
  /** As it was, apart from the addresses. */
  text: string;
  /** How many addresses were changed. */
  count: number;
  /** Addresses that no registry gave (git hosts, files, other archives), each once, in order. */
  untouched: string[];
}

/** Where each format writes the address a package comes from. Keys, which repeat what a package.json asks for, never match. */
const places: Record<string, RegExp> = {
  'package-lock.json': /("resolved"\s*:\s*")([^"\\]+)(?=")/g,
  'npm-shrinkwrap.json': /("resolved"\s*:\s*")([^"\\]+)(?=")/g,
  'yarn.lock': /^([ \t]+resolved "?)([^"\s]+)(?="?[ \t]*\r?$)/gm,
  'pnpm-lock.yaml': /(\b(?:tarball|repo): ["']?)([^\s"',{}]+)/g,
};

/**
 * Points the tarball addresses of a lockfile at the registry proxy, whatever host they name, and changes nothing else. `text` may
 * be decoded as Latin-1, so that every byte survives. Pure. `name` is that of the file, without folders.
 */
export function rewriteLockfileAddresses(name: string, text: string, publicUrl: string): Rewritten {
  if (name === 'bun.lock') return rewriteBunAddresses(text, publicUrl);
  if (name === 'bun.lockb') return rewriteBinaryAddresses(text, publicUrl);
  const place = places[name];
  const untouched = new Set<string>();
  let count = 0;
  if (place === undefined) return { text, count, untouched: [] };
  const rewritten = text.replace(place, (whole, before: string, address: string) => {
    const moved = moveAddress(address, publicUrl);
    if (moved === null) {
      untouched.add(address);
      return whole;
    }
    if (moved !== address) count += 1;
    return before + moved;
  });
  // yarn 2 and later keep only addresses that their registry would not have, inside of a resolution.
  const decoded = rewritten.replace(
    /(::__archiveUrl=)([^"&\s]+)/g,
    (whole, before: string, encoded: string) => {
      const moved = name === 'yarn.lock' ? moveEncoded(encoded, publicUrl) : null;
      if (moved === null || moved === encoded) return whole;
      count += 1;
      return before + moved;
    },
  );
  return { text: decoded, count, untouched: [...untouched] };
}

function moveEncoded(encoded: string, publicUrl: string): string | null {
  try {
    const moved = moveAddress(decodeURIComponent(encoded), publicUrl);
    return moved === null ? null : encodeURIComponent(moved);
  } catch {
    return null;
  }
}
