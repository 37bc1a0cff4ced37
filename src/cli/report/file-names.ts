import type { Release } from '../../release.js';

/**
 * Makes a function that names files about releases, without a dot and an ending: `scope-name-1.2.3`. No two of its names are the same, and none leaves its
 * folder.
 */
export function fileNamer(): (release: Pick<Release, 'name' | 'version'>) => string {
  const taken = new Set<string>();
  return ({ name, version }) => {
    const plain = `${name}-${version}`
      .replace(/[^\w.-]+/g, '-')
      .replace(/^[.-]+/, '')
      .slice(0, 150);
    const first = plain === '' ? 'release' : plain;
    let chosen = first;
    // A file system may not tell capitals from small letters.
    for (let at = 2; taken.has(chosen.toLowerCase()); at += 1) chosen = `${first}-${at}`;
    taken.add(chosen.toLowerCase());
    return chosen;
  };
}
