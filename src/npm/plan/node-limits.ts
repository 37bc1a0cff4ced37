import { lt, minVersion } from 'semver';
import type { SourceFacts } from './source-facts.js';
import { isRange } from './versions.js';

/** A range of node versions that something needs, and what. */
export interface NodeLimit {
  range: string;
  reason: string;
}

/** A tool of which versions below `below` stop working on some node version. */
interface Break {
  dependency: string;
  below: string;
  range: string;
  why: string;
}

const breaks: readonly Break[] = [
  { dependency: 'gulp', below: '4.0.0', range: '<12', why: 'its graceful-fs 3 stops at node 12' },
  { dependency: 'node-sass', below: '4.9.0', range: '<10', why: 'no later node is supported' },
  { dependency: 'node-sass', below: '4.12.0', range: '<12', why: 'no later node is supported' },
  { dependency: 'node-sass', below: '4.14.0', range: '<14', why: 'no later node is supported' },
  { dependency: 'node-sass', below: '6.0.0', range: '<16', why: 'no later node is supported' },
  { dependency: 'node-sass', below: '7.0.0', range: '<17', why: 'no later node is supported' },
  { dependency: 'node-sass', below: '8.0.0', range: '<18', why: 'no later node is supported' },
  { dependency: 'webpack', below: '5.0.0', range: '<17', why: 'it hashes with MD4, which OpenSSL 3 refuses' },
];

/** Known breaks of old tools on new node versions, from the ranges that the manifest asks for. */
export function knownBreaks({ manifest }: SourceFacts): NodeLimit[] {
  return breaks.flatMap(({ dependency, below, range, why }) => {
    const lowest = lowestOf(manifest.dependencies.get(dependency));
    return lowest !== null && lt(lowest, below) ? [{ range, reason: `${dependency} ${lowest}: ${why}` }] : [];
  });
}

/** Environment that lets webpack 4 work on a node with OpenSSL 3; empty where it isn't needed. */
export function opensslEnvironment({ manifest }: SourceFacts, node: string): Record<string, string> {
  const lowest = lowestOf(manifest.dependencies.get('webpack'));
  if (lowest === null || !lt(lowest, '5.0.0') || lt(node, '17.0.0')) return {};
  return { NODE_OPTIONS: '--openssl-legacy-provider' };
}

/** Node ranges that the locked versions of direct dependencies ask for; from package-lock.json of npm 7 and later only. */
export function lockedEngines({ manifest }: SourceFacts, lockfile: string | undefined): NodeLimit[] {
  let packages: unknown;
  try {
    packages = (JSON.parse(lockfile ?? 'null') as { packages?: unknown } | null)?.packages;
  } catch {
    return [];
  }
  if (typeof packages !== 'object' || packages === null) return [];
  return [...manifest.dependencies.keys()].flatMap((name) => {
    const path = `node_modules/${name}`;
    const entry: unknown = Object.hasOwn(packages, path) ? (packages as Record<string, unknown>)[path] : null;
    const range = (entry as { engines?: { node?: unknown } } | null)?.engines?.node;
    return typeof range === 'string' && isRange(range)
      ? [{ range, reason: `${name} in the lockfile asks for node ${range}` }]
      : [];
  });
}

function lowestOf(range: string | undefined): string | null {
  return range !== undefined && isRange(range) ? (minVersion(range)?.version ?? null) : null;
}
