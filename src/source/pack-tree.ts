import { createGzip } from 'node:zlib';
import { type Pack, pack } from 'tar-stream';
import { SourceError } from './error.js';
import type { SearchedRepository } from './repository.js';
import type { Tree } from './tree.js';

/** What one tree may come to, and how many bytes of it are held at a time. */
const limits = { files: 200_000, bytes: 2 ** 30, fileBytes: 128 * 2 ** 20, held: 16 * 2 ** 20 };

/**
 * Packs a tree as npm packs a package, below `package/`, from objects that are read as any other: no checkout, no filter, no
 * attribute of the repository has a say. Links and submodules are left out, as npm leaves links out. The same tree gives the same
 * bytes. Throws a `SourceError` when it is too large or a blob is missing.
 */
export async function* packTree(repository: SearchedRepository, tree: Tree): AsyncIterable<Buffer> {
  const files = [...tree.files]
    .filter(([, { type }]) => type === 'blob')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (files.length > limits.files) throw tooLarge(`${files.length} files`);
  const ids = files.map(([, { object }]) => object);
  await repository.bring(ids);
  const sizes = await repository.blobSizes(ids);
  const sizeOf = (id: string) => sizes.get(id) ?? 0;
  const total = ids.reduce((sum, id) => sum + sizeOf(id), 0);
  if (total > limits.bytes || ids.some((id) => sizeOf(id) > limits.fileBytes))
    throw tooLarge(`${total} bytes`);

  const tar = pack();
  const gzip = createGzip();
  tar.on('error', (error) => gzip.destroy(error));
  tar.pipe(gzip);
  write(repository, tar, files, sizeOf).then(
    () => tar.finalize(),
    (error: Error) => tar.destroy(error),
  );
  yield* gzip;
}

async function write(
  repository: SearchedRepository,
  tar: Pack,
  files: readonly (readonly [string, Tree['files'] extends ReadonlyMap<string, infer File> ? File : never])[],
  sizeOf: (id: string) => number,
): Promise<void> {
  for (let at = 0; at < files.length; ) {
    let held = 0;
    const start = at;
    do held += sizeOf(files[at++]![1].object);
    while (at < files.length && held < limits.held);
    const batch = files.slice(start, at);
    const blobs = await repository.readBlobs(
      batch.map(([, { object }]) => object),
      limits.fileBytes,
    );
    for (const [path, { object, mode }] of batch) {
      const content = blobs.get(object);
      if (content === undefined) throw failed(`the blob of ${path} is missing`);
      const header = { name: `package/${path}`, mode, mtime: new Date(0), size: content.length };
      await new Promise<void>((resolve, reject) => {
        tar.entry(header, content, (error) => (error ? reject(error) : resolve()));
      });
    }
  }
}

const tooLarge = (what: string): SourceError => failed(`the tree has ${what}, too many to pack`);

function failed(message: string): SourceError {
  return new SourceError({ code: 'E_GIT', message, hint: 'check the repository with `git fsck`' });
}
