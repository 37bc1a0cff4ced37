import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Turns a folder of mirrors into the options of `reprove verify` by which it finds them. */
export interface Mirrors {
  /** @param repository `owner/name` to use where a release states an address of which there is no mirror; null for none. */
  options(repository: string | null): Promise<string[]>;
  /** The same for many releases at once: the repository that stands for each address which releases state. */
  optionsForAll(stated: ReadonlyMap<string, string>): Promise<string[]>;
  /** Removes the configurations that were written. */
  remove(): Promise<void>;
}

/** @param folder Mirrors as `<folder>/<owner>+<name>/repo` (bare, or with a work tree); undefined when none are given. */
export async function mirrorsIn(folder: string | undefined): Promise<Mirrors> {
  const configurations = await mkdtemp(join(tmpdir(), 'reprove-mirrors-'));
  return {
    async options(repository) {
      if (folder === undefined) return [];
      const file = join(configurations, `${(repository ?? 'any').replace(/\W/g, '-')}.json`);
      await writeFile(file, JSON.stringify(configuration(resolve(folder), repository)));
      return ['--config', file];
    },
    async optionsForAll(stated) {
      if (folder === undefined) return [];
      const file = join(configurations, 'all.json');
      const mirrors = configuration(resolve(folder), null).sourceMirrors;
      for (const [from, repository] of stated) {
        const to = configuration(resolve(folder), repository).sourceMirrors[1]?.to;
        if (to !== undefined) mirrors.push({ from, to });
      }
      await writeFile(file, JSON.stringify({ sourceMirrors: mirrors }));
      return ['--config', file];
    },
    remove: () => rm(configurations, { recursive: true }),
  };
}

function configuration(mirrors: string, repository: string | null) {
  const folders = new Map(readdirSync(mirrors).map((name) => [name.toLowerCase(), name]));
  const folder = repository === null ? undefined : folders.get(repository.replace('/', '+').toLowerCase());
  const at = (name: string) =>
    existsSync(join(mirrors, name, 'repo', '.git')) ? `${name}/repo/.git` : `${name}/repo`;
  const from = 'https://github.com/{owner}/{name}';
  const to = (path: string) => ({ from, to: `file://${mirrors}/${path}` });
  return { sourceMirrors: [to('{owner}+{name}/repo'), ...(folder === undefined ? [] : [to(at(folder))])] };
}
