import { isInComment, isLiteralAfter, type Place, replacedAt } from '../../compare/embedded.js';
import { defineNormalizer } from '../../compare/normalizer.js';
import { isBinary } from '../../compare/normalizers/text-kinds.js';
import { semverWhenAsked } from './semver-when-asked.js';

/** Names that say that a value is the version of this package: not of an interface, a format or another package. */
const versionKey =
  /(?<![\w$])(?:__|_|pkg_?|package_?|lib_?|library_?|sdk_?)?version(?:__)?["'`]?\s{0,3}[:=]\s{0,3}$/i;
/** Where bundlers put a value in: assigned, passed, listed, joined; never compared with, nor the value of a key. */
const anyValue = /(?:(?<![=!<>])=|[(,[+])\s{0,3}$/;
/** More often than a build writes it, or anything else has the same text; bounds the work. */
const most = { places: 1_000, looked: 10_000 };

/** A version that stands for none until a release has one: semantic-release's `0.0.0-development`, and others like it. */
const isPlaceholder = (version: string) => /^0\.0\.0(?:-|$)/.test(version);

/** One that nothing else is written as by chance. */
const isDistinct = (version: string) => /^0\.0\.0-[a-z]{3}/i.test(version);

/** Whether one version came after the other with nothing between: then the source has the one of before the release, or has none yet. */
const follows = (version: string, before: string): boolean =>
  isPlaceholder(before) ||
  (['patch', 'minor', 'major'] as const).some((part) => semverWhenAsked().inc(before, part) === version);

/** Where a text names a version as the package's own; null where that is too often. */
function ownVersionIn(text: string, version: string, name: string): Place[] | null {
  const places: Place[] = [];
  let looked = 0;
  for (let at = text.indexOf(version); at !== -1; at = text.indexOf(version, at + version.length)) {
    const place = { at, end: at + version.length };
    looked += 1;
    if (isOwn(text, place, version, name)) places.push(place);
    if (looked > most.looked || places.length > most.places) return null;
  }
  return places;
}

function isOwn(text: string, place: Place, version: string, name: string): boolean {
  const { at, end } = place;
  if (isLiteralAfter(text, place, versionKey)) return true;
  if (isDistinct(version) && isLiteralAfter(text, place, anyValue)) return true;
  if (/^(?:[\w+-]|\.\w)/.test(text.slice(end, end + 2))) return false;
  const before = text.slice(Math.max(0, at - name.length - 16), at).toLowerCase();
  const named = before.replace(/v$/, '').replace(/(?:[@/]|\s{0,3}[|:-]?\s{1,3})$/, '');
  for (const own of [name, name.slice(name.indexOf('/') + 1)])
    if (named.endsWith(own) && !/[\w@/.-]$/.test(named.slice(0, -own.length))) return true;
  return /(?:(?:^|[\s|(])v|@version\s{1,3}v?|\bversion:?\s{1,3}v?)$/.test(before) && isInComment(text, at);
}

/**
 * The package's own version, as a build wrote it into its output: one side has the release's throughout and the other that of the source's
 * package.json, all around is equal. A build may run before the version is set, or after.
 */
export const embeddedVersion = defineNormalizer({
  name: 'embedded-version',
  version: 1,
  needsProof: true,
  makesEqual:
    "The release's version where the other side has the one that the source's package.json states, or the other way round: as the value of `version`, behind the package's name, in a comment, and as any whole string that is `0.0.0-…` in the reference.",
  mayHide:
    'A program that does something else by its own version, and a version written by hand that is the same by chance. Ranges of dependencies, parts of addresses, comparisons and JSON are never made equal, nor versions that do not follow one another.',
  applies: (path) => /\.(?:[cm]?[jt]s|[jt]sx|css|flow)$/i.test(path),
  normalize({ release, reference, against, proven }) {
    const { version, sourceVersion } = proven;
    if (sourceVersion === null || sourceVersion === version || !follows(version, sourceVersion)) return null;
    if (isBinary(release) || isBinary(reference)) return null;
    const [left, right] = [release.toString('latin1'), reference.toString('latin1')];
    const name = proven.name.toLowerCase();
    for (const [ours, theirs] of [
      [version, sourceVersion],
      [sourceVersion, version],
    ] as const) {
      const places = ownVersionIn(right, theirs, name);
      const kept = ownVersionIn(left, theirs, name);
      // All or none: a release that has it changed in some places is not what a build leaves.
      if (places === null || places.length === 0 || kept === null || kept.length > 0) continue;
      const stamped = replacedAt(right, places, () => ours);
      const detail = `version of the package: ${ours} in the release, ${theirs} in the ${against}`;
      return { release, reference: Buffer.from(stamped, 'latin1'), detail };
    }
    return null;
  },
});
