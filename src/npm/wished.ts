import npa from 'npm-package-arg';
import { elsewhere, type Locked } from './locked.js';

/** What a package.json asks for under a name: something of the registry, under its real name, or something from elsewhere, as what it is. */
export function wished(
  name: string,
  range: string,
): Locked | { kind: 'wish'; name: string; wanted: string; alias?: string } {
  if (/^(?:workspace|catalog|portal|link|patch):/.test(range))
    return elsewhere(name, range.replace(/^catalog:/, 'workspace:'));
  try {
    const parsed = npa.resolve(name, range);
    const real = parsed.type === 'alias' ? (parsed as npa.AliasResult).subSpec : parsed;
    if (!real.registry || real.name === null) return elsewhere(name, range);
    const wanted = real.fetchSpec === '*' ? '' : (real.fetchSpec ?? '');
    return { kind: 'wish', name: real.name, wanted, ...(real.name === name ? {} : { alias: name }) };
  } catch {
    return elsewhere(name, range);
  }
}
