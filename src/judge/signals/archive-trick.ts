import { foldedPath } from '../../archive/collisions.js';
import { isCode } from '../kinds.js';
import { defineSignal, type SignalInput } from '../signal.js';
import { archiveTricks } from '../tricks.js';

/** An archive that installers may unpack to different things. */
export const archiveTrick = defineSignal({
  id: 'archive-trick',
  title: 'Archive that hides something',
  severity: 'medium',
  looksAt:
    'What the reader of the tarball found odd: replaced entries, links, paths outside, bytes after the end.',
  detect(input) {
    const { archive, entryPoints, manifestFile } = input;
    const replaced = replacedCode(input);
    const tricks = new Map(
      archiveTricks(archive, entryPoints, manifestFile).map((trick) => [trick.oddity, trick]),
    );
    return archive.oddities.map((oddity) => {
      const trick = tricks.get(oddity);
      const replaces =
        oddity.kind === 'colliding-path' && oddity.path !== null && replaced.has(foldedPath(oddity.path));
      const high = replaces || (trick?.touchesCode && oddity.overwrites);
      const severity = high ? 'high' : trick === undefined ? 'low' : 'medium';
      return {
        path: oddity.path,
        message: `${oddity.kind}: ${oddity.detail}`,
        severity,
        // What an entry replaces is hashed nowhere else: only the same archive hides the same.
        substance: [oddity.kind, oddity.detail, archive.tarSha256],
      };
    });
  },
});

/**
 * Folded paths where, on macOS and Windows, a file that nothing accounts for takes the place of code that something does, or the other
 * way round. Builds make no such pairs: a publisher on such a system would lose one of them.
 */
function replacedCode({ archive, comparison }: SignalInput): Set<string> {
  if (!archive.oddities.some(({ kind }) => kind === 'colliding-path')) return new Set();
  const sides = new Map<string, { accounted: boolean; not: boolean; code: boolean }>();
  for (const { path, evidence } of comparison.entries) {
    const side = sides.get(foldedPath(path)) ?? { accounted: false, not: false, code: false };
    side[evidence.kind === 'none' ? 'not' : 'accounted'] = true;
    side.code ||= isCode(path);
    sides.set(foldedPath(path), side);
  }
  return new Set(
    [...sides].flatMap(([path, { accounted, not, code }]) => (accounted && not && code ? [path] : [])),
  );
}
