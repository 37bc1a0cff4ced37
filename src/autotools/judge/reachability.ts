import { posix } from 'node:path';
import type { Reachability, ReachabilityInput } from '../../judge/reachability.js';
import { roleOf } from '../catalogue/role.js';
import { documentOf, template } from './documents.js';
import { forPeople } from './for-people.js';
import { type Use, usesOf } from './named-files.js';
import { unmadeEntries } from './unmade.js';

/**
 * Decides which entries without evidence could act when a source release is configured, made, checked or installed. What is read only by people,
 * by name and content, and that no script, source or rule reads, can't; everything else could: unknown kinds, links, what could not be looked at.
 * Files of the tag that the release lacks count where its makefiles or sources name them, but for those that its own make dist leaves out.
 */
export function reachability({ comparison, contents, unpacked }: ReachabilityInput): Reachability {
  const open = comparison.entries.filter(({ evidence }) => evidence.kind === 'none');
  const missing = comparison.missing.filter(({ from }) => from === 'source').map(({ path }) => path);
  const uses = usesOf(new Set([...open.map(({ path }) => path), ...missing]), contents);
  const tools = toolsIn(
    comparison,
    new Set([...uses.values()].flatMap((each) => each.map(({ by }) => by))),
    contents,
  );
  const acting = new Map<string, string>();
  const inert = new Map<string, string>();
  for (const { path, mode, phantom } of open) {
    // Some projects touch a helper script that nothing of theirs needs: whoever runs it runs nothing.
    if (phantom && contents.get(path)?.length === 0 && roleOf(path) === 'build-aux') {
      inert.set(path, 'an empty helper script');
      continue;
    }
    const { inert: harmless, what } = documentOf(path, mode, contents.get(path));
    const reader = uses.get(path)?.find(({ by, how }) => puts.has(how) && !tools.has(by));
    if (!harmless) acting.set(path, reader === undefined ? what : `${what}, named in ${reader.by}`);
    else if (reader !== undefined && what !== template.what)
      acting.set(path, `${what}, but ${reader.by} reads it`);
    else inert.set(path, `${what}; at most installed`);
  }
  // What is filled in from a template has a name too, once it is made.
  const names = new Set(
    comparison.entries.flatMap(({ path }) => [posix.basename(path), posix.basename(path, '.in')]),
  );
  const isAnother = (path: string): boolean =>
    names.has(posix.basename(path)) || uses.get(path)?.some(({ where }) => where === 'elsewhere') === true;
  const missed = new Map<string, string>();
  for (const path of missing) {
    // The source's own make dist leaves it out too.
    if (unpacked?.has(path)) continue;
    // A command that lacks its file fails, and so does another build system; a name without a folder may be that of another file.
    const by = uses
      .get(path)
      ?.find(
        ({ by, how, where }) =>
          how === 'packed' ||
          how === 'listed' ||
          (how === 'read' &&
            !tools.has(by) &&
            (where === 'here' || (where === 'anywhere' && !isAnother(path)))),
      )?.by;
    // Nothing but people reads these, whatever folder is listed.
    if (by !== undefined && !forPeople.test(path)) missed.set(path, by);
  }
  return {
    acting,
    inert,
    leads: new Map(),
    expected: new Set(),
    missed,
    unmade: unmadeEntries({ comparison, contents, unpacked }),
  };
}

/** What a file is put to, when it is named so, besides being packed or installed. */
const puts: ReadonlySet<Use['how']> = new Set(['run', 'stated', 'read']);

/** Scripts that whoever builds from a repository starts by hand, or that a run of all tests may find. */
const isStarted =
  /(?:^|\/)(?:configure|bootstrap|autogen|buildconf|prepare|build|make)(?:[.-][\w.-]+)?$|(?:^|\/)(?:t|tests?|testsuite|check)\//;

/**
 * Those of some files that are tools of the maintainers: scripts of the tag that its makefiles pack, and that nothing of the release runs, reads or installs, so that
 * what they read has no way into what is built.
 */
function toolsIn(
  comparison: ReachabilityInput['comparison'],
  some: ReadonlySet<string>,
  contents: ReachabilityInput['contents'],
): Set<string> {
  const ofTag = new Set(
    comparison.entries.flatMap(({ path, evidence }) => (evidence.kind === 'source' ? [path] : [])),
  );
  const uses = usesOf(some, contents);
  return new Set(
    [...uses].flatMap(([path, each]) => {
      const isTool =
        ofTag.has(path) &&
        !isStarted.test(path) &&
        isScript(contents.get(path)) &&
        each.every(({ how }) => how === 'packed');
      return isTool ? [path] : [];
    }),
  );
}

const isScript = (content: Buffer | undefined): boolean => content?.subarray(0, 2).toString() === '#!';
