import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { CauseFound, Edit } from '../../why/schema.js';

/** Edits of a work tree, made ready. */
export interface Fixes {
  /** New text by path of the repository. */
  files: ReadonlyMap<string, string>;
  /** The same as a patch; empty without any. */
  patch: string;
}

/** What the edits of some causes make of the files of a work tree. An edit whose line is another by now is left out. */
export async function planFixes(root: string, causes: readonly CauseFound[]): Promise<Fixes> {
  const byPath = new Map<string, Edit[]>();
  for (const { fix } of causes)
    for (const edit of fix.edits) byPath.set(edit.path, [...(byPath.get(edit.path) ?? []), edit]);
  const files = new Map<string, string>();
  const patches: string[] = [];
  for (const [path, edits] of byPath) {
    const old = await textIn(root, path);
    if (old === undefined) continue;
    const now = edited(old, edits);
    if (now === (old ?? '')) continue;
    files.set(path, now);
    patches.push(
      createTwoFilesPatch(
        old === null ? '/dev/null' : `a/${path}`,
        `b/${path}`,
        old ?? '',
        now,
        undefined,
        undefined,
        { context: 2 },
      ),
    );
  }
  return { files, patch: patches.map((each) => each.replace(/^=+\n/, '')).join('') };
}

/** Writes what was planned. */
export async function applyFixes(root: string, { files }: Fixes): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  for (const [path, text] of files) await writeFileAtomic(resolve(root, path), text);
}

/** Text of a file of the work tree; null where there is none, undefined where it is no file in there. */
async function textIn(root: string, path: string): Promise<string | null | undefined> {
  const file = resolve(root, path);
  const folder = await realpath(dirname(file)).catch(() => '');
  if (!`${folder}${sep}`.startsWith(`${await realpath(root)}${sep}`)) return undefined;
  const found = await lstat(file).catch(() => null);
  if (found === null) return null;
  return found.isFile() ? readFile(file, 'utf8') : undefined;
}

function edited(old: string | null, edits: readonly Edit[]): string {
  const lines = (old ?? '').split('\n');
  const ending = (old ?? '').includes('\r\n') ? '\r' : '';
  let added = '';
  for (const { line, before, after } of edits) {
    if (line === null) {
      if (!lines.some((each) => each.trimEnd() === after)) added += `${after}${ending}\n`;
      continue;
    }
    // Another cause may have changed the line already, or the work tree has another one.
    const at = line - 1;
    if (before !== null && lines[at]?.replace(/\r$/, '') === before.replace(/\r$/, ''))
      lines[at] = `${after.replace(/\r$/, '')}${ending}`;
  }
  const text = lines.join('\n');
  return text === '' || text.endsWith('\n') || added === '' ? text + added : `${text}\n${added}`;
}
