import picomatch from 'picomatch';
import semver from 'semver';
import { longestPattern, packagePattern } from '../config/package-pattern.js';
import type { Policy, PolicyRule } from '../config/policy-schema.js';

/** The release that rules are held against. */
export type Named = { name: string; version: string };

/** A value, and where the configuration says it. */
export interface Ruled<T> {
  value: T;
  place: string;
}

type Key = Exclude<keyof PolicyRule, 'packages' | 'reason'>;

/** What holds for one release; a key that no rule has is absent. */
export type Ruling = { [K in Key]?: Ruled<NonNullable<PolicyRule[K]>> };

const keys: readonly Key[] = [
  'verdicts',
  'level',
  'source',
  'provenance',
  'quorum',
  'minimumAgeDays',
  'exemptBefore',
  'findings',
  'baseline',
];

/**
 * What the rules say of a release: each key is that of the first rule that matches and has it. A rule for one package that says nothing
 * of provenance so leaves what a wider one demands. Pure.
 */
export function rulingFor(release: Named, { rules }: Pick<Policy, 'rules'>): Ruling {
  const matching = rules
    .map((rule, at) => ({ rule, at }))
    .filter(({ rule }) => matchesAny(rule.packages, release));
  return Object.fromEntries(
    keys.flatMap((key) => {
      const first = matching.find(({ rule }) => rule[key] !== undefined);
      if (first === undefined) return [];
      return [[key, { value: first.rule[key], place: `policy.rules[${first.at}].${key}` }]];
    }),
  );
}

/** Whether one of these patterns is about a release. Prereleases are in the ranges that their numbers are in: none slips between two rules. */
export function matchesAny(patterns: readonly string[], { name, version }: Named): boolean {
  if (name.length > longestPattern) return patterns.includes('**');
  return patterns.some((text) => {
    const pattern = packagePattern(text);
    if (pattern === null) return false;
    const { range } = pattern;
    return (
      picomatch(pattern.name, { dot: true, nocase: false, strictSlashes: true, nonegate: true })(name) &&
      (range === null || semver.satisfies(version, range, { includePrerelease: true }))
    );
  });
}
