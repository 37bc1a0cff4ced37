import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { textFile } from '../config/text-file.js';
import { type Json, parseJson } from './json-object.js';

/** The package.json files of a project: some lockfiles don't tell what the project itself asks for. */
export interface ProjectManifests {
  /** That of a folder of the project, '' for its own; null where there is none that can be read. */
  at(folder: string): Promise<Json | null>;
  /** Folders that patterns of `workspaces` name; null where they are more than anybody has, or lead out of the project. */
  folders(patterns: readonly string[]): Promise<string[] | null>;
}

/** For a lockfile that lies nowhere. */
export const noManifests: ProjectManifests = { at: async () => null, folders: async () => null };

const largestManifest = { bytes: 2 ** 22, words: '4 MiB' };

/** Folders that are looked into, and patterns that are followed, for one project at most. */
const mostFolders = 20_000;
const mostPatterns = 200;

/** The manifests of the project at a folder. No link is followed to find workspaces. */
export function manifestsIn(root: string): ProjectManifests {
  return {
    at: async (folder) => {
      if (!isInside(folder)) return null;
      return parseJson(await textFile(join(root, folder, 'package.json'), largestManifest).catch(() => ''));
    },
    folders: async (patterns) => {
      const wanted = patterns.map(tidy);
      if (wanted.length > mostPatterns || !wanted.every((pattern) => isInside(pattern.replace(/^!/, ''))))
        return null;
      const found = new Set<string>();
      const budget = { left: mostFolders };
      for (const pattern of wanted) {
        if (pattern.startsWith('!')) {
          const isLeftOut = picomatch(pattern.slice(1));
          for (const folder of found) if (isLeftOut(folder)) found.delete(folder);
        } else for (const folder of await matching(root, pattern.split('/'), budget)) found.add(folder);
      }
      return budget.left < 0 ? null : [...found];
    },
  };
}

const tidy = (pattern: string): string => pattern.replace(/^(!?)(?:\.\/)+/, '$1').replace(/\/+$/, '');

/** Whether a path stays in the project, however it is written. */
const isInside = (path: string): boolean =>
  path.length <= 1_000 && !/^[/~]|^[A-Za-z]:|\\|\0/.test(path) && !path.split('/').includes('..');

/** Folders that match, each level of the pattern in turn. `**` is for any number of levels. */
async function matching(root: string, levels: string[], budget: { left: number }): Promise<string[]> {
  let folders = [''];
  for (const level of levels) {
    const next = new Set<string>();
    const isMatch = level === '**' ? () => true : picomatch(level, { dot: level.startsWith('.') });
    const waiting = [...folders];
    if (level === '**') for (const folder of folders) next.add(folder);
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      budget.left -= 1;
      if (budget.left < 0) return [];
      for (const name of await foldersIn(join(root, folder))) {
        if (!isMatch(name)) continue;
        const found = folder === '' ? name : `${folder}/${name}`;
        next.add(found);
        if (level === '**') waiting.push(found);
      }
    }
    folders = [...next];
  }
  return folders.filter((folder) => folder !== '');
}

async function foldersIn(path: string): Promise<string[]> {
  const found = await readdir(path, { withFileTypes: true }).catch(() => []);
  return found.flatMap((entry) =>
    entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git' ? [entry.name] : [],
  );
}
