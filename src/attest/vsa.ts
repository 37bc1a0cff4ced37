import { z } from 'zod';
import { levelSchema } from '../judge/schema.js';
import type { Result } from '../result.js';
import { type Statement, statementAbout } from './statement.js';
import { policyUri, vsaType } from './type-uris.js';

const text = z.string().min(1).max(2_000);

/** Verdicts that a summary can be about; nothing is concluded of the rest. */
const summarised = z.enum(['reproduced', 'inert', 'differs', 'suspicious']);

/** Our extension: what the summary rests on. Other tools pass it over. */
const extensionSchema = z.looseObject({
  source: z.looseObject({
    repository: text,
    commit: z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/),
    directory: z.string().max(2_000),
  }),
  verdict: z.looseObject({ kind: summarised, level: levelSchema.nullable() }),
});

/**
 * Predicate of an SLSA Verification Summary v1 (slsa.dev/spec/v1.1/verification_summary), of ours or of another tool. One that
 * contradicts itself is none.
 */
export const vsaSchema = z
  .looseObject({
    verifier: z.looseObject({ id: text }),
    timeVerified: z.iso.datetime({ offset: true }),
    resourceUri: text,
    policy: z.looseObject({}),
    verificationResult: z.enum(['PASSED', 'FAILED']),
    verifiedLevels: z.array(text).max(100),
    reprove_result: extensionSchema.optional(),
  })
  .check(({ value, issues }) => {
    const { verificationResult: result, verifiedLevels, reprove_result: ours } = value;
    const passed = ours && ['reproduced', 'inert'].includes(ours.verdict.kind);
    const clash =
      (result === 'PASSED') === verifiedLevels.includes('FAILED') ||
      (passed !== undefined && passed !== (result === 'PASSED'));
    if (clash) issues.push({ code: 'custom', input: value, message: 'contradicts itself' });
  });
export type Vsa = z.infer<typeof vsaSchema>;

/** A result as a summary; null for a verdict of which nothing is concluded. Only `reproduced` and `inert` are `PASSED`. */
export function summarise(
  result: Result,
  verifier: string,
  rebuild: { sha256: string } | null,
): Statement | null {
  const { release, source, verdict } = result;
  const kind = summarised.safeParse(verdict.kind);
  if (!kind.success || source === null) return null;
  const { repository, commit, directory } = source;
  return statementAbout(release, vsaType, {
    verifier: { id: verifier, version: { reprove: result.reprove } },
    timeVerified: result.verifiedAt,
    resourceUri: release.purl,
    policy: { uri: policyUri },
    ...(rebuild === null ? {} : { inputAttestations: [{ digest: rebuild }] }),
    verificationResult: isPositive(kind.data) ? 'PASSED' : 'FAILED',
    verifiedLevels: isPositive(kind.data) ? [levelName(kind.data, verdict.level)] : ['FAILED'],
    reprove_result: {
      source: { repository, commit, directory },
      verdict: { kind: kind.data, level: verdict.level },
    },
  } satisfies Vsa);
}

const isPositive = (kind: string): boolean => kind === 'reproduced' || kind === 'inert';

/** `REPROVE_REPRODUCED_TAR_IDENTICAL`; SLSA keeps names that begin with `SLSA_` for itself. */
const levelName = (kind: string, level: string | null): string =>
  ['REPROVE', kind, ...(level === null ? [] : [level.replaceAll('-', '_')])].join('_').toUpperCase();
