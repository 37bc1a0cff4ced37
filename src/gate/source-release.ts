import type { Context } from '../context.js';
import type { Ecosystem } from '../ecosystem.js';
import type { Taken } from './gate.js';

/** A project's own source release that is about to be published: what it is of, its name says. Throws what resolving it throws. */
export async function takeSourceRelease(
  ecosystem: Ecosystem,
  tarball: string,
  context: Context,
): Promise<Taken> {
  const { release, form } = await ecosystem.resolve(tarball, context);
  const { name, version, repository } = release;
  return {
    package: { name, version, directory: '', repository, manifestFile: null },
    tarball,
    ...(form === undefined ? {} : { form }),
    published: null,
    lockfile: null,
    findings: [],
  };
}
