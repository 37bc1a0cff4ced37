import type { Accounts } from '../compare/accounts.js';
import type { Reference, ReferenceFile } from '../compare/reference.js';
import { sha256Of } from './catalogue/format.js';

/** Contents that files of a release are held against, at their paths. It is no evidence where they come from outside of the source. */
export function knownContents(
  id: string,
  contents: ReadonlyMap<string, Buffer>,
  { byPath }: Accounts,
): Reference {
  const files = new Map(
    [...contents].map(([path, bytes]): [string, ReferenceFile] => [
      path,
      {
        path,
        mode: byPath.get(path)!.entry.mode,
        size: bytes.length,
        sha256: sha256Of(bytes).toString('hex'),
        gitBlob: null,
      },
    ]),
  );
  return {
    kind: 'rebuild',
    id,
    files,
    built: null,
    read: async (paths, limit) =>
      new Map(
        [...paths].flatMap((path) =>
          (contents.get(path)?.length ?? limit + 1) <= limit ? [[path, contents.get(path)!] as const] : [],
        ),
      ),
    hash: async (paths) =>
      new Map(
        [...paths].flatMap((path) => (files.has(path) ? [[path, files.get(path)!.sha256!] as const] : [])),
      ),
  };
}
