import type { Context } from './context.js';
import type { Ecosystem } from './ecosystem.js';
import type { RecipeText } from './recipe.js';
import type { Release } from './release.js';
import type { Plan } from './sandbox/schema.js';
import type { Located } from './source/locate.js';

/** A file of the source that planning reads is never larger than this, in bytes; lockfiles of monorepos are the longest. */
const longestFile = 64 * 2 ** 20;

/** Plans for a release, best first, with what they were made from. */
export interface Planned {
  plans: Plan[];
  /** Contents of the files that planning read, by path of the repository. */
  files: ReadonlyMap<string, string>;
}

/** Plans the rebuild of a release from its source. Only the source says what to run. */
export async function planSource(
  ecosystem: Ecosystem,
  release: Release,
  located: Extract<Located, { ok: true }>,
  context: Context,
  recipe: RecipeText | null,
): Promise<Planned> {
  const { tree, source, repository } = located;
  context.progress({ subject: release.purl, stage: 'plan', message: 'planning the rebuild' });
  const blobs = new Map(
    [...tree.files].filter(([, { type }]) => type === 'blob').map(([path, { object }]) => [path, object]),
  );
  const paths = new Set(blobs.keys());
  const wanted = ecosystem.planningFiles(paths, source.directory).filter((path) => blobs.has(path));
  const contents = await repository.readBlobs(
    wanted.map((path) => blobs.get(path)!),
    longestFile,
  );
  const files = new Map(
    wanted.flatMap((path) => {
      const content = contents.get(blobs.get(path)!);
      return content === undefined ? [] : [[path, content.toString('utf8')] as const];
    }),
  );
  const tools = await ecosystem.toolVersions(context);
  const plans = ecosystem.plans({
    release,
    directory: source.directory,
    commitTime: source.commitTime,
    paths,
    files,
    recipe,
    tools,
  });
  return { plans, files };
}
