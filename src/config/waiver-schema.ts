import { z } from 'zod';
import { reason, signalName } from './policy-schema.js';
import { waivedRelease } from './waived-release.js';

const hex256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256, 64 hex digits in small letters');

/**
 * One thing of a release that may pass all the same: an entry without evidence, or a finding. It names what it is about so closely that
 * nothing else is: the release, and the digest of the content.
 */
export const waiverSchema = z
  .strictObject({
    release: z
      .string()
      .max(500)
      .refine(
        (text) => waivedRelease(text) !== null,
        'expected `name@1.2.3`, `name@^1.2.0` or a purl with a version',
      )
      .describe('`name@1.2.3`, a purl, or `name@^1.2.0`. A name is no pattern.'),
    path: z.string().min(1).optional().describe('Entry of the release, as reports name it.'),
    sha256: hex256
      .optional()
      .describe('Of the content of that entry, as `comparison.entries[].sha256` has it.'),
    canAct: z
      .boolean()
      .optional()
      .describe('True: the entry is waived where it could act too. Else only where it cannot.'),
    signal: signalName
      .optional()
      .describe('Signal of the finding that is waived; without it, the entry itself is.'),
    fingerprint: hex256.optional().describe('Of that finding, as `findings[].fingerprint` has it.'),
    integrity: z
      .string()
      .regex(/^sha512-[A-Za-z0-9+/]{86}==$/, 'expected the `sha512-…` of the tarball')
      .optional()
      .describe("Of the release's tarball: what binds a finding that is about no entry."),
    reason,
    by: z.string().trim().min(1, 'say who').max(200).describe('Who decided it.'),
    expires: z.iso.date().describe('The day (UTC) from which it no longer holds.'),
  })
  .superRefine((waiver, context) => {
    for (const [key, message] of inexact(waiver)) context.addIssue({ code: 'custom', path: [key], message });
  });
export type Waiver = z.infer<typeof waiverSchema>;

/** What a waiver lacks, or has too much of, to name one thing. */
function inexact({
  release,
  path,
  sha256,
  canAct,
  signal,
  fingerprint,
  integrity,
}: {
  release: string;
  path?: string | undefined;
  sha256?: string | undefined;
  canAct?: boolean | undefined;
  signal?: string | undefined;
  fingerprint?: string | undefined;
  integrity?: string | undefined;
}): [key: string, message: string][] {
  const faults: [string, string][] = [];
  const isRange = waivedRelease(release)?.version === null;
  if (sha256 !== undefined && path === undefined) faults.push(['path', 'expected beside `sha256`']);
  if (signal === undefined) {
    if (path === undefined) faults.push(['path', 'expected, or a `signal`']);
    if (sha256 === undefined) faults.push(['sha256', 'expected: a path alone is anything at that path']);
    if (fingerprint !== undefined) faults.push(['signal', 'expected beside `fingerprint`']);
  } else {
    if (fingerprint === undefined)
      faults.push(['fingerprint', 'expected: a signal alone is all that it finds']);
    if (canAct !== undefined) faults.push(['canAct', 'is of entries, not of findings']);
    if (sha256 === undefined && integrity === undefined)
      faults.push(['sha256', 'expected, or `integrity` for a finding that is about no entry']);
  }
  if (isRange && sha256 === undefined) faults.push(['sha256', 'expected for a range of versions']);
  if (isRange && integrity !== undefined) faults.push(['integrity', 'is of one version: name it']);
  return faults;
}
