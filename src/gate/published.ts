import { setTimeout as sleep } from 'node:timers/promises';
import type { Archive } from '../archive/schema.js';
import type { Context } from '../context.js';
import { exitCodes } from '../errors.js';
import type { Finding } from '../judge/schema.js';
import { findingOf } from '../judge/signal.js';
import { GateError } from './error.js';
import { concluded, stops } from './gate.js';
import { distTagElsewhere, otherTarball, tagMoved } from './publishing-signals.js';
import type { GatedPackage, GateResult } from './schema.js';

/** What a registry has of a version now. */
export interface PublishedNow {
  archive: Archive;
  /** Version by dist-tag. */
  distTags: ReadonlyMap<string, string>;
}

/** How published releases are taken back. */
export interface PublishedOptions {
  /** Milliseconds that a release may take to appear. */
  wait: number;
  /** The dist-tag that should lead to it; null asks nothing of dist-tags. */
  distTag: string | null;
  /** The version as the registry has it; null while it has none. */
  take(one: { name: string; version: string }): Promise<PublishedNow | null>;
  /** Commit of a git tag as the remote has it now: null where it has none, undefined where it can't be asked. */
  commitOf(tag: string): string | null | undefined;
  /** Where the published bytes are not those that were gated: the entries that differ, in words. */
  differences(one: GatedPackage): Promise<string[]>;
}

/** Milliseconds between two looks. */
const pause = { first: 1_000, most: 15_000 };

/**
 * Proves that what is in the registry is what a gate saw: waits for each release with a limit, and holds its bytes, its dist-tag and the git tag against
 * the record. Throws `GateError` (`E_NOT_PUBLISHED`, exit code 3) for one that does not appear.
 */
export async function gatePublished(
  record: GateResult,
  options: PublishedOptions,
  context: Context,
): Promise<GateResult> {
  const packages: GatedPackage[] = [];
  for (const one of record.packages)
    packages.push(await provePublished(one, record.commit, options, context));
  return concluded(record, 'published', packages, []);
}

async function provePublished(
  gated: GatedPackage,
  commit: string,
  options: PublishedOptions,
  context: Context,
): Promise<GatedPackage> {
  const { name, version, integrity, tag } = gated;
  const { archive, distTags } = await appeared(gated, options, context);
  const findings: Finding[] = [];
  if (archive.integrity !== integrity) {
    const differences = await options.differences(gated);
    findings.push(
      findingOf(otherTarball, {
        path: null,
        message: `the registry has ${name}@${version} with ${archive.integrity}, and the gate saw ${integrity}`,
      }),
      ...differences.slice(0, 50).map((message) => findingOf(otherTarball, { path: null, message })),
    );
  }
  if (!gated.passed)
    findings.push(
      findingOf(otherTarball, {
        path: null,
        message: `the gate did not let ${name}@${version} pass, and it was published`,
      }),
    );
  if (options.distTag !== null && distTags.get(options.distTag) !== version)
    findings.push(
      findingOf(distTagElsewhere, {
        path: null,
        message: `dist-tag ${options.distTag} of ${name} leads to ${distTags.get(options.distTag) ?? 'nothing'}, and not to ${version}`,
      }),
    );
  const now = tag === null ? undefined : options.commitOf(tag);
  if (now !== undefined && now !== commit)
    findings.push(
      findingOf(tagMoved, {
        path: null,
        message: `tag ${tag} was at ${commit.slice(0, 12)} when ${name} ${version} was gated, and ${now === null ? 'is gone' : `is at ${now.slice(0, 12)}`} now`,
      }),
    );
  const stopping = findings.filter(stops);
  return {
    ...gated,
    result: null,
    decision: null,
    findings,
    passed: stopping.length === 0,
    exitCode: stopping.length === 0 ? exitCodes.passed : exitCodes.failed,
    reasons: stopping.map(({ message }) => message),
  };
}

async function appeared(
  { name, version }: GatedPackage,
  { wait, take }: PublishedOptions,
  { signal, progress }: Context,
): Promise<PublishedNow> {
  const end = performance.now() + wait;
  for (let next = pause.first; ; next = Math.min(next * 2, pause.most)) {
    const found = await take({ name, version });
    if (found !== null) return found;
    const left = end - performance.now();
    if (left <= 0)
      throw new GateError(
        'E_NOT_PUBLISHED',
        `the registry has no ${name}@${version} after ${Math.round(wait / 1_000)} s`,
        'Publish it, or give it more time with --wait.',
        exitCodes.inconclusive,
      );
    progress({
      subject: `${name}@${version}`,
      stage: 'resolve',
      message: 'waiting for the registry to have it',
    });
    await sleep(Math.min(next, left), undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
