import { exitCodes } from '../../errors.js';
import type { Result } from '../../result.js';
import { isPinned } from '../pin.js';
import type { JobKey } from '../store/runs.js';
import type { Verified } from './verified.js';

/** Another tarball is served than is pinned; or it can't be known. */
const otherTarball = 'E_OTHER_TARBALL';

/** What is verified, and the spec that names it where `name@version` doesn't, as of a source release. */
type Pinned = JobKey & { spec?: string | undefined };

/** A result that is not of the tarball that is pinned is an error instead. */
export function ofThePinned(job: Pinned, verified: Verified): Verified {
  const error = 'result' in verified ? faultOf(job, verified.result) : null;
  return error === null ? verified : { error };
}

function faultOf({ name, version, integrity, spec }: Pinned, { archive, release }: Result) {
  if (integrity === null) return null;
  // What whoever serves it states was held against its bytes when it was had from there.
  const stated = release.origin === 'file' ? null : release.publishedIntegrity;
  const hashes = stated === null ? release.integrity : `${release.integrity} ${stated}`;
  const pinned = isPinned(integrity, { integrity: hashes, shasum: archive.shasum });
  if (pinned === true) return null;
  const [server, pin] = spec === undefined ? ['the registry', 'the lockfile'] : ['its address', 'the list'];
  const message =
    pinned === false
      ? `${server} serves another tarball of ${name}@${version} than ${pin} pins: ${release.integrity}, not ${integrity}`
      : `whether ${server} serves the tarball of ${name}@${version} that ${pin} pins can't be told: ${integrity}`;
  return { code: otherTarball, message, exitCode: exitCodes.failed };
}
