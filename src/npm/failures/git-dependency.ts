import { defineFailure } from './define-failure.js';

/** A dependency that lives on a git host, which the sandbox reaches none of. */
export const gitDependency = defineFailure(
  'git-dependency',
  [
    {
      pattern:
        /\bgit(?: --no-replace-objects)? ls-remote\b.*?\s((?:ssh|git|https?|git\+\w+):\/\/\S+|git@\S+)/,
    },
    { pattern: /Command failed: git\b.*?((?:ssh|git|https?|git\+\w+):\/\/\S+|git@\S+)/ },
    { pattern: /(?:Exit code: 128|exited with (?:exit )?code 128|error code 128)/ },
    {
      pattern:
        /fatal: (?:unable to access|could not read from|unable to look up|unable to connect to) '?([^'\s]*)/i,
    },
    { pattern: /\bspawn git\b|No git binary found/i },
    { pattern: /ssh: Could not resolve hostname ([\w.-]+)/ },
    { pattern: /((?:https?:\/\/)?(?:codeload\.github\.com|gitlab\.com|bitbucket\.org)\/\S+)/ },
    { pattern: /GET \/\S*: .*git hosts?\b/ },
  ],
  { installOnly: true },
);
