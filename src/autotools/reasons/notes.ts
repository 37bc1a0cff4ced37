import type { Comparison } from '../../compare/schema.js';
import type { ReasonsInput } from '../../ecosystem.js';
import { type Banner, toolOf } from '../regenerate/banners.js';

/** A file that says what made it, and whether it was made again, or is otherwise accounted for. */
export type Said = Banner & { isMade: boolean };

/** What is told beside causes: what the tarball was made with, what is copied from where, what was not tried, and what would need no proof. Pure. */
export function notesOf(
  { comparison, rebuilds, located }: ReasonsInput,
  banners: readonly Said[],
  makesDist: boolean,
): string[] {
  const { entries } = comparison;
  const notes = [...madeWith(banners), ...copiedFrom(comparison)];
  const { obstacle } = rebuilds;
  if (obstacle?.environment === true) notes.push(`files could not be made again here: ${obstacle.message}`);
  else if (!makesDist && entries.some(({ evidence }) => evidence.kind === 'none'))
    notes.push(
      'what the tag packs by make dist was not made, as rebuild.makeDist is not set: much of what is left may come from there',
    );
  const own = entries.filter(({ evidence }) => evidence.kind === 'source').length;
  const revision = located.source.ref ?? located.tree.commit.slice(0, 12);
  if (own < entries.length)
    notes.push(
      `${entries.length - own} of ${entries.length} files are not the tag's own. Where users can run autoreconf, git archive ${revision} is a release that the tag alone ` +
        'accounts for: publish it, or publish it too',
    );
  return notes;
}

/** One line for each tool that files say they were made by. */
function madeWith(banners: readonly Said[]): string[] {
  const tools = new Map<string, Said[]>();
  for (const banner of banners) {
    const tool = toolOf(banner);
    tools.set(tool, [...(tools.get(tool) ?? []), banner]);
  }
  return [...tools].map(([tool, said]) => {
    const open = said.filter(({ isMade }) => !isMade);
    const [{ path }] = said as [Said];
    const what = said.length === 1 ? path : `${path} and ${said.length - 1} more`;
    const are = said.length === 1 ? 'says it was' : 'say they were';
    const made =
      open.length === 0
        ? 'made again byte for byte'
        : open.length === said.length
          ? 'no build of it that is known here makes the same'
          : `${open.length} of them are not made again (${open[0]!.path})`;
    return `${what} ${are} made by ${tool}: ${made}`;
  });
}

function copiedFrom({ entries }: Comparison): string[] {
  const projects = new Map<string, Set<string>>();
  let files = 0;
  for (const { evidence } of entries) {
    if (evidence.kind !== 'upstream') continue;
    files += 1;
    projects.set(evidence.project, (projects.get(evidence.project) ?? new Set()).add(evidence.since));
  }
  if (files === 0) return [];
  const shown = [...projects].map(([project, since]) =>
    since.size === 1 ? `${project} (${[...since][0]})` : `${project} (${since.size} versions)`,
  );
  return [`${files} ${files === 1 ? 'file is' : 'files are'} copied from ${shown.join(', ')}`];
}
