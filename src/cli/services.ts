import type { Surroundings } from '../config/places.js';
import type { Config } from '../config/schema.js';
import type { SandboxEngine } from '../sandbox/engine.js';
import type { Plan } from '../sandbox/schema.js';

/** The pipeline; its types are the only part of it that is loaded with the command line. */
type Pipeline = Pick<typeof import('../verify.js'), 'verify' | 'planRelease'>;

/** What planning a release found. */
export type PlannedRelease = Awaited<ReturnType<Pipeline['planRelease']>>;

/**
 * The stages that commands call, each loaded when a command needs it: `reprove --version` loads none. They reach commands as an
 * argument, so that the command line is tested without registry, git or sandbox.
 */
export interface Services {
  pipeline(): Promise<Pipeline>;
  comparing(): Promise<Pick<typeof import('../diff.js'), 'diff'>>;
  checking(): Promise<Pick<typeof import('../check.js'), 'checkRelease' | 'checkLockfile' | 'checkKnown'>>;
  repeating(): Promise<Pick<typeof import('../repeat.js'), 'repeat'>>;
  reasons(): Promise<Pick<typeof import('../why.js'), 'why'>>;
  deciding(): Promise<Pick<typeof import('../policy/decide.js'), 'decide'>>;
  planning(): Promise<{ planScript(plan: Plan): string }>;
  sandbox(): Promise<{ engines(sandbox: Config['sandbox']): SandboxEngine[] }>;
  registry(): Promise<{
    /** The user's npm configuration as npm's own libraries take it. */
    npmConfiguration(
      options: { offline: boolean },
      surroundings: Surroundings,
    ): Promise<{ registry: string } & Record<string, unknown>>;
  }>;
}
