import { defineFailure } from './define-failure.js';

/** A lockfile that a frozen install can't obey: it disagrees with the manifest, or the manager can't read it. */
export const lockfileMismatch = defineFailure(
  'lockfile-mismatch',
  [
    { pattern: /`?npm ci`? can (?:only|not)|cipm can only install/ },
    { pattern: /package\.json and (?:package-lock\.json|npm-shrinkwrap\.json)\b.*(?:are not |not )?in sync/ },
    { pattern: /Your lockfile needs to be updated/ },
    { pattern: /ERR_PNPM_(OUTDATED_LOCKFILE|LOCKFILE_\w+|NO_LOCKFILE|BROKEN_LOCKFILE|FROZEN_LOCKFILE\w*)/ },
    { pattern: /ERR_PNPM_(LOCKFILE_CONFIG_MISMATCH)|frozen-lockfile.*(?:not up[- ]to[- ]date|is absent)/ },
    { pattern: /YN0028: .*The lockfile would have been (?:modified|created)/ },
    { pattern: /lockfile had changes, but lockfile is frozen/ },
    { pattern: /(?:Unknown token|Invalid value type).* in .*yarn\.lock|not a valid (?:lock ?file)/i },
    { pattern: /\b(EINTEGRITY)\b|Integrity check failed for "([^"]+)"|ERR_PNPM_TARBALL_INTEGRITY/ },
  ],
  { installOnly: true },
);
