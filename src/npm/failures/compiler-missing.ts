import { defineFailure } from './define-failure.js';

/** A native addon that could not be compiled. */
export const compilerMissing = defineFailure('compiler-missing', [
  { pattern: /(?:^|[\s:/])(make|cmake|cc|gcc|g\+\+|c\+\+|clang|python[23]?): (?:command )?not found/ },
  { pattern: /gyp ERR! stack Error: not found: (\w+)|spawn (make|python[23]?|gcc|g\+\+|cmake) ENOENT/ },
  { pattern: /gyp ERR! find (Python|VS)\b.*(?:not found|could not|not installed)/i },
  { pattern: /(?:^|\s)gyp ERR! (?:configure|build|stack) error/ },
  { pattern: /gyp ERR! stack Error: (.*)/ },
]);
