import type { Result } from '../../src/result.js';
import type { Random } from '../random.js';
import { latin1, type Member, pathOf, rewritten, textAt } from './members.js';

/** An honest release: what it is tampered with. */
export interface Honest {
  members: readonly Member[];
  /** What reprove said of it. */
  result: Result;
  manifest: Record<string, unknown>;
}

/** What became of it, and the installed paths that a report must name. */
export interface Tampered {
  members: Member[];
  paths: string[];
}

/** A way to tamper with a release; null where it does not apply to that one. */
export interface Tampering {
  name: string;
  apply(honest: Honest, random: Random): Tampered | null;
}

const script = /\.[cm]?js$/;

/** Installed paths of the release, without those that nothing accounts for as it is. */
export function pathsOf({ members, result }: Honest): string[] {
  const left = new Set(result.verdict.unexplained.map(({ path }) => path));
  return [...new Set(members.map(pathOf))].filter((path) => !left.has(path));
}

/** Scripts of the release. */
export const scriptsOf = (honest: Honest): string[] => pathsOf(honest).filter((path) => script.test(path));

/** Scripts that a rebuild accounted for; all of them where none was needed. */
export function builtScriptsOf(honest: Honest): string[] {
  const source = new Set(
    (honest.result.comparison?.entries ?? []).flatMap(({ path, evidence }) =>
      evidence.kind === 'source' ? [path] : [],
    ),
  );
  const scripts = scriptsOf(honest);
  const built = scripts.filter((path) => !source.has(path));
  return built.length > 0 ? built : scripts;
}

/** The script that `main` or the like names, else the first of the release. */
export function entryPointOf(honest: Honest, random: Random): string | undefined {
  const scripts = scriptsOf(honest);
  const { main, module } = honest.manifest;
  const stated = [main, module, 'index.js']
    .flatMap((value) => (typeof value === 'string' ? [value.replace(/^(?:\.?\/)+/, '')] : []))
    .flatMap((path) => [path, `${path}.js`, `${path}/index.js`])
    .find((path) => scripts.includes(path));
  return stated ?? random.pick(scripts);
}

/** A path that no entry has, whatever the case. */
export function isFree({ members }: Honest, path: string): boolean {
  const folded = path.toLowerCase();
  return members.every((member) => pathOf(member).toLowerCase() !== folded);
}

/** Whether node reads the release's `.js` files as modules. */
export const isModule = ({ manifest }: Honest, path: string): boolean =>
  path.endsWith('.mjs') || (path.endsWith('.js') && manifest.type === 'module');

/** The members with an edited package.json, laid out as it was. */
export function withManifest({ members, manifest }: Honest, edit: Record<string, unknown>): Member[] {
  const text = textAt(members, 'package.json');
  const indent = /^[ \t]+/m.exec(text)?.[0] ?? '';
  const edited = JSON.stringify({ ...manifest, ...edit }, null, indent);
  return rewritten(members, 'package.json', latin1(`${edited}\n`));
}

/** A field of package.json that is a map, or an empty one. */
export function mapOf({ manifest }: Honest, field: string): Record<string, unknown> {
  const value = manifest[field];
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
