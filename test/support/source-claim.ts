import { createHash } from 'node:crypto';
import type { Entry } from '../../src/archive/schema.js';
import { configSchema } from '../../src/config/schema.js';
import type { Context } from '../../src/context.js';
import type { SourceClaim } from '../../src/ecosystem.js';

/** Entries of a release with the given files. */
export function entriesOf(files: Record<string, string | object>): Entry[] {
  return Object.entries(files)
    .map(([path, content]) => {
      const bytes = Buffer.from(
        typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`,
      );
      const sha1 = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { path, mode: 0o644, size: bytes.length, sha256, gitBlob: sha1 };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What the release `thing@1.0.0` says of its source, with what a test changes. */
export function claimOf(changes: Partial<SourceClaim>): SourceClaim {
  return {
    name: 'thing',
    version: '1.0.0',
    repository: 'https://github.com/owner/thing',
    directory: null,
    gitHead: null,
    attestedCommit: null,
    publishedAt: '2024-01-02T00:00:00.000Z',
    manifestFile: 'package.json',
    identify: (bytes) => {
      try {
        const { name = null, version = null, repository = null } = JSON.parse(bytes.toString());
        return { name, version, repository: repository?.url ?? repository };
      } catch {
        return null;
      }
    },
    ...changes,
  };
}

/** A context with a cache, whose source mirror leads `owner/thing` to a folder or address. */
export function contextOf(cache: string, mirror: string | null, changes: Partial<Context> = {}): Context {
  const from = 'https://github.com/owner/thing';
  const config = configSchema.parse({ sourceMirrors: mirror === null ? [] : [{ from, to: mirror }] });
  const signal = new AbortController().signal;
  return { config, cache, offline: false, signal, progress: () => {}, ...changes };
}
