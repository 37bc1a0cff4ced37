import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { withLock } from './lock.js';

/** Commits that each tag was seen at, oldest first. */
const observationsSchema = z.record(z.string(), z.array(z.string()));

/**
 * Remembers where a repository's tags were seen, and gives the commits that these ones were seen at before and aren't now.
 * The file is written only when there is something new; one that can't be read counts as empty.
 */
export async function observeTags(
  cache: string,
  key: string,
  tags: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<Map<string, string[]>> {
  const path = join(cache, 'tags', `${key}.json`);
  const isNew = (seen: Map<string, string[]>) =>
    [...tags].some(([tag, commit]) => !(seen.get(tag) ?? []).includes(commit));
  let seen = await load(path);
  if (isNew(seen)) {
    await withLock(path, signal, async () => {
      const { default: writeFileAtomic } = await import('write-file-atomic');
      seen = await load(path);
      for (const [tag, commit] of tags) seen.set(tag, [...new Set([...(seen.get(tag) ?? []), commit])]);
      await writeFileAtomic(path, `${JSON.stringify(Object.fromEntries(seen))}\n`);
    });
  }
  const moved = new Map<string, string[]>();
  for (const [tag, commit] of tags) {
    const others = (seen.get(tag) ?? []).filter((other) => other !== commit);
    if (others.length > 0) moved.set(tag, others);
  }
  return moved;
}

async function load(path: string): Promise<Map<string, string[]>> {
  try {
    return new Map(Object.entries(observationsSchema.parse(JSON.parse(await readFile(path, 'utf8')))));
  } catch {
    return new Map();
  }
}
