import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The path that a spec is, read as npm reads it: it begins with a dot, a slash or `~/`, or ends as a tarball does. Null for names, purls
 * and addresses; undefined for a file address that is none of this machine.
 */
export function localPath(spec: string, folder: string): string | null | undefined {
  if (/^file:/i.test(spec)) {
    const path = spec.slice('file:'.length);
    return path.startsWith('//') ? addressed(spec) : resolve(folder, path);
  }
  if (/^[a-z][a-z\d+.-]*:/i.test(spec)) return null;
  if (spec.startsWith('~/')) return resolve(homedir(), spec.slice(2));
  if (/^\.{0,2}\/|^\.{1,2}$/.test(spec)) return resolve(folder, spec);
  return /^[^@].*\.(?:tgz|tar\.gz|tar)$/i.test(spec) ? resolve(folder, spec) : null;
}

function addressed(spec: string): string | undefined {
  try {
    return fileURLToPath(spec);
  } catch {
    return undefined;
  }
}
