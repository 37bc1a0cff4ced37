import { exitCodes } from '../../errors.js';
import type { Result } from '../../result.js';
import { isPinned } from '../pin.js';
import type { JobKey } from '../store/runs.js';
import type { Verified } from './verified.js';

/** The registry serves another tarball than the lockfile pins; or it can't be known. */
const otherTarball = 'E_OTHER_TARBALL';

/** A result that is not of the tarball that is pinned is an error instead. */
export function ofThePinned(job: JobKey, verified: Verified): Verified {
  const error = 'result' in verified ? faultOf(job, verified.result) : null;
  return error === null ? verified : { error };
}

function faultOf({ name, version, integrity }: JobKey, { archive, release }: Result) {
  if (integrity === null) return null;
  // What whoever serves it states was held against its bytes when it was had from there.
  const stated = release.origin === 'file' ? null : release.publishedIntegrity;
  const hashes = stated === null ? release.integrity : `${release.integrity} ${stated}`;
  const pinned = isPinned(integrity, { integrity: hashes, shasum: archive.shasum });
  if (pinned === true) return null;
  const what = `${name}@${version}`;
  const message =
    pinned === false
      ? `the registry serves another tarball of ${what} than the lockfile pins: ${release.integrity}, not ${integrity}`
      : `whether the registry serves the tarball of ${what} that the lockfile pins can't be told: ${integrity}`;
  return { code: otherTarball, message, exitCode: exitCodes.failed };
}
