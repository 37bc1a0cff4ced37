import type { Rewriting } from './rewriting.js';

/**
 * `version` is the release's own: semantic-release and changesets write it just before they publish, over
 * `0.0.0-development` or over the last one. The version of the release is known from elsewhere.
 */
export const stampedVersion: Rewriting = ({ field, reference, release, proven }) =>
  field === 'version' && release === proven.version
    ? `version ${typeof reference === 'string' ? reference : '(none)'} stamped as ${proven.version}`
    : null;
