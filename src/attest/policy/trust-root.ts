import type { Context } from '../../context.js';
import { exitCodes } from '../../errors.js';
import { type Repository, trustRootByUpdate, trustRootOfFile } from '../../sigstore/trust-root.js';
import { AttestError } from '../error.js';
import type { Trust } from './load.js';

/**
 * A policy with a trusted root to hold the certificates of its identities against: its own, else that of the configuration, else that of
 * sigstore's public instance, which is kept up to date in the cache. A policy of keys alone needs none.
 *
 * @throws {AttestError} `E_TRUST_ROOT_UNREACHABLE` (exit code 4); `E_TRUSTED_ROOT` (2) for a file of the configuration that is none.
 */
export async function withTrustRoot(
  trust: Trust,
  context: Pick<Context, 'cache' | 'offline' | 'signal' | 'config'>,
  repository?: Repository,
): Promise<Trust> {
  const isNeeded = trust.verifiers.some(({ identities }) => identities.length > 0);
  if (!isNeeded || trust.trustedRoot !== null) return trust;
  const file = context.config.trustedRoot;
  const root =
    file === undefined ? await trustRootByUpdate(context, repository) : await trustRootOfFile(file);
  if ('why' in root)
    throw new AttestError({
      code: 'E_TRUST_ROOT_UNREACHABLE',
      message: `certificates of the policy's identities can't be checked: ${root.why}`,
      hint: 'Run once with a network, or name a `trustedRoot` in the trust policy.',
      exitCode: exitCodes.environment,
    });
  return { ...trust, trustedRoot: root.content };
}
