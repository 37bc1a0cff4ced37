import { posix } from 'node:path';
import type { Random } from '../random.js';
import { type Member, pathOf, textAt } from '../tamperings/members.js';
import { builtScriptsOf, type Honest, isFree, pathsOf, scriptsOf } from '../tamperings/tampering.js';

/** A free path in a folder with one of the names; undefined when all are taken. */
export function freePath(
  honest: Honest,
  random: Random,
  names: readonly string[],
  folder = '',
): string | undefined {
  return random
    .shuffle(names)
    .map((name) => posix.join(folder, name))
    .find((path) => isFree(honest, path));
}

/** Scripts that the tree at the revision has as they are: written by hand, as far as one can tell. */
export function sourceScriptsOf(honest: Honest): string[] {
  const built = new Set(builtScriptsOf(honest));
  const all = scriptsOf(honest);
  const written = all.filter((path) => !built.has(path));
  return written.length > 0 ? written : all;
}

/** The second form in which a release carries its code: minified, for browsers, for the other kind of module. */
export function twinScriptsOf(honest: Honest): string[] {
  return scriptsOf(honest).filter((path) =>
    /(?:[.-](?:min|umd|browser|iife|prod|production|esm|global|common)\.[cm]?js|\.cjs|(?:^|\/)(?:umd|browser|esm|cjs|commonjs)\/.*\.[cm]?js)$/.test(
      path,
    ),
  );
}

/** Minified scripts: few, long lines. */
export function minifiedScriptsOf(honest: Honest): string[] {
  return scriptsOf(honest).filter((path) => {
    const text = textAt(honest.members, path);
    return text.length > 2_000 && text.length / text.split('\n').length > 400;
  });
}

/** Paths of the release that match, apart from those that nothing accounts for as it is. */
export const matching = (honest: Honest, pattern: RegExp): string[] =>
  pathsOf(honest).filter((path) => pattern.test(path));

/** Whether a `.js` file put into a folder is read as a module, by the nearest package.json of the release. */
export function isModuleFolder({ members, manifest }: Honest, folder: string): boolean {
  for (let at = folder; at !== '.' && at !== ''; at = posix.dirname(at)) {
    const nearest = members.find((member) => pathOf(member) === `${at}/package.json`);
    if (nearest !== undefined) return typeOf(nearest) === 'module';
  }
  return manifest.type === 'module';
}

function typeOf({ content }: Member): unknown {
  try {
    return JSON.parse(content.toString('utf8')).type;
  } catch {
    return undefined;
  }
}

/** How a script names another file of the release. */
export const relative = (from: string, to: string): string => {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
};
