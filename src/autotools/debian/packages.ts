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

/** A source package: the project's own tarball, and what the distribution adds to it. */
export interface SourcePackage {
  tarball: ArchivedFile;
  packaging: ArchivedFile | null;
}

/** Every version of a source package that the known suites have, each once. */
export async function sourcePackages(name: string, context: Context): Promise<SourcePackage[]> {
  const found = new Map<string, SourcePackage>();
  for (const suite of await suitesOf(context))
    for (const { version, fields, signed } of await packagesIn(suite, name, 'source', places.apt, context)) {
      const file = (pattern: RegExp): ArchivedFile | null => {
        const listed = filesOf(fields.get('checksums-sha256')).find((one) => pattern.test(one.name));
        if (listed === undefined) return null;
        const { sha256 } = listed;
        const url = `${suite.uri}/${fields.get('directory') ?? ''}/${listed.name}`;
        const get = () => download({ url, sha256, largest: context.config.archive.bytes }, context);
        return { name: listed.name, version, signed, get };
      };
      const tarball = file(/\.orig\.tar\.\w+$/);
      if (tarball !== null && !found.has(version))
        found.set(version, { tarball, packaging: file(/\.debian\.tar\.\w+$/) });
    }
  return [...found.values()];
}
