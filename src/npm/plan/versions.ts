import { gte, major, prerelease, Range, rcompare, satisfies, valid, validRange } from 'semver';
import type { ToolVersion } from '../../ecosystem.js';
import type { Release } from '../../release.js';

/** Longest version or range text that is looked at; what source files say may be anything. */
const longest = 256;

/** A version as semver spells it (`v18.1.0` and `18.1.0+sha512.x` give `18.1.0`), or null. */
export function exactVersion(text: string): string | null {
  return text.length > longest ? null : valid(text.trim().replace(/\+.*$/s, ''));
}

/** A release's version as it can stand in a command of a shell; '' where it can't, since the release says it. */
export function plainVersion({ version }: Pick<Release, 'version'>): string {
  return /^[\w.+-]{1,100}$/.test(version) ? version : '';
}

/** Whether text is a version or a range of versions. */
export function isRange(text: string): boolean {
  return text.length <= longest && text.trim() !== '' && validRange(text.trim()) !== null;
}

/** Whether a version is in a range; a range that is none contains everything, since it says nothing. */
export function inRange(version: string, range: string): boolean {
  return !isRange(range) || satisfies(version, range.trim());
}

/** Whether a range has an upper bound, so that it names what was used and not what is supported. */
export function isBounded(range: string): boolean {
  if (!isRange(range)) return false;
  return !new Range(range.trim()).test('99999.0.0');
}

/**
 * Versions, newest first, each with the latest day it can have come out. A registry's times may be later than the truth, but
 * within one major no version came out after a higher one did, so a higher version's time bounds those below it.
 */
export function datedVersions(versions: readonly ToolVersion[]): { version: string; by: string | null }[] {
  const released = versions.filter(({ version }) => valid(version) !== null && prerelease(version) === null);
  const bounds = new Map<number, string>();
  return [...released]
    .sort((left, right) => rcompare(left.version, right.version))
    .map(({ version, publishedAt }) => {
      const bound = bounds.get(major(version));
      const by = earlier(bound ?? null, isDay(publishedAt) ? publishedAt : null);
      if (by !== null) bounds.set(major(version), by);
      return { version, by };
    });
}

/**
 * The newest version in a range that existed on a day. When no version of the range is known to have existed then, its times
 * can't be right for that day, and the newest of the range is taken. Null when the range has no version at all.
 */
export function newestOn(versions: readonly ToolVersion[], range: string, day: string): string | null {
  const fitting = datedVersions(versions).filter(({ version }) => inRange(version, range));
  return (fitting.find(({ by }) => by !== null && by <= day) ?? fitting[0])?.version ?? null;
}

/** The listed version nearest to an exact one: itself, else the closest above within its major, else the highest of its major. */
export function nearest(versions: readonly ToolVersion[], exact: string): string | null {
  if (versions.some(({ version }) => version === exact)) return exact;
  const sameMajor = datedVersions(versions)
    .map(({ version }) => version)
    .filter((version) => major(version) === major(exact));
  return sameMajor.findLast((version) => gte(version, exact)) ?? sameMajor[0] ?? null;
}

function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d\d-\d\dT/.test(text);
}

function earlier(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return left < right ? left : right;
}
