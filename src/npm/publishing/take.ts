import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readArchive } from '../../archive/read.js';
import type { Context } from '../../context.js';
import { exitCodes, ReproveError } from '../../errors.js';
import type { Candidate } from '../../gate/check.js';
import { GateError } from '../../gate/error.js';
import type { Taken } from '../../gate/gate.js';
import type { Finding } from '../../judge/schema.js';
import { npmConfiguration } from '../configuration.js';
import { readManifest } from '../identify.js';
import { isJson, type Json } from '../json-object.js';
import { lockfileNames } from '../lockfile.js';
import { fetchPackument, type Packument } from '../packument.js';
import { manifestsIn } from '../project-manifests.js';
import { publishedIntegrity } from '../published-integrity.js';
import { lockfileDifferences } from './lockfile-in-step.js';
import { type Publishable, publishableIn } from './packages.js';

/** What the registry knows of a package: null where it knows nothing, undefined where it can't be asked. */
export async function known(name: string, context: Context): Promise<Packument | null | undefined> {
  if (context.offline) return undefined;
  try {
    return await fetchPackument(name, await npmConfiguration(context), {
      ...context,
      onWait: (message) => context.progress({ subject: name, stage: 'resolve', message }),
    });
  } catch (error) {
    if (!(error instanceof ReproveError)) throw error;
    return error.code === 'E_NO_SUCH_PACKAGE' ? null : undefined;
  }
}

/** SRI that the registry has of a version; null where it has none, undefined where it could not be asked. */
function publishedAs(
  packument: Packument | null | undefined,
  { name, version }: { name: string; version: string },
): Candidate['published'] {
  if (packument === undefined || packument === null) return packument;
  const manifest = packument.versions.get(version);
  if (manifest === undefined) return null;
  const stated = publishedIntegrity((manifest.dist ?? {}) as Json, name)?.stated;
  return stated ?? 'unknown bytes';
}

/**
 * The packages of a folder that are to be published: of a workspace those whose version the registry does not have. Throws `GateError` (`E_NOTHING_TO_GATE`)
 * where there is none, and where the registry would have to tell and can't be asked.
 */
export async function toPublish(root: string, place: string, context: Context): Promise<Publishable[]> {
  const found = await publishableIn(root, place);
  if ('fault' in found)
    throw new GateError(
      'E_NOTHING_TO_GATE',
      `nothing can be published of ${place === '' ? 'this checkout' : place}: ${found.fault}`,
      'Name the folder of a package, or a tarball, such as make dist makes.',
    );
  if (!found.isWorkspace) return found.packages;
  const wanted: Publishable[] = [];
  for (const one of found.packages) {
    const published = publishedAs(await known(one.name, context), one);
    if (published === undefined)
      throw new GateError(
        'E_NOTHING_TO_GATE',
        `the registry can't be asked which packages of the workspace are published already (${one.name})`,
        'Name the folder of one package, or mend the connection.',
        exitCodes.environment,
      );
    if (published === null) wanted.push(one);
  }
  if (wanted.length === 0)
    throw new GateError(
      'E_NOTHING_TO_GATE',
      `all ${found.packages.length} packages of the workspace are published in their versions`,
      'Raise the version of what is to be released, or name the folder of a package.',
    );
  return wanted;
}

/** The package of the checkout that a tarball is of. Throws `GateError` where it is of none. */
export async function packageOfTarball(
  root: string,
  tarball: string,
  context: Context,
): Promise<Publishable> {
  const { kept } = await readArchive(tarball, {
    limits: context.config.archive,
    signal: context.signal,
    keep: new Set(['package.json']),
  });
  const bytes = kept.get('package.json');
  const manifest = bytes === undefined ? null : readManifest(bytes);
  const found = await publishableIn(root, '');
  const name = manifest?.name;
  const own = 'fault' in found ? undefined : found.packages.find((one) => one.name === name);
  if (own === undefined)
    throw new GateError(
      'E_NOTHING_TO_GATE',
      `the tarball is of ${typeof name === 'string' ? name.slice(0, 100) : 'no package'}, and this checkout has no such package that can be published`,
      'Run the gate in the checkout that the tarball was made from.',
    );
  // What is in the tarball is what is published, whatever the folder says.
  const { version } = manifest as Json;
  return { ...own, version: typeof version === 'string' ? version : own.version };
}

/** A package and its tarball, with what the registry and the lockfile say of it. */
export async function takenOf(
  root: string,
  one: Publishable,
  tarball: string,
  context: Context,
  findings: readonly Finding[] = [],
): Promise<Taken> {
  return {
    package: one,
    tarball,
    published: publishedAs(await known(one.name, context), one),
    lockfile: await lockfileOf(root, one),
    findings,
  };
}

/** In what the nearest lockfile above a package is not what the manifests ask for. */
async function lockfileOf(
  root: string,
  { directory, manifest }: Publishable,
): Promise<Candidate['lockfile']> {
  for (
    let folder = directory;
    ;
    folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : ''
  ) {
    for (const name of lockfileNames) {
      const text = await readFile(join(root, folder, name), 'utf8').catch(() => null);
      if (text === null) continue;
      const own = await manifestsIn(root).at(folder);
      const manifests = new Map<string, Json>();
      if (isJson(own)) manifests.set('', own);
      if (directory !== folder)
        manifests.set(directory.slice(folder === '' ? 0 : folder.length + 1), manifest);
      const differences = lockfileDifferences(name, text, manifests);
      return differences === null ? null : { path: [folder, name].filter(Boolean).join('/'), differences };
    }
    if (folder === '') return null;
  }
}
