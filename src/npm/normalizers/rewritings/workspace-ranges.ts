import type { Json } from '../../../compare/strict-json.js';
import { semverWhenAsked } from '../semver-when-asked.js';
import type { Rewriting } from './rewriting.js';

const maps = new Set(['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies']);

/**
 * What a `workspace:` range becomes when that is known without looking at the sibling: the range it gives itself, or, in
 * repositories that publish all packages under one version, that of the release.
 */
function provenRange(spec: string, version: string): string | null {
  if (!spec.startsWith('workspace:')) return null;
  const range = spec.slice('workspace:'.length);
  if (range === '*' || range === '') return version;
  if (range === '^' || range === '~') return `${range}${version}`;
  return semverWhenAsked().validRange(range) === null ? null : range;
}

/**
 * Development dependencies are not installed with the release: any plain version will do.
 */
function plainRange(spec: string, to: string): boolean {
  const protocol = spec.startsWith('workspace:') || spec.startsWith('catalog:');
  return protocol && to.trim() !== '' && semverWhenAsked().validRange(to) !== null;
}

/**
 * pnpm and yarn replace `workspace:` and `catalog:` by versions when they pack. Names must be the same on both sides, and every
 * other range too. A version that only the publisher states is not taken from the release: whoever chooses it can choose one with a
 * known hole. A rebuild by the same manager has it from the repository itself, and there the values must agree.
 */
export const workspaceRanges: Rewriting = ({ field, reference, release, against, proven }) => {
  if (against === 'rebuild' || !maps.has(field)) return null;
  if (!(reference instanceof Map) || !(release instanceof Map) || reference.size !== release.size)
    return null;
  const resolved: string[] = [];
  for (const [name, spec] of reference) {
    const to: Json | undefined = release.get(name);
    if (typeof spec !== 'string' || typeof to !== 'string') return null;
    if (spec === to) continue;
    const explained =
      field === 'devDependencies' ? plainRange(spec, to) : provenRange(spec, proven.version) === to;
    if (!explained) return null;
    resolved.push(`${name} ${spec} → ${to}`);
  }
  return `${field}: ${resolved.join(', ')}`;
};
