import type { Evidence } from '../check.js';
import type { LoadedConfig } from '../config/load.js';
import type { Config } from '../config/schema.js';
import type { Decision } from '../policy/decision.js';
import { rulingFor } from '../policy/ruling.js';
import type { Result } from '../result.js';
import { policyFor } from './policy-for.js';
import type { Session } from './session.js';

/** Decides of a result, as of now. */
export type Decider = (result: Result) => Promise<Decision>;

/** How attestations are had, where a rule asks for a quorum. */
interface Asking {
  cache: string;
  offline: boolean;
}

/**
 * Makes the function that holds results against a configuration. Attestations and keys are read at once where a rule asks for a quorum, so
 * that what is wrong with them is said before any work. Throws what reading them throws.
 */
export async function decider(loaded: LoadedConfig, asking: Asking, session: Session): Promise<Decider> {
  const { io, services } = session;
  const [{ decide }, held] = await Promise.all([services.deciding(), policyFor(loaded, io)]);
  const evidence = await evidenceOf(loaded.config, asking, session);
  return async (result) => {
    const config = held(result.release);
    const wanted = evidence === null ? 0 : (rulingFor(result.release, config.policy).quorum?.value ?? 0);
    if (evidence === null || wanted === 0) return decide(result, config, new Date());
    const { checkKnown } = await services.checking();
    return decide(result, config, new Date(), await checkKnown(result.release, evidence, config));
  };
}

/** Null where no rule asks for a quorum. */
async function evidenceOf(
  config: Config,
  { cache, offline }: Asking,
  { io, signal }: Session,
): Promise<Evidence | null> {
  const { rules, attestations, trust } = config.policy;
  // The schema has both where a rule asks for them.
  if (attestations === undefined || trust === undefined) return null;
  if (!rules.some(({ quorum = 0 }) => quorum > 0)) return null;
  const [{ openAttestations }, { loadTrust }, { withTrustRoot }] = await Promise.all([
    import('../attest/folder/open.js'),
    import('../attest/policy/load.js'),
    import('../attest/policy/trust-root.js'),
  ]);
  const at = { cwd: io.cwd, cache, offline, signal };
  return {
    attestations: await openAttestations(attestations, at),
    trust: await withTrustRoot(await loadTrust(trust), { ...at, config }),
  };
}
