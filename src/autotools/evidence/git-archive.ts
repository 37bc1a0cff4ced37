import { modesAgree } from '../../compare/normalizers/mode-bits.js';
import { below } from '../../compare/pairing.js';
import type { Evidence } from '../../compare/schema.js';
import type { EvidenceStep } from './step.js';

/** Paths handed to git at a time: a command line has an end. */
const atOnce = 500;
/** Placeholders of git-log(1) that name what a commit has. */
const plain = /^(?:[^%]|%(?:[HhTtPpdDsn%]|[ac][nNeElLdDrtiIs]))*$/;
/** Bytes of a file that git is asked about. */
const looked = 2 ** 22;

/**
 * What `git archive` writes at the same path: the blob with line ends and substitutions (`$Format:…$`) as the tree's own `.gitattributes` have
 * them. git itself is asked, under a configuration of our own.
 */
export const gitArchiveStep: EvidenceStep = {
  name: 'what git archive writes',
  async find({ source, located, options }, open) {
    const { directory, commit } = located.source;
    const found = new Map<string, Evidence>();
    // Where no attribute can have a part, git has nothing to add.
    if (![...source.files.keys()].some((path) => /(?:^|\/)\.gitattributes$/.test(path))) return found;
    const pairs = open.flatMap((entry) => {
      const file = source.files.get(below(directory, entry.path));
      return file === undefined || entry.link || file.link ? [] : [{ entry, file }];
    });
    // One blob that a copy lacks, and git writes nothing at all.
    const there = await source.hash(pairs.map(({ file }) => file.path));
    const blobs = await source.read(
      pairs.map(({ file }) => file.path),
      looked,
    );
    const whole = pairs.filter(({ file }) => there.has(file.path) && isPlain(blobs.get(file.path)));
    for (let at = 0; at < whole.length; at += atOnce) {
      const some = whole.slice(at, at + atOnce);
      const written = await located.repository.archive(
        commit,
        some.map(({ file }) => file.path),
      );
      for (const { entry, file } of some) {
        const other = written?.get(file.path);
        if (other?.sha256 !== entry.sha256 || !modesAgree('source', entry.mode, file.mode)) continue;
        const release = (await options.readRelease(new Set([entry.path]))).get(entry.path);
        const done = `git archive (${whatWasDone(blobs.get(file.path), release)})`;
        const via = file.via === undefined ? done : `${done}, ${file.via}`;
        found.set(entry.path, { kind: 'source', path: file.path, mapping: null, via });
      }
    }
    return found;
  },
};

/**
 * Whether a blob asks for nothing but plain substitutions, which say of a commit what is in it. Those that pad, wrap, or ask git for more have let
 * git be taken over (CVE-2022-41903), and no release needs them. A blob that is too large to be looked at may be anything.
 */
function isPlain(blob: Buffer | undefined): boolean {
  if (blob === undefined) return false;
  return [...blob.toString('latin1').matchAll(/\$Format:([^$]*)/g)].every(([, format]) =>
    plain.test(format!),
  );
}

function whatWasDone(blob: Buffer | undefined, release: Buffer | undefined): string {
  if (blob === undefined || release === undefined) return '.gitattributes';
  const bare = (bytes: Buffer) => bytes.toString('latin1').replaceAll('\r\n', '\n');
  return bare(blob) === bare(release) ? 'line ends' : 'export-subst';
}
