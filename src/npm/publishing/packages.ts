import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import semver from 'semver';
import { parse } from 'yaml';
import { statedRepository } from '../identify.js';
import { type Json, objectOf } from '../json-object.js';
import { manifestsIn } from '../project-manifests.js';

/** A package of a checkout that can be published. */
export interface Publishable {
  name: string;
  version: string;
  /** Relative to the work tree, `/` between segments; '' for its root. */
  directory: string;
  manifestFile: string;
  manifest: Json;
  /** As stated; null where none is. */
  repository: string | null;
}

/** What lies in a folder: a package, the packages of a workspace, or nothing that can be published, and why. */
export type Found = { packages: Publishable[]; isWorkspace: boolean } | { fault: string };

/**
 * The packages that a folder of a work tree is about: its own, and where it is the root of a workspace those of its members. Private ones, and those without
 * name or version, are none.
 *
 * @param place Relative to the root; the nearest folder above with a package.json counts.
 */
export async function publishableIn(root: string, place: string): Promise<Found> {
  const manifests = manifestsIn(root);
  for (let folder = place; ; folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '') {
    const manifest = await manifests.at(folder);
    if (manifest === null) {
      if (folder === '') return { fault: 'there is no package.json that can be read' };
      continue;
    }
    const patterns = await workspacePatterns(join(root, folder), manifest);
    if (patterns.length === 0) {
      const own = publishable(folder, manifest);
      return own === null
        ? {
            fault:
              manifest.private === true
                ? 'its package.json is private'
                : 'its package.json has no name or no version',
          }
        : { packages: [own], isWorkspace: false };
    }
    const members = await manifestsIn(join(root, folder)).folders(patterns);
    if (members === null)
      return { fault: 'its workspaces are more than can be looked at, or lead out of it' };
    const packages: Publishable[] = [];
    for (const member of ['', ...members.sort()]) {
      const at = [folder, member].filter(Boolean).join('/');
      const found = await manifests.at(at);
      const one = found === null ? null : publishable(at, found);
      if (one !== null) packages.push(one);
    }
    return packages.length === 0
      ? { fault: 'no package of its workspace can be published' }
      : { packages, isWorkspace: true };
  }
}

function publishable(directory: string, manifest: Json): Publishable | null {
  const { name, version } = manifest;
  if (manifest.private === true || typeof name !== 'string' || typeof version !== 'string') return null;
  const clean = semver.valid(version, { loose: true });
  if (clean === null || !/^(?:@[\w.~-]+\/)?[\w.~-]+$/i.test(name)) return null;
  return {
    name,
    version: clean,
    directory,
    manifestFile: 'package.json',
    manifest,
    repository: statedRepository(manifest.repository).repository,
  };
}

async function workspacePatterns(folder: string, { workspaces }: Json): Promise<string[]> {
  const ofPnpm = await readFile(join(folder, 'pnpm-workspace.yaml'), 'utf8').then(
    (text) => objectOf(parse(text)).packages,
    () => undefined,
  );
  const listed = Array.isArray(workspaces) ? workspaces : (objectOf(workspaces).packages ?? ofPnpm);
  return Array.isArray(listed)
    ? listed.filter((pattern): pattern is string => typeof pattern === 'string')
    : [];
}
