import { defineFailure } from './define-failure.js';

/** What a type checker found; compilers may have written their files all the same. */
export const typeErrors = defineFailure('type-errors', [
  { pattern: /\berror (TS\d{3,5})\b/ },
  { pattern: /(?:^|\s)(TS\d{4,5}): / },
  { pattern: /^(?:Error -+ )?(?:.*)flow check\b.*\bFound \d+ errors?/ },
]);

/** Tests in the middle of a build. */
export const testFailure = defineFailure('test-failure', [
  { pattern: /^\s*(\d+ failing)\b/ },
  { pattern: /^\s*Tests?(?: Files| Suites)?:?\s+(\d+ failed)/ },
  { pattern: /^# (?:failed|fail)\s+([1-9]\d*)|^not ok \d+ (.*)/ },
  { pattern: /^\s*(\d+ tests? failed)/ },
  { pattern: /Executed \d+ of \d+ .*\((\d+ FAILED)\)/ },
  { pattern: /npm ERR! (Test failed)|ERROR: (Coverage for \w+)|(?:Jest|jest): .*(coverage threshold)/ },
]);

/** Linters and formatters in the middle of a build. */
export const lintFailure = defineFailure('lint-failure', [
  { pattern: /✖ (\d+ problems?) \(([1-9]\d*) errors?/ },
  { pattern: /^\s*(?:✖|×) ([1-9]\d* errors?)\b/ },
  { pattern: /^(standard): (?:Use JavaScript|Run)/ },
  { pattern: /Code style issues (?:were )?found in/ },
  { pattern: /^ERROR: .*\.tsx?[:[]\d+/ },
]);
