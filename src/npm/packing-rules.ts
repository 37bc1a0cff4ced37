import ignore from 'ignore';
import { readManifest } from './plan/manifest.js';

/** Files of a package's folder that say what is packed. */
export const packingRuleFiles = ['package.json', '.npmignore', '.gitignore'] as const;

/** Longest rule file that is looked at, in bytes. */
const longest = 2 ** 20;

/**
 * Tells which files of a package npm leaves out of its tarball by the package's own rules: `files` of its package.json, else
 * `.npmignore`, else `.gitignore` (docs.npmjs.com, package.json, files). Rules in folders below and what the manifest makes npm
 * pack in any case are not looked at, so ask only about other files. Pure; rules that can't be read leave nothing out.
 */
export function leftOutOfPackage(rules: ReadonlyMap<string, Buffer>): (path: string) => boolean {
  const text = (name: (typeof packingRuleFiles)[number]): string | null => {
    const bytes = rules.get(name);
    return bytes === undefined || bytes.length > longest ? null : bytes.toString('utf8');
  };
  const files = readManifest(text('package.json') ?? '')?.files ?? [];
  if (files.length > 0) {
    const packed = ignore().add(files.map((pattern) => pattern.replace(/^\.\//, '')));
    return (path) => !packed.ignores(path);
  }
  const left = ignore().add(text('.npmignore') ?? text('.gitignore') ?? '');
  return (path) => left.ignores(path);
}
