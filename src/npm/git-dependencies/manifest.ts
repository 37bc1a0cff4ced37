import { isJson, parseJson } from '../json-object.js';
import { gitReference } from './reference.js';
import type { ServeGit } from './rewrite.js';

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'resolutions'];

/** See {@link rewriteGit}. */
export function rewriteManifest(
  text: string,
  known: ReadonlyMap<string, string> | null,
  serve: ServeGit,
): string {
  const manifest = parseJson(text);
  if (manifest === null) return text;
  let changed = false;
  for (const ranges of kinds.map((kind) => manifest[kind]).filter(isJson)) {
    for (const [name, range] of Object.entries(ranges)) {
      const reference = gitReference(name, range);
      if (reference === null) continue;
      // A lockfile may have been made with the range in other words.
      const locked = known?.get(`${name}@${range}`) ?? known?.get(`${name}@`);
      const address = known === null ? serve(reference)?.address : locked;
      if (address === undefined) continue;
      ranges[name] = address;
      changed = true;
    }
  }
  return changed ? `${JSON.stringify(manifest, null, 2)}\n` : text;
}
