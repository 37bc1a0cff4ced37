import type { Context } from '../../context.js';
import { parseAddress } from '../../source/address.js';
import { gitRead } from '../../source/git-read.js';
import { openMirror } from '../../source/mirror.js';
import { openRepository } from '../../source/repository.js';
import { ReleaseError } from '../error.js';
import { Collector, largestFile } from './collector.js';
import { expanded } from './templates.js';

/** A project whose history is known build files. */
export interface CataloguedRepository {
  project: string;
  url: string;
}

interface Seen {
  id: string;
  path: string;
  commit: string;
  time: number;
}

/** Blobs asked of git at a time. */
const atOnce = 200;

/** Adds every version of every build file that a repository's branches and tags reach. Holes in a copy are told. */
export async function addRepository(
  { project, url }: CataloguedRepository,
  collector: Collector,
  context: Context,
): Promise<{ files: number; lacking: number }> {
  const address = parseAddress(url, 'user');
  if (address.kind === 'unusable') throw refused(url, address.reason);
  const opened = await openMirror(address, context);
  if (!opened.ok) throw refused(url, opened.failure.message);
  const { view } = opened.mirror;
  await opened.mirror.update();
  const repository = openRepository(opened.mirror, context);
  let lacking = 0;
  try {
    const seen = await firstSeen(view, context.signal);
    const names = await tagsOf(view, seen, context.signal);
    await repository.bring(seen.map(({ id }) => id));
    const newest = new Date(Math.max(0, ...seen.map(({ time }) => time)) * 1000).toISOString().slice(0, 10);
    const files = await collector.from(
      { project, from: url, state: `build files until ${newest}` },
      async () => {
        for (let at = 0; at < seen.length; at += atOnce) {
          const some = seen.slice(at, at + atOnce);
          const blobs = await repository.readBlobs(new Set(some.map(({ id }) => id)), largestFile);
          for (const { id, path, commit, time } of some) {
            const blob = blobs.get(id);
            if (blob === undefined) lacking++;
            const day = new Date(time * 1000).toISOString().slice(0, 10);
            const since = names.get(commit) ?? `${day} ${commit.slice(0, 10)}`;
            for (const one of blob === undefined ? [] : expanded(path, blob))
              collector.add({ project, path: one.path, since: one.version ?? since }, one.bytes);
          }
        }
      },
    );
    return { files, lacking };
  } finally {
    await repository.close();
  }
}

/** Where each version of a build file was first, by time of commit. */
async function firstSeen(view: string, signal: AbortSignal): Promise<Seen[]> {
  const log = await gitRead(
    view,
    [
      'log',
      '--all',
      '-m',
      '--raw',
      '--no-abbrev',
      '--no-renames',
      '--diff-filter=AM',
      '-z',
      '--format=%x02%H %ct',
    ],
    signal,
  );
  const first = new Map<string, Seen>();
  let commit = '';
  let time = 0;
  const words = log.split('\0');
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!.replace(/^\n+/, '');
    const head = /^\x02([0-9a-f]{40,64}) (\d+)/.exec(word);
    if (head !== null) [commit, time] = [head[1]!, Number(head[2])];
    const raw = /:\d{6} 100\d{3} [0-9a-f]+ ([0-9a-f]+) [AM]$/.exec(word);
    if (raw === null) continue;
    const path = words[++at] ?? '';
    if (!Collector.wants(path.replace(/\.m4\.in$/, '.m4'))) continue;
    const key = `${raw[1]} ${path}`;
    const known = first.get(key);
    if (known === undefined || time < known.time) first.set(key, { id: raw[1]!, path, commit, time });
  }
  return [...first.values()].sort((a, b) => a.time - b.time);
}

/** The tag that came first after each commit, as far as git can tell. */
async function tagsOf(
  view: string,
  seen: readonly Seen[],
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const commits = [...new Set(seen.map(({ commit }) => commit))];
  const output = await gitRead(
    view,
    ['name-rev', '--tags', '--annotate-stdin'],
    signal,
    `${commits.join('\n')}\n`,
  );
  const found = output.matchAll(/^([0-9a-f]{40,64}) \((?:tags\/)?([^()~^]+)/gm);
  return new Map([...found].map(([, commit, tag]) => [commit!, tag!]));
}

const refused = (url: string, why: string) =>
  new ReleaseError({
    code: 'E_CATALOGUE',
    message: `${url} can't be read: ${why}`,
    hint: "Map it to a copy with 'sourceMirrors' in the configuration, or leave it out of the list.",
    exitCode: 4,
  });
