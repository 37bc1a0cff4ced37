import type { PinnedVersion } from './lockfile-pins.js';
import { isPackageName, isVersion } from './registry-proxy/tarball-path.js';

/**
 * Versions in a pnpm-lock.yaml, format 5 to 9 (github.com/pnpm/spec, "lockfile"). Newer files hold several documents, each with
 * packages of its own. Throws when it is no YAML.
 */
export async function pnpmPins(content: string): Promise<PinnedVersion[]> {
  const { parseAllDocuments } = await import('yaml');
  // Failsafe: versions such as 1.0 stay text. Lockfiles have no aliases; expanding some would only serve a bomb.
  const documents = parseAllDocuments(content, { schema: 'failsafe', logLevel: 'silent', uniqueKeys: false });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    const lock = record(document.toJS({ maxAliasCount: 0 }));
    const separator = Number.parseInt(String(lock.lockfileVersion), 10) < 6 ? '/' : '@';
    return Object.entries(record(lock.packages)).flatMap(([key, value]) =>
      pin(key, separator, record(value)),
    );
  });
}

function pin(key: string, separator: string, entry: Record<string, unknown>): PinnedVersion[] {
  const { integrity } = record(entry.resolution);
  // A registry's package always has one; git and directory resolutions never do.
  if (typeof integrity !== 'string') return [];
  // `/name/1.0.0_peer@2.0.0`, `host/@scope/name/1.0.0`, `/name@1.0.0(peer@2.0.0)`, `name@1.0.0`
  const [path = ''] = key.split('(');
  const end =
    separator === '@'
      ? path.length
      : (/_|$/.exec(path.slice(path.lastIndexOf('/')))?.index ?? 0) + path.lastIndexOf('/');
  return named(path.slice(0, end), separator, integrity);
}

function named(path: string, separator: string, integrity: string): PinnedVersion[] {
  const at = path.lastIndexOf(separator);
  const name = /(?:@[^/]+\/)?[^/]+$/.exec(path.slice(0, at))?.[0] ?? '';
  const version = path.slice(at + 1);
  return isPackageName(name) && isVersion(version) ? [{ name, version, integrity }] : [];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
