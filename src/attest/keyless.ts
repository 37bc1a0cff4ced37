import { exitCodes } from '../errors.js';
import { AttestError } from './error.js';
import type { Statement } from './statement.js';
import { payloadOf } from './statements.js';
import { payloadType } from './type-uris.js';

/** Servers to use instead of sigstore's public ones. */
export interface SigstoreServers {
  fulcio?: string;
  rekor?: string;
}

/** Whether this process can say who it is, as sigstore's library finds out. */
export const hasIdentityToken = (env: Readonly<Record<string, string | undefined>>): boolean =>
  Boolean(env.SIGSTORE_ID_TOKEN) ||
  Boolean(env.ACTIONS_ID_TOKEN_REQUEST_URL && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN);

/**
 * Signs statements with certificates for the identity of this process, logged publicly. Who runs this publishes who they are and what
 * they attested, for ever.
 *
 * @throws {AttestError} `E_KEYLESS` (exit code 4).
 */
export async function signKeyless(
  statements: readonly Statement[],
  { fulcio, rekor }: SigstoreServers,
): Promise<object[]> {
  const { CIContextProvider, DEFAULT_FULCIO_URL, DSSEBundleBuilder, FulcioSigner, RekorWitness } =
    await import('@sigstore/sign');
  const { bundleToJSON } = await import('@sigstore/bundle');
  const bundler = new DSSEBundleBuilder({
    signer: new FulcioSigner({
      identityProvider: new CIContextProvider(),
      fulcioBaseURL: fulcio ?? DEFAULT_FULCIO_URL,
    }),
    witnesses: [
      new RekorWitness({ entryType: 'dsse', ...(rekor === undefined ? {} : { rekorBaseURL: rekor }) }),
    ],
  });
  const bundles: object[] = [];
  for (const statement of statements) {
    try {
      const bundle = await bundler.create({ data: payloadOf(statement), type: payloadType });
      bundles.push(bundleToJSON(bundle) as object);
    } catch (cause) {
      throw new AttestError({
        code: 'E_KEYLESS',
        message: `sigstore did not sign: ${(cause as Error).message}`,
        hint: 'See that the job may ask for an OIDC token (id-token: write) and that sigstore can be reached, or give --key.',
        exitCode: exitCodes.environment,
        cause,
      });
    }
  }
  return bundles;
}
