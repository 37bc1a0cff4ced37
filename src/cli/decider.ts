import type { Evidence } from '../check.js';
import type { LoadedConfig } from '../config/load.js';
import type { Config } from '../config/schema.js';
import { mostImportant } from '../errors.js';
import type { Decision } from '../policy/decision.js';
import { rulingFor } from '../policy/ruling.js';
import { escapeText } from '../report/escape.js';
import type { Result } from '../result.js';
import { ownConfig, withoutPolicy } from './own-config.js';
import type { Session } from './session.js';

/** Decides of a result, as of now. */
export type Decider = (result: Result) => Promise<Decision>;

/** How attestations are had, where a rule asks for a quorum. */
interface Asking {
  cache: string;
  offline: boolean;
}

/**
 * Makes the function that holds results against a configuration. One that was found in a checkout of a release's own repository may only
 * ask for more there, and lets nothing pass that would fail without it. Attestations and keys are read at once where a rule asks for a
 * quorum, so that what is wrong with them is said before any work. Throws what reading them throws.
 */
export async function decider(loaded: LoadedConfig, asking: Asking, session: Session): Promise<Decider> {
  const { io, services } = session;
  const { config } = loaded;
  const [{ decide }, isOwn] = await Promise.all([services.deciding(), ownConfig(loaded)]);
  const evidence = await evidenceOf(config, asking, session);
  return async (result) => {
    const wanted = evidence === null ? 0 : (rulingFor(result.release, config.policy).quorum?.value ?? 0);
    const attestations =
      evidence === null || wanted === 0
        ? null
        : await (await services.checking()).checkKnown(result.release, evidence, config);
    const now = new Date();
    const decision = decide(result, config, now, attestations);
    if (!isOwn(result.release)) return decision;
    const plain = decide(result, withoutPolicy(config), now);
    if (mostImportant([decision.exitCode, plain.exitCode]) !== plain.exitCode) return decision;
    if (decision.outcome === 'pass' && plain.outcome === 'fail')
      io.stderr.write(
        `${escapeText(loaded.file ?? '')} is in a checkout of ${escapeText(result.release.name)}, and lets nothing of it pass; named with --config it would\n`,
      );
    return decision.outcome === 'fail' && decision.exitCode === plain.exitCode ? decision : plain;
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
