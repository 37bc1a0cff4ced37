import { parseConfig } from '../../src/config/parse.js';
import type { Config } from '../../src/config/schema.js';
import type { Finding, Verdict } from '../../src/judge/schema.js';
import type { Result } from '../../src/result.js';
import { comparedEntry, finding, result } from './result.js';

/** A configuration as its file has it; throws what is wrong with it. */
export function configuration(content: object): Config {
  const parsed = parseConfig(content);
  if ('faults' in parsed) throw new Error(parsed.faults.join('\n'));
  return parsed.config;
}

export const digest = (character: string): string => character.repeat(64);

/** The SHA-512 of a tarball as integrity. */
export const integrity = `sha512-${Buffer.alloc(64, 7).toString('base64')}`;

/** A result with entries that nothing accounts for: by path, its digest and whether it could act. */
export function unexplainedResult(
  kind: Verdict['kind'],
  entries: Record<string, { sha256: string; canAct?: boolean; new?: boolean | null }>,
  findings: Finding[] = [],
  fields: Partial<Result> = {},
): Result {
  const plain = result();
  return {
    ...plain,
    release: { ...plain.release, integrity },
    findings,
    comparison: {
      ...plain.comparison!,
      entries: [
        ...plain.comparison!.entries.filter(({ path }) => !Object.hasOwn(entries, path)),
        ...Object.entries(entries).map(([path, { sha256 }]) =>
          comparedEntry(path, { sha256, evidence: { kind: 'none' }, phantom: true }),
        ),
      ],
    },
    verdict: {
      ...plain.verdict,
      kind,
      level: null,
      summary: `it is ${kind}`,
      unexplained: Object.entries(entries).map(([path, { canAct = true, new: isNew = null }]) => ({
        path,
        canAct,
        why: 'script',
        new: isNew,
        lead: null,
      })),
    },
    ...fields,
  };
}

/** A suspicious release: a script that nothing accounts for, and the hook that runs it. */
export const hooked = (): Result =>
  unexplainedResult(
    'suspicious',
    { 'x.js': { sha256: digest('a') }, 'package.json': { sha256: digest('b') } },
    [
      finding({ signal: 'install-hook-added', path: 'package.json', fingerprint: digest('c') }),
      finding({ signal: 'publisher-changed', severity: 'medium', path: null, fingerprint: digest('d') }),
    ],
  );

const signed = { reason: 'looked at it', by: 'ann@team.example', expires: '2027-01-01' };

/** Waivers for everything that `hooked` rests on. */
export const hookedWaivers = () => [
  { release: 'tiny@1.2.3', path: 'x.js', sha256: digest('a'), canAct: true, ...signed },
  { release: 'tiny@1.2.3', path: 'package.json', sha256: digest('b'), canAct: true, ...signed },
  {
    release: 'tiny@1.2.3',
    signal: 'install-hook-added',
    fingerprint: digest('c'),
    path: 'package.json',
    sha256: digest('b'),
    ...signed,
  },
];
