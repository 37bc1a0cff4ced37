import { isInComment, isLiteralAfter, type Place, replacedAt } from '../embedded.js';
import { defineNormalizer } from '../normalizer.js';
import { isBinary } from './text-kinds.js';

const identifier = /(?<![\w.+-])[0-9a-f]{7,64}(?!\w)/g;
/** Names that say that a value is the commit which was built: not the digest of a file, nor a revision of something that is fetched. */
const commitKey =
  /(?<![\w$])(?:build_?|source_?|last_?|latest_?)?(?:git_?)?(?:commit(?:_?(?:hash|sha|id|ref))?|git_?(?:head|hash|sha|rev|revision))["'`]?\s{0,3}[:=]\s{0,3}$/i;
/** More often than a build writes it, or a file has such words; bounds the work. */
const most = { places: 64, looked: 10_000 };

/** Where commits are named, as a build writes them; null where that is too often. */
function commitsIn(text: string): Place[] | null {
  const places: Place[] = [];
  let looked = 0;
  for (const { 0: word, index: at } of text.matchAll(identifier)) {
    const place = { at, end: at + word.length };
    looked += 1;
    if (isLiteralAfter(text, place, commitKey) || isInComment(text, at)) places.push(place);
    if (looked > most.looked || places.length > most.places) return null;
  }
  return places;
}

/**
 * The commit that was built, as a build wrote it into its output: the release has the source's, the rebuild that of the repository which
 * was made for it, all around is equal.
 */
export const embeddedCommit = defineNormalizer({
  name: 'embedded-commit',
  version: 1,
  needsProof: true,
  makesEqual:
    "The source's commit in the release, in full or by at least seven digits, where the rebuild names another one: in a comment, or as the value of `commit`, `gitHead` and the like.",
  mayHide:
    'A commit written by hand that the source names under such a name, and that the release replaces by its own.',
  applies: (path) => /\.(?:[cm]?[jt]s|[jt]sx|css|flow)$/i.test(path),
  normalize({ release, reference, against, proven: { commit } }) {
    if (against !== 'rebuild' || commit === null || !/^[0-9a-f]{40,64}$/.test(commit)) return null;
    if (isBinary(release) || isBinary(reference)) return null;
    const [left, right] = [release.toString('latin1'), reference.toString('latin1')];
    if (!left.includes(commit.slice(0, 7))) return null;
    const [published, rebuilt] = [commitsIn(left), commitsIn(right)];
    if (published === null || rebuilt === null || published.length !== rebuilt.length) return null;
    const words = published.map(({ at, end }, index) => ({
      ours: left.slice(at, end),
      theirs: right.slice(rebuilt[index]!.at, rebuilt[index]!.end),
    }));
    const changed = words.filter(({ ours, theirs }) => ours !== theirs);
    // What the rebuild has there is one commit too.
    const longest = changed.reduce((long, { theirs }) => (theirs.length > long.length ? theirs : long), '');
    const proven = changed.every(({ ours, theirs }) => commit.startsWith(ours) && longest.startsWith(theirs));
    if (changed.length === 0 || !proven) return null;
    const stamped = replacedAt(right, rebuilt, (index) => words[index]!.ours);
    const [{ ours, theirs }] = changed as [(typeof changed)[number]];
    const detail = `commit that was built: ${ours} in the release, ${theirs} in the rebuild`;
    return { release, reference: Buffer.from(stamped, 'latin1'), detail };
  },
});
