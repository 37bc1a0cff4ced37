import { walkArchive } from '../../archive/walk.js';
import { modesAgree } from '../../compare/normalizers/mode-bits.js';
import { below } from '../../compare/pairing.js';
import type { Evidence } from '../../compare/schema.js';
import { gitHash } from '../../source/git-hash.js';
import type { EvidenceStep } from './step.js';

/**
 * A file whose blob the tag names and this copy of the repository lacks, as copies without large files do: its bytes have the id that the tag
 * gives them, by git's own hash, which refuses contents that were made to collide. Where the blob is there, its bytes decide.
 */
export const absentBlobStep: EvidenceStep = {
  name: "git's own hash, where the copy lacks a blob",
  async find({ source, located, resolved, context }, open) {
    const pairs = open.flatMap((entry) => {
      const file = source.files.get(below(located.source.directory, entry.path));
      const same = file !== undefined && file.gitBlob === entry.gitBlob && !entry.link && !file.link;
      return same && modesAgree('source', entry.mode, file.mode) ? [{ entry, file }] : [];
    });
    if (pairs.length === 0) return new Map();
    const there = await source.hash(pairs.map(({ file }) => file.path));
    const absent = new Map(
      pairs.flatMap(({ entry, file }) => (there.has(file.path) ? [] : [[entry.path, file] as const])),
    );
    if (absent.size === 0) return new Map();
    const ids = new Map<string, Promise<string | null>>();
    await walkArchive(resolved.tarball, {
      limits: context.config.archive,
      form: resolved.form,
      signal: context.signal,
      onFile({ path, link }) {
        if (!absent.has(path) || link !== undefined) return null;
        const { sink, id } = gitHash(context.signal);
        // Of two files at one path, the last is the one that installs.
        ids.set(path, id);
        return sink;
      },
    });
    const found = new Map<string, Evidence>();
    for (const [path, id] of ids) {
      const file = absent.get(path)!;
      if ((await id) !== file.gitBlob) continue;
      const via = `${file.via === undefined ? '' : `${file.via}, `}git's own hash: this copy lacks the blob`;
      found.set(path, { kind: 'source', path: file.path, mapping: null, via });
    }
    return found;
  },
};
