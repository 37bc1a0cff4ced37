import type { SearchedRepository } from './repository.js';
import type { Tree, TreeFile } from './tree.js';

/** Content that the tree only names. */
export interface LargeFile {
  /** Hex SHA-256 of its bytes. */
  sha256: string;
  size: number;
}

/** A pointer in the tree; null content when it is no well-formed one, or git would not replace it there. */
export interface Pointer {
  path: string;
  content: LargeFile | null;
}

/** Bytes up to which a file may be a pointer, by the specification of Git LFS, and of `.gitattributes`. */
const limits = { pointer: 1024, attributes: 2 ** 20 };

/**
 * Files below a folder that are pointers of Git LFS, by the first line of each. Only a repository whose `.gitattributes` name its
 * filter is looked through.
 */
export async function lfsPointers(
  repository: SearchedRepository,
  tree: Tree,
  directory: string,
): Promise<Pointer[]> {
  const prefix = directory === '' ? '' : `${directory}/`;
  const blobs = [...tree.files].filter(([, { type }]) => type === 'blob');
  const attributes = blobs.filter(([path]) => /(?:^|\/)\.gitattributes$/.test(path));
  const texts = await repository.readBlobs(idsOf(attributes), limits.attributes);
  const rules = attributes.flatMap(([path, { object }]) =>
    lfsRules(path.slice(0, -'.gitattributes'.length), texts.get(object)?.toString('utf8') ?? ''),
  );
  if (rules.length === 0) return [];
  const below = blobs.filter(([path]) => path.startsWith(prefix));
  const sizes = await repository.blobSizes(idsOf(below));
  const small = below.filter(
    ([, { object }]) => (sizes.get(object) ?? Number.POSITIVE_INFINITY) < limits.pointer,
  );
  const contents = await repository.readBlobs(idsOf(small), limits.pointer);
  return small.flatMap(([path, { object }]) => {
    const text = contents.get(object)?.toString('latin1') ?? '';
    if (!text.startsWith('version https://git-lfs.github.com/spec/')) return [];
    return [{ path, content: rules.some((rule) => rule(path)) ? readPointer(text) : null }];
  });
}

/** `version`, `oid` and `size` and nothing else: extensions name the content before they changed it. */
export function readPointer(text: string): LargeFile | null {
  const form =
    /^version https:\/\/git-lfs\.github\.com\/spec\/v1\noid sha256:([0-9a-f]{64})\nsize (\d{1,15})\n$/;
  const [, sha256, size] = form.exec(text) ?? [];
  return sha256 === undefined ? null : { sha256, size: Number(size) };
}

const idsOf = (files: readonly (readonly [string, TreeFile])[]): string[] =>
  files.map(([, { object }]) => object);

/** Which paths the lines with `filter=lfs` mean; patterns that aren't understood mean none. */
function lfsRules(folder: string, text: string): ((path: string) => boolean)[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [pattern = '', ...set] = line.trim().split(/\s+/);
    if (!set.includes('filter=lfs') || pattern.startsWith('#')) return [];
    const expression = expressionOf(pattern.replace(/^\//, ''));
    if (expression === null) return [() => false];
    const anywhere = !pattern.includes('/');
    return [
      (path: string) => {
        if (!path.startsWith(folder)) return false;
        const rest = path.slice(folder.length);
        return expression.test(anywhere ? rest.slice(rest.lastIndexOf('/') + 1) : rest);
      },
    ];
  });
}

/** Few wildcards only: many take a regular expression for ever. */
function expressionOf(pattern: string): RegExp | null {
  if (pattern.length > 200 || (pattern.match(/\*+/g) ?? []).length > 3 || /[[\]\\"!]/.test(pattern))
    return null;
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|[.+^${}()|]/g, (part) =>
    part === '**/'
      ? '(?:.*/)?'
      : part === '**'
        ? '.*'
        : part === '*'
          ? '[^/]*'
          : part === '?'
            ? '[^/]'
            : `\\${part}`,
  );
  return new RegExp(`^${source}$`);
}
