import pickManifest from 'npm-pick-manifest';
import semver from 'semver';
import { exitCodes } from '../errors.js';
import { isoTime, type Packument } from './packument.js';
import { RegistryError } from './registry-error.js';
import type { ReleaseSpec } from './spec.js';

/** A version that exists. */
export interface PickedVersion {
  version: string;
  /** The registry's manifest of it, as it came. */
  manifest: Readonly<Record<string, unknown>>;
}

/** What to pick. */
export type Wanted = Pick<Extract<ReleaseSpec, { kind: 'registry' }>, 'wanted' | 'wantedAs'>;

/**
 * The version that npm would take on a Node.js that suits all. Throws `RegistryError` (exit code 2): `E_NO_SUCH_VERSION` names the closest ones that exist,
 * `E_UNPUBLISHED` says when the version or the package was published or removed.
 */
export function pickVersion(
  packument: Packument,
  { wanted, wantedAs }: Wanted,
  defaultTag: string,
): PickedVersion {
  const { name, unpublishedAt } = packument;
  if (packument.versions.size === 0) {
    throw unpublishedAt === null
      ? gone(`${name} has no versions`, 'E_NO_SUCH_VERSION')
      : gone(`${name} was unpublished on ${day(unpublishedAt)}`, 'E_UNPUBLISHED');
  }
  const version = npmsChoice(packument, wanted, defaultTag);
  const manifest = version === null ? undefined : packument.versions.get(version);
  if (version !== null && manifest !== undefined) return { version, manifest };
  const cleaned = semver.clean(wanted, { loose: true }) ?? wanted;
  const publishedAt = isoTime(packument.times.get(cleaned));
  if (wantedAs === 'version' && publishedAt !== null) {
    throw gone(
      `${name}@${cleaned} was published on ${day(publishedAt)} and is unpublished now`,
      'E_UNPUBLISHED',
    );
  }
  throw new RegistryError({
    code: 'E_NO_SUCH_VERSION',
    message: `${name} has no ${noun[wantedAs]} ${wanted || defaultTag}${nearest(packument, wanted, wantedAs)}`,
    hint: 'Name a version, tag or range that exists.',
    exitCode: exitCodes.usage,
  });
}

const noun = { version: 'version', tag: 'tag', range: 'version in the range' } as const;

function npmsChoice(packument: Packument, wanted: string, defaultTag: string): string | null {
  // Only what npm's rules look at is handed over: a manifest's own idea of its version must not count, nor its `engines`, as a verdict
  // is about a release and not about the Node.js that runs here.
  const versions = Object.fromEntries(
    [...packument.versions]
      .filter(([version]) => semver.valid(version, { loose: true }) !== null)
      .map(([version, { deprecated }]) => [version, { name: packument.name, version, deprecated }]),
  );
  try {
    const tags = Object.fromEntries(packument.distTags);
    const reduced = { name: packument.name, versions, 'dist-tags': tags };
    return pickManifest(reduced, wanted, { defaultTag }).version;
  } catch (cause) {
    if (['ETARGET', 'ENOVERSIONS'].includes((cause as { code?: string }).code ?? '')) return null;
    throw cause;
  }
}

/** `; the closest are …`: neighbours of a version, the newest for a range, tags for a tag. */
function nearest({ versions, distTags }: Packument, wanted: string, wantedAs: Wanted['wantedAs']): string {
  if (wantedAs === 'tag') {
    const tags = [...distTags.keys()].filter((tag) => /^[\w.-]{1,40}$/.test(tag)).slice(0, 8);
    return tags.length === 0 ? '' : `; its tags are ${list(tags)}`;
  }
  const sorted = semver.sort(
    [...versions.keys()].filter((version) => semver.valid(version) !== null && version.length < 64),
  );
  const cleaned = semver.clean(wanted, { loose: true });
  const above = cleaned === null ? -1 : sorted.findIndex((version) => semver.gt(version, cleaned));
  const at = above === -1 ? sorted.length : above;
  const latest = distTags.get('latest');
  const close = sorted.slice(Math.max(0, at - 2), at + 1);
  if (close.length === 0) return '';
  const verb = wantedAs === 'version' ? 'the closest' : 'the newest';
  const rest = latest !== undefined && sorted.includes(latest) ? `; latest is ${latest}` : '';
  return `; ${verb} ${close.length === 1 ? 'is' : 'are'} ${list(close)}${rest}`;
}

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const day = (iso: string): string => iso.slice(0, 10);

function gone(message: string, code: string): RegistryError {
  const hint = 'Name another version, or give the path of a .tgz that you have kept.';
  return new RegistryError({ code, message, hint, exitCode: exitCodes.usage });
}
