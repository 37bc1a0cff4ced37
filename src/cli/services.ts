import type { Config } from '../config/schema.js';
import type { Context } from '../context.js';
import type { ExitCode } from '../errors.js';
import type { Verdict } from '../judge/schema.js';
import type { Release } from '../release.js';
import type { Result } from '../result.js';
import type { SandboxEngine } from '../sandbox/engine.js';
import type { Plan } from '../sandbox/schema.js';
import type { Source, SourceFailure } from '../source/schema.js';

/** What `verify` and `plan` are asked for besides the spec. */
export interface PipelineOptions {
  /** Repository to use instead of the stated one. */
  source?: string;
  /** Revision to use instead of looking for one. */
  ref?: string;
  /** The package's folder in the repository. */
  directory?: string;
  rebuild: boolean;
  sandbox: Config['sandbox']['engine'];
  /** Absolute path of a folder to leave plan, logs and both trees in. */
  keep?: string;
}

/** What planning a release found. */
export interface PlannedRelease {
  release: Release;
  source: Source | null;
  failure: SourceFailure | null;
  plans: Plan[];
}

/**
 * The stages that commands call, each loaded when a command needs it: `reprove --version` loads none. They reach commands as an
 * argument, so that the command line is tested without registry, git or sandbox.
 */
export interface Services {
  pipeline(): Promise<{
    verify(spec: string, options: PipelineOptions, context: Context): Promise<Result>;
    planRelease(spec: string, options: PipelineOptions, context: Context): Promise<PlannedRelease>;
  }>;
  judging(): Promise<{ exitCode(verdict: Verdict, policy: Config['policy']): ExitCode }>;
  planning(): Promise<{ planScript(plan: Plan): string }>;
  sandbox(): Promise<{ engines(sandbox: Config['sandbox']): SandboxEngine[] }>;
  registry(): Promise<{
    /** The user's npm configuration as npm's own libraries take it. */
    npmConfiguration(options: { offline: boolean }): Promise<{ registry: string } & Record<string, unknown>>;
  }>;
}
