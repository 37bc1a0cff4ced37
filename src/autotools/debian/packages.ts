import type { Context } from '../../context.js';
import { type Downloaded, download } from '../download.js';
import { filesOf } from './control.js';
import { places, suitesOf } from './find.js';
import { packagesIn } from './suite-index.js';

/** A file of the archive that a signed index lists, not yet downloaded. */
export interface ArchivedFile {
  name: string;
  version: string;
  /** Who signed for it. */
  signed: string;
  get(): Promise<Downloaded>;
}

/** Every version of a binary package that the known suites have, each once. */
export async function binaryPackages(name: string, context: Context): Promise<ArchivedFile[]> {
  const found = new Map<string, ArchivedFile>();
  for (const suite of await suitesOf(context))
    for (const { version, fields, signed } of await packagesIn(suite, name, 'amd64', places.apt, context)) {
      const [path, sha256] = [fields.get('filename'), fields.get('sha256')];
      if (path === undefined || sha256 === undefined || !/^[0-9a-f]{64}$/.test(sha256) || found.has(sha256))
        continue;
      const url = `${suite.uri}/${path}`;
      const get = () => download({ url, sha256, largest: context.config.archive.bytes }, context);
      found.set(sha256, { name: path.slice(path.lastIndexOf('/') + 1), version, signed, get });
    }
  return [...found.values()];
}

/** The projects' own tarballs of every version of a source package that the known suites have, each once. */
export async function projectTarballs(name: string, context: Context): Promise<ArchivedFile[]> {
  const found = new Map<string, ArchivedFile>();
  for (const suite of await suitesOf(context))
    for (const { version, fields, signed } of await packagesIn(suite, name, 'source', places.apt, context))
      for (const { name: file, sha256 } of filesOf(fields.get('checksums-sha256'))) {
        if (!/\.orig\.tar\.\w+$/.test(file) || found.has(sha256)) continue;
        const url = `${suite.uri}/${fields.get('directory') ?? ''}/${file}`;
        const get = () => download({ url, sha256, largest: context.config.archive.bytes }, context);
        found.set(sha256, { name: file, version, signed, get });
      }
  return [...found.values()];
}
