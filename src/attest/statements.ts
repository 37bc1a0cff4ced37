import { createHash } from 'node:crypto';
import type { Result } from '../result.js';
import { AttestError } from './error.js';
import { describeRebuild } from './rebuild-attestation.js';
import { type Statement, sha512Of } from './statement.js';
import { summarise } from './vsa.js';

/**
 * What can be attested of a result: the rebuild attestation where something was rebuilt, then the summary, which names it. Empty for
 * `inconclusive`: nothing was concluded.
 *
 * @throws {AttestError} `E_NOT_ATTESTABLE` for a result that contradicts itself, or that nobody else could look into.
 */
export function statementsOf(result: Result, verifier: string): Statement[] {
  const fault = faultOf(result);
  if (fault !== null) {
    throw new AttestError({
      code: 'E_NOT_ATTESTABLE',
      message: `${result.release.purl} is not attested: ${fault}`,
      hint: 'Verify it again, from the address that it states, and attest that.',
    });
  }
  if (result.verdict.kind === 'inconclusive') return [];
  const rebuild = describeRebuild(result, verifier);
  const digest = rebuild && { sha256: createHash('sha256').update(payloadOf(rebuild)).digest('hex') };
  const summary = summarise(result, verifier, digest);
  return [rebuild, summary].filter((each) => each !== null);
}

/** The bytes of a statement that are signed. */
export const payloadOf = (statement: Statement): Buffer => Buffer.from(JSON.stringify(statement));

/** A file may have been edited, or pieced together: what is signed must at least hold together. */
function faultOf({ release, source, comparison, verdict }: Result): string | null {
  if (sha512Of(release.integrity) === null) return 'its result states no SHA-512 of the tarball';
  if (verdict.kind === 'inconclusive') return null;
  if (source === null || comparison === null) return `it is ${verdict.kind} without a source`;
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(source.repository) || /^file:/i.test(source.repository))
    return 'its source is a folder of one machine, which nobody else could look into';
  const unexplained = comparison.entries.filter(({ evidence }) => evidence.kind === 'none').length;
  if (verdict.kind === 'reproduced' && (unexplained > 0 || verdict.level === null))
    return 'its verdict contradicts its entries';
  if (verdict.kind === 'inert' && (unexplained === 0 || verdict.unexplained.some(({ canAct }) => canAct)))
    return 'its verdict contradicts its entries';
  return null;
}
