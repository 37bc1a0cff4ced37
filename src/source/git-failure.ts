import type { SourceFailure } from './schema.js';

/** What git's own words on standard error mean for us. */
const meanings: [RegExp, SourceFailure['reason']][] = [
  [
    /could not read (?:username|password)|authentication failed|permission denied|access denied|host key verification failed|returned error: 40[13]|terminal prompts disabled|publickey/i,
    'access-denied',
  ],
  [
    /repository .*not found|repository not found|returned error: 4(?:04|10)|does not appear to be a git repository|no such repository|could not be found|does not exist|repository not exported/i,
    'repository-not-found',
  ],
];

/** Sorts a failed fetch by what git said, in the C locale; anything unknown counts as unreachable. */
export function fetchFailure(url: string, stderr: string): SourceFailure {
  const reason = meanings.find(([pattern]) => pattern.test(stderr))?.[1] ?? 'repository-unreachable';
  const said = stderr
    .split('\n')
    .filter((line) => /^(?:fatal|error|remote|ERROR|ssh)\b/.test(line))
    .map((line) => line.replace(/\/\/[^@/\s]*@/g, '//').trim())
    .at(-1);
  const messages: Partial<Record<SourceFailure['reason'], [string, string]>> = {
    'access-denied': [
      `${url} asks for credentials: it is private, or no longer there`,
      'set up a git credential helper or an ssh key that may read it, or name another copy with --source',
    ],
    'repository-not-found': [
      `${url} does not exist`,
      'name a copy of the repository with --source, or map it with sourceMirrors',
    ],
  };
  const [message, hint] = messages[reason] ?? [
    `${url} could not be fetched${said === undefined ? '' : `: ${said}`}`,
    'check the network and try again, or map the repository to a folder with sourceMirrors',
  ];
  return { reason, message, hint, repository: url, candidates: [] };
}
