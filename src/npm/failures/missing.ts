import { defineFailure } from './define-failure.js';

/** A script that package.json doesn't have. */
export const missingScript = defineFailure('missing-script', [
  { pattern: /missing script: "?([^\s"]+)/i },
  { pattern: /error Command "([^"]+)" not found/ },
  { pattern: /Couldn't find a script named "([^"]+)"/ },
  { pattern: /ERR_PNPM_NO_SCRIPT\S*\s+Missing script:? "?([^\s"]+)/i },
  { pattern: /ERR_PNPM_(?:NO_SCRIPT|RECURSIVE_EXEC_NO_PACKAGE)/ },
  { pattern: /error: Script not found "([^"]+)"/ },
]);

/** A program that is not in the sandbox: of a dependency that wasn't installed, or of the system. */
export const missingCommand = defineFailure('missing-command', [
  {
    pattern:
      /^(?:\/bin\/)?(?:sh|bash|dash)(?:: line \d+|: \d+)?: (?:eval: )?(?:line \d+: )?([^\s:]+): (?:command )?not found/,
  },
  { pattern: /\bspawn ([^\s/][^\s]*) ENOENT/ },
  { pattern: /\bcommand not found: (\S+)/ },
  { pattern: /reprove: the command can't be started: (.*)/ },
  { pattern: /ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL.*Command "([^"]+)" not found/ },
]);

/** A module that was not installed, or that an install script of a dependency was to make. */
export const missingModule = defineFailure('missing-module', [
  { pattern: /(?:Error|MODULE_NOT_FOUND\]?): Cannot find (?:module|package) '([^']+)'/ },
  { pattern: /The package "([^"]+)" could not be found, and is needed by/ },
  { pattern: /Could not resolve (?:import |entry module )?["']([^"']+)["']/i },
  { pattern: /Module not found: (?:Error: )?Can't resolve '([^']+)'/ },
  { pattern: /Local (gulp|grunt|webpack) not found|Unable to find local (grunt)/ },
]);
