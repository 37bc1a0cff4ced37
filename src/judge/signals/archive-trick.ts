import { defineSignal } from '../signal.js';
import { archiveTricks } from '../tricks.js';

/** An archive that installers may unpack to different things. */
export const archiveTrick = defineSignal({
  id: 'archive-trick',
  title: 'Archive that hides something',
  severity: 'medium',
  looksAt:
    'What the reader of the tarball found odd: replaced entries, links, paths outside, bytes after the end.',
  detect({ archive, entryPoints, manifestFile }) {
    const tricks = new Map(
      archiveTricks(archive, entryPoints, manifestFile).map((trick) => [trick.oddity, trick]),
    );
    return archive.oddities.map((oddity) => {
      const trick = tricks.get(oddity);
      const severity =
        trick === undefined ? 'low' : trick.touchesCode && oddity.overwrites ? 'high' : 'medium';
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
