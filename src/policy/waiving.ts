import type { ComparedEntry } from '../compare/schema.js';
import { isWaivedRelease, waivedRelease } from '../config/waived-release.js';
import type { Waiver } from '../config/waiver-schema.js';
import type { Finding } from '../judge/schema.js';
import type { Result } from '../result.js';
import type { Decision, Waived } from './decision.js';

/** Waivers of a release, and what of it they cover. */
export interface Waiving {
  coversEntry(path: string): boolean;
  coversFinding(finding: Finding): boolean;
  waived: Waived[];
  idle: Decision['idle'];
}

/**
 * Which entries without evidence and which findings of a result are waived. A waiver covers what has the release, path, digest and
 * fingerprint that it names, and nothing else. Pure.
 *
 * @param now Milliseconds since 1970.
 */
export function waivingOf(result: Result, waivers: readonly Waiver[], now: number): Waiving {
  const entries = new Map<string, number>();
  const findings = new Map<Finding, number>();
  const idle: Decision['idle'] = [];
  const content = compared(result);
  for (const [at, waiver] of waivers.entries()) {
    const release = waivedRelease(waiver.release);
    if (release === null || !isWaivedRelease(release, result.release)) continue;
    const paths = result.verdict.unexplained.filter((one) => isEntry(waiver, one, content, result));
    const found = result.findings.filter((one) => isFinding(waiver, one, content, result));
    if (paths.length + found.length === 0) {
      idle.push({
        waiver: place(at),
        state: 'unused',
        message: `nothing of ${result.release.purl} is what it names`,
      });
    } else if (hasExpired(waiver, now)) {
      idle.push({
        waiver: place(at),
        state: 'expired',
        message: `expired on ${waiver.expires}: ${waiver.reason}`,
      });
    } else {
      for (const { path } of paths) entries.set(path, at);
      for (const one of found) findings.set(one, at);
    }
  }
  const told = (at: number, path: string | null, finding: Finding | null): Waived => {
    const { reason, by, expires } = waivers[at]!;
    return {
      waiver: place(at),
      path,
      signal: finding?.signal ?? null,
      fingerprint: finding?.fingerprint ?? null,
      reason,
      by,
      expires,
    };
  };
  return {
    coversEntry: (path) => entries.has(path),
    coversFinding: (finding) => findings.has(finding),
    waived: [
      ...[...entries].map(([path, at]) => told(at, path, null)),
      ...[...findings].map(([finding, at]) => told(at, finding.path, finding)),
    ],
    idle,
  };
}

const place = (at: number) => `waivers[${at}]`;

/** Whether the day from which a waiver no longer holds has come. A date that is none never lies ahead. */
const hasExpired = ({ expires }: Waiver, now: number): boolean => !(now < Date.parse(`${expires}T00:00:00Z`));

/** Each entry that was compared; null for a path that is there twice, of which nothing can be said for sure. */
function compared({ comparison }: Result): Compared {
  const all: Compared = new Map();
  for (const entry of comparison?.entries ?? []) all.set(entry.path, all.has(entry.path) ? null : entry);
  return all;
}

type Compared = Map<string, ComparedEntry | null>;

function isEntry(
  waiver: Waiver,
  { path, canAct }: Result['verdict']['unexplained'][number],
  entries: Compared,
  { release }: Result,
): boolean {
  if (waiver.signal !== undefined || waiver.path !== path) return false;
  if (waiver.integrity !== undefined && waiver.integrity !== release.integrity) return false;
  const entry = entries.get(path);
  // An entry with evidence is called unexplained where the archive has other bytes than were compared: its digest is of those.
  return (
    entry?.evidence.kind === 'none' && waiver.sha256 === entry.sha256 && (!canAct || waiver.canAct === true)
  );
}

function isFinding(
  waiver: Waiver,
  { signal, fingerprint, path }: Finding,
  entries: Compared,
  { release }: Result,
): boolean {
  if (waiver.signal !== signal || waiver.fingerprint !== fingerprint) return false;
  if ((waiver.path ?? null) !== path) return false;
  if (waiver.integrity !== undefined && waiver.integrity !== release.integrity) return false;
  if (waiver.sha256 === undefined) return waiver.integrity !== undefined;
  return path !== null && waiver.sha256 === entries.get(path)?.sha256;
}
