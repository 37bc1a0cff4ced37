import pLimit from 'p-limit';
import { z } from 'zod';
import type { Context } from '../context.js';
import { npmConfiguration } from './configuration.js';
import { fetchPackument } from './packument.js';
import { pickVersion } from './pick-version.js';
import { publishedIntegrity } from './published-integrity.js';

/** What the registry has now for a wish; or why it has nothing. */
export type Resolved = { version: string; integrity: string | null } | { fault: string };

/** Packuments asked for at the same time. */
const atOnce = 8;

/**
 * Resolves names and ranges as npm would now, all of one name with one request. What the registry does not have is a fault of that one; a
 * registry that can't be reached is thrown.
 */
export async function resolveWishes(
  wishes: readonly { name: string; wanted: string }[],
  context: Context,
): Promise<Resolved[]> {
  const npm = await npmConfiguration(context);
  const limit = pLimit(atOnce);
  const onWait = (message: string) => context.progress({ subject: '', stage: 'resolve', message });
  const packuments = new Map(
    [...new Set(wishes.map(({ name }) => name))].map((name) => [
      name,
      limit(() => fetchPackument(name, npm, { ...context, onWait }).catch((error: Error) => error)),
    ]),
  );
  return Promise.all(
    wishes.map(async ({ name, wanted }): Promise<Resolved> => {
      const packument = await packuments.get(name)!;
      if (packument instanceof Error) {
        if ('exitCode' in packument && packument.exitCode === 2) return { fault: packument.message };
        throw packument;
      }
      try {
        const { version, manifest } = pickVersion(packument, { wanted, wantedAs: 'range' }, npm.defaultTag);
        const dist = (manifest.dist ?? {}) as Readonly<Record<string, unknown>>;
        return { version, integrity: publishedIntegrity(dist, name)?.stated ?? null };
      } catch (error) {
        return { fault: (error as Error).message };
      }
    }),
  );
}

const page = 250;
const answerSchema = z.object({ objects: z.array(z.object({ package: z.object({ name: z.string() }) })) });

/** Names of packages that the registry's search finds for a text such as `scope:name`, at most `most`. */
export async function searchNames(text: string, most: number, context: Context): Promise<string[]> {
  const npm = await npmConfiguration(context);
  const { default: regFetch } = await import('npm-registry-fetch');
  const names = new Set<string>();
  for (let from = 0; from < most; from += page) {
    const query = new URLSearchParams({ text, size: String(page), from: String(from) });
    const answer = await regFetch.json(`/-/v1/search?${query}`, {
      ...(npm as object),
      signal: context.signal,
    } as Parameters<typeof regFetch.json>[1]);
    const { objects } = answerSchema.parse(answer);
    const before = names.size;
    for (const found of objects) names.add(found.package.name);
    if (objects.length < page || names.size === before) break;
  }
  return [...names].sort();
}
