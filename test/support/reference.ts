import { createHash } from 'node:crypto';
import type { Entry } from '../../src/archive/schema.js';
import type { Reference } from '../../src/compare/reference.js';

/** A file of a fake: its content, or its content and mode. */
export type FakeFile = string | Buffer | { content: string | Buffer; mode: number };

const contentOf = (file: FakeFile) =>
  Buffer.from(typeof file === 'string' || Buffer.isBuffer(file) ? file : file.content);
const modeOf = (file: FakeFile) => (typeof file === 'string' || Buffer.isBuffer(file) ? 0o644 : file.mode);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** The id git gives a file. */
export const gitBlob = (bytes: Buffer) =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** Entries as the archive reader lists them. */
export function entriesOf(files: Record<string, FakeFile>): Entry[] {
  return Object.entries(files)
    .map(([path, file]) => {
      const bytes = contentOf(file);
      return { path, mode: modeOf(file), size: bytes.length, sha256: sha256(bytes), gitBlob: gitBlob(bytes) };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Contents by path, as a reader of the release gives them; `asked` collects what was wanted. */
export function releaseReader(files: Record<string, FakeFile>) {
  const asked: string[] = [];
  const read = async (paths: ReadonlySet<string>) => {
    asked.push(...paths);
    return new Map(
      [...paths].flatMap((path) => (path in files ? [[path, contentOf(files[path]!)] as const] : [])),
    );
  };
  return Object.assign(read, { asked });
}

/**
 * A reference in memory. A source knows what a git tree knows (blob ids), a rebuild what the archive reader knows
 * (sizes and hashes). `blobs` gives files another blob id than their own, as a collision would.
 */
export function memoryReference(
  files: Record<string, FakeFile>,
  {
    kind = 'source',
    id = kind === 'source' ? 'commit' : 'plan',
    blobs = {},
    built = null,
  }: {
    kind?: Reference['kind'];
    id?: string;
    blobs?: Record<string, string>;
    built?: Reference['built'];
  } = {},
): Reference {
  const contents = new Map(Object.entries(files).map(([path, file]) => [path, contentOf(file)]));
  const source = kind === 'source';
  return {
    kind,
    id,
    built,
    files: new Map(
      Object.entries(files).map(([path, file]) => {
        const bytes = contentOf(file);
        const known = { size: source ? null : bytes.length, sha256: source ? null : sha256(bytes) };
        return [path, { path, mode: modeOf(file), ...known, gitBlob: blobs[path] ?? gitBlob(bytes) }];
      }),
    ),
    read: async (paths, limit) =>
      new Map(
        [...paths].flatMap((path) => {
          const bytes = contents.get(path);
          return bytes !== undefined && bytes.length <= limit ? [[path, bytes] as const] : [];
        }),
      ),
    hash: async (paths) =>
      new Map(
        [...paths].flatMap((path) =>
          contents.has(path) ? [[path, sha256(contents.get(path)!)] as const] : [],
        ),
      ),
  };
}
