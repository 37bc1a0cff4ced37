import { resolve } from 'node:path';
import { signWithKey } from '../../attest/envelope.js';
import { hasIdentityToken, signKeyless } from '../../attest/keyless.js';
import { loadPrivateKey } from '../../attest/keys/private-key.js';
import type { Statement } from '../../attest/statement.js';
import { statementsOf } from '../../attest/statements.js';
import { anyVerifier } from '../../attest/type-uris.js';
import { type ExitCode, exitCodes } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import type { Result } from '../../result.js';
import { CommandError } from '../error.js';
import { overallExitCode } from '../exit-code.js';
import { openContext } from '../open-context.js';
import { destination } from '../output.js';
import { passphrase } from '../passphrase.js';
import { startProgress } from '../progress/start.js';
import { isResultFile, readResults } from '../results.js';
import type { Session } from '../session.js';
import { attempter } from '../verify/attempt.js';
import type { VerifyCommandOptions } from '../verify/options.js';

/** `reprove attest`'s options as commander hands them over. */
export interface AttestOptions extends Omit<VerifyCommandOptions, 'json' | 'keep' | 'concurrency'> {
  key?: string;
  keyless?: boolean;
  unsigned?: boolean;
  verifier?: string;
  fulcioUrl?: string;
  rekorUrl?: string;
}

type Sign = (statements: readonly Statement[]) => Promise<object[]>;

/** Attests one release, or all results of a file. How to sign is settled before anything is verified. */
export async function runAttest(
  subject: string,
  options: AttestOptions,
  session: Session,
): Promise<ExitCode> {
  const { io } = session;
  const sign = await signer(options, session);
  const verifier = verifierOf(options);
  const target = await destination(options.output, io);
  const results = isResultFile(subject)
    ? await readResults(subject, io.cwd)
    : [await verified(subject, options, session)];
  const codes: ExitCode[] = [];
  const lines: string[] = [];
  for (const result of results) {
    const statements = statementsOf(result, verifier);
    const signed = await sign(statements);
    session.signal.throwIfAborted();
    lines.push(...signed.map((each) => `${JSON.stringify(each)}\n`));
    codes.push(exitCodeOf(result));
    io.stderr.write(`${told(result, statements, options)}\n`);
  }
  if (lines.length > 0) await target.write(lines.join(''));
  return overallExitCode(codes);
}

async function signer(options: AttestOptions, { io }: Session): Promise<Sign> {
  const { key, keyless, unsigned, fulcioUrl, rekorUrl } = options;
  if (unsigned) return async (statements) => [...statements];
  if (key !== undefined) {
    const loaded = await loadPrivateKey(resolve(io.cwd, key), () => passphrase(io, { twice: false }));
    return async (statements) => statements.map((each) => signWithKey(each, loaded));
  }
  if (!hasIdentityToken(io.env)) {
    throw new CommandError(
      keyless
        ? 'there is no OIDC token to sign with'
        : 'nothing to sign with: no --key, and no OIDC token in this job',
      'Give --key <file> (`reprove keygen` makes one), run it in a job with `id-token: write`, or give --unsigned.',
    );
  }
  const servers = {
    ...(fulcioUrl === undefined ? {} : { fulcio: fulcioUrl }),
    ...(rekorUrl === undefined ? {} : { rekor: rekorUrl }),
  };
  return (statements) => signKeyless(statements, servers);
}

function verifierOf({ verifier = anyVerifier }: AttestOptions): string {
  if (/^[a-z][a-z\d+.-]*:[\x21-\x7e]{1,500}$/i.test(verifier)) return verifier;
  throw new CommandError(
    `--verifier ${verifier} is no URI`,
    'Name one that is yours, such as https://example.org/reprove.',
  );
}

/** Throws what verifying threw, since there is nothing to attest. */
async function verified(spec: string, options: AttestOptions, session: Session): Promise<Result> {
  const { context, close } = await openContext(options, session);
  const progress = await startProgress([spec], session.io, {
    quiet: false,
    verbose: options.verbose === true,
  });
  try {
    const attempt = await attempter({ ...options, concurrency: 1 }, session, context);
    const { outcome, error } = await attempt(spec, progress.track(0));
    if ('error' in outcome) throw error;
    return outcome.result;
  } finally {
    await progress.close();
    await close();
  }
}

/** By what was attested, and not by how strict this machine's policy is. */
function exitCodeOf({ verdict: { kind, cause } }: Result): ExitCode {
  if (kind === 'inconclusive') return cause?.environment ? exitCodes.environment : exitCodes.inconclusive;
  return kind === 'reproduced' || kind === 'inert' ? exitCodes.passed : exitCodes.failed;
}

function told(
  { release, verdict }: Result,
  statements: readonly Statement[],
  { unsigned }: AttestOptions,
): string {
  const purl = escapeText(release.purl);
  if (statements.length === 0)
    return `not attested: ${purl} is ${verdict.kind}, and nothing was concluded\n  ${escapeText(verdict.summary)}`;
  const what = statements.length > 1 ? 'a rebuild attestation and a summary' : 'a summary';
  const mark = unsigned ? 'written UNSIGNED, which nobody counts' : 'attested';
  const kind = verdict.level === null ? verdict.kind : `${verdict.kind} (${verdict.level})`;
  return `${mark}: ${kind}, ${purl}; ${what}`;
}
