import npa from 'npm-package-arg';
import { elsewhere, type Locked } from './locked.js';

/** Something of the registry, to be resolved now. */
export interface Wish {
  kind: 'wish';
  name: string;
  /** A version, tag or range; empty for the default tag. */
  wanted: string;
  alias?: string;
}

/** What a package.json asks for under a name: something of the registry, under its real name, or something from elsewhere, as what it is. */
export function wished(
  name: string,
  range: unknown,
): Locked | Wish | { kind: 'foreign'; name: string; reason: string } {
  if (typeof range !== 'string') return { kind: 'foreign', name, reason: 'what it asks for is no text' };
  if (/^catalog:/.test(range))
    return { kind: 'foreign', name, reason: "its range is in pnpm's catalog: a lockfile tells which" };
  if (/^jsr:/.test(range)) return { kind: 'foreign', name, reason: 'it is of JSR: only npm is verified' };
  if (/^(?:workspace|portal|link|patch):/.test(range)) return elsewhere(name, range);
  try {
    // yarn writes `npm:^1.0.0` for a range of the same name.
    const parsed = npa.resolve(name, range.replace(/^npm:(?=[\d^~<>=*v]|$)/, ''));
    const real = parsed.type === 'alias' ? (parsed as npa.AliasResult).subSpec : parsed;
    if (!real.registry || real.name === null) return elsewhere(name, range);
    const wanted = real.fetchSpec === '*' ? '' : (real.fetchSpec ?? '');
    return { kind: 'wish', name: real.name, wanted, ...(real.name === name ? {} : { alias: name }) };
  } catch {
    return elsewhere(name, range);
  }
}
