import { z } from 'zod';
import type { Context } from '../../context.js';
import { Collector } from './collector.js';
import { encodeCatalogue } from './format.js';
import { addPackage } from './from-debian.js';
import { addRepository } from './from-git.js';

/** What a catalogue is made from; what comes first has the word where several have the same file. */
export const catalogueListSchema = z.strictObject({
  repositories: z
    .array(z.strictObject({ project: z.string().min(1), url: z.string().min(1) }))
    .default([])
    .describe('Histories of projects whose build files others copy.'),
  packages: z
    .array(z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/))
    .default([])
    .describe(
      'Packages of Debian, of every version that the known suites have: sources, and what is installed.',
    ),
});
export type CatalogueList = z.infer<typeof catalogueListSchema>;

/** Makes a catalogue. What can't be had is told, one line each, and is not in it. */
export async function buildCatalogue(
  { repositories, packages }: CatalogueList,
  tell: (line: string) => void,
  context: Context,
): Promise<{ bytes: Buffer; lacking: string[] }> {
  const collector = new Collector();
  const lacking: string[] = [];
  const attempt = async (name: string, add: () => Promise<string>) => {
    try {
      tell(`${name}: ${await add()}`);
    } catch (error) {
      context.signal.throwIfAborted();
      lacking.push(`${name}: ${(error as Error).message}`);
    }
  };
  for (const repository of repositories)
    await attempt(repository.project, async () => {
      const { files, lacking: holes } = await addRepository(repository, collector, context);
      return `${files} files${holes === 0 ? '' : `; the copy lacks ${holes} more`}`;
    });
  for (const name of packages)
    await attempt(name, async () => {
      const { files, gone } = await addPackage(name, collector, context);
      lacking.push(...gone.map((file) => `${name}: ${file} has left the archive`));
      return `${files} files more`;
    });
  return { bytes: encodeCatalogue(collector.content()), lacking };
}
