import type { Context } from '../context.js';
import type { ListedRelease } from '../ecosystem.js';
import { sriOf } from './download.js';
import { namedAt, parseSpec, SpecError } from './spec.js';

/**
 * What a batch knows a source release by: of a package of Debian the version and digest that the signed index has now, of an address what was said of it. Throws
 * `SpecError` for a file, which nobody else has, and `ReleaseError` for what is in no index.
 */
export async function listRelease(text: string, context: Context): Promise<ListedRelease> {
  const spec = await parseSpec(text);
  if (spec.kind === 'file')
    throw new SpecError(`${text} is a file of this machine: a batch is of what others can have too`);
  if (spec.kind === 'debian') {
    const { debianPurl, lookUp } = await import('./debian/find.js');
    const { source, tarball } = await lookUp(spec, () => undefined, context);
    const { version } = source;
    return {
      name: `pkg:deb/debian/${spec.name}`,
      version,
      integrity: sriOf(tarball.sha256),
      spec: debianPurl(spec.name, version),
    };
  }
  const { name, version } = namedAt(spec);
  const known = `pkg:generic/${encodeURIComponent(name)}`;
  return {
    // Without a digest nothing but its address tells it from another of that name and version.
    name: spec.sha256 === null ? `${known}?download_url=${encodeURIComponent(spec.url)}` : known,
    version,
    integrity: spec.sha256 === null ? null : sriOf(spec.sha256),
    spec: text.trim(),
  };
}
