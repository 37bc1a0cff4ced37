import {
  type GitTarballName,
  gitTarballOf,
  isPackageName,
  isVersion,
  segmentsOf,
  type TarballName,
  tarballOf,
} from './tarball-path.js';

/** What a client asks for. `nothing` is answered as a registry would that knows of no such matter. */
export type RegistryRequest =
  | { kind: 'packument'; name: string }
  | { kind: 'version'; name: string; wanted: string }
  | { kind: 'tags'; name: string }
  | { kind: 'tarball'; tarball: TarballName }
  | { kind: 'git-tarball'; tarball: GitTarballName }
  | { kind: 'nothing'; answer: object }
  | { kind: 'refused'; reason: string };

const noAudit = {
  actions: [],
  advisories: {},
  muted: [],
  metadata: {
    vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 0 },
    dependencies: 0,
    devDependencies: 0,
    optionalDependencies: 0,
    totalDependencies: 0,
  },
};

/** Questions that every registry may answer with nothing, and in what form clients expect it. */
const nothing: Record<string, object> = {
  'GET -/ping': {},
  'GET -/npm/v1/keys': { keys: [] },
  'GET -/npm/v1/security/keys': { keys: [] },
  'POST -/npm/v1/security/advisories/bulk': {},
  'POST -/npm/v1/security/audits': noAudit,
  'POST -/npm/v1/security/audits/quick': noAudit,
};

const maxTargetLength = 2_048;

/** Reads a request's method and target (`/name?write=true`); HEAD is read as GET. Pure; anything unknown is refused. */
export function readRequest(method: string, target: string): RegistryRequest {
  const refused = (reason: string): RegistryRequest => ({ kind: 'refused', reason });
  if (!target.startsWith('/') || target.length > maxTargetLength)
    return refused('not an address of a registry');
  const segments = segmentsOf(target.replace(/[?#].*$/s, ''));
  if (segments === null) return refused('not an address of a registry');
  const verb = method === 'HEAD' ? 'GET' : method;
  const answer = nothing[`${verb} ${segments.join('/')}`];
  if (answer !== undefined) return { kind: 'nothing', answer };
  if (verb !== 'GET') return refused('only reading is possible');
  const git = gitTarballOf(segments);
  if (git !== null) return { kind: 'git-tarball', tarball: git };
  if (segments[0] === '-') return tagsRequest(segments) ?? refused('no part of installing packages');
  const tarball = tarballOf(segments);
  if (tarball !== null) return { kind: 'tarball', tarball };
  return packageRequest(segments) ?? refused('not a package');
}

/** `-/package/:name/dist-tags` */
function tagsRequest(segments: readonly string[]): RegistryRequest | null {
  const name = segments.slice(2, -1).join('/');
  const asked = segments[1] === 'package' && segments.at(-1) === 'dist-tags' && isPackageName(name);
  return asked ? { kind: 'tags', name } : null;
}

/** `:name`, `:name/:version` or `:name/:tag`, with or without a scope. */
function packageRequest(segments: readonly string[]): RegistryRequest | null {
  const length = segments[0]?.startsWith('@') ? 2 : 1;
  const name = segments.slice(0, length).join('/');
  const [wanted, ...more] = segments.slice(length);
  if (!isPackageName(name) || more.length > 0) return null;
  if (wanted === undefined) return { kind: 'packument', name };
  return isVersion(wanted) || /^[\w.-]{1,100}$/.test(wanted) ? { kind: 'version', name, wanted } : null;
}
