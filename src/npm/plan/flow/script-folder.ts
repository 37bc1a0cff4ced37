import { posix } from 'node:path';
import type { SourceFacts } from '../source-facts.js';

/** A program that starts `publish` names the folder near it: `{ cwd: './dist' }`, or in the guard of the package's own scripts. */
const inProgram = [
  /['"`]publish['"`][\s\S]{0,1500}?\bcwd:\s*['"`]\.?\/?([\w./-]+)['"`]/,
  /\bcwd:\s*['"`]\.?\/?([\w./-]+)['"`][\s\S]{0,300}?['"`](?:npm|pnpm|yarn|bun) publish\b/,
  /\b(?:npm|pnpm|bun) publish(?: --?[\w=-]+)* \.?\/?([a-z][\w./-]*)['"`]/,
  /['"`]npm publish\b[^'"`]*['"`][\s\S]{0,300}?\bcwd:\s*['"`]\.?\/?([\w./-]+)['"`]/,
];
const guard =
  /\bpublish(?:ed)?\b[^"'&|;]{0,60}?\b(?:from|in|inside)\b[^"'&|;]{0,20}?[\s`"']\.?\/?([\w-]+)\/?(?:["'`\s]|$)/i;

/** The published folder that programs or guards of the source name; null when none does. */
export function publishFolderNamed({
  manifest,
  input,
}: SourceFacts): { place: string; folder: string } | null {
  for (const name of ['prepublishOnly', 'prepublish', 'prepack', 'publish']) {
    const text = manifest.scripts.get(name) ?? '';
    if (!/\bexit\s+1\b|\bexit\(1\)/.test(text)) continue;
    const folder = guard.exec(text)?.[1];
    if (folder !== undefined) return found(`the guard in ${name}`, folder);
  }
  for (const [path, text] of input.files) {
    if (!/\.[cm]?[jt]s$/.test(path) || text.length > 256 * 2 ** 10) continue;
    const folder = inProgram.map((pattern) => pattern.exec(text)?.[1]).find((one) => one !== undefined);
    if (folder !== undefined) return found(path, folder);
  }
  return null;

  function found(place: string, folder: string) {
    const joined = posix.join(input.directory, folder).replace(/\/$/, '');
    const output = !joined.startsWith('..') && joined !== '.' && !input.paths.has(`${joined}/package.json`);
    return output ? { place, folder: joined } : null;
  }
}
