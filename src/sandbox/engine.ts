import type { SandboxLimits } from '../config/schema.js';
import type { PlanStep, StepOutcome } from './schema.js';
import type { Surroundings } from './surroundings.js';

/** A host path shown inside the sandbox. */
export interface Mount {
  /** Absolute host path. */
  from: string;
  /** Absolute path inside. */
  to: string;
  writable: boolean;
}

/** Everything one step needs; nothing else of the host is visible to it. */
export interface SandboxRun {
  step: PlanStep;
  /** Folder that is there when the step starts, relative to the root of the source: made inside, as whatever lies there is the build's. Absent: none. */
  folder?: string;
  /** Host folder with the checked-out source; the only writable place that outlives the step, mounted at `workPath`. */
  work: string;
  /** Where `work` appears inside. */
  workPath: string;
  /** Other surroundings than the usual; absent: those. */
  around?: Surroundings;
  /** Read-only mounts: toolchain, caches. */
  mounts: Mount[];
  /** The complete environment, apart from what the engine fixes (HOME, TMPDIR). */
  environment: Record<string, string>;
  /** Absolute path inside of a node binary (any version since 0.10) that runs the in-sandbox helper. */
  helperNode: string;
  /** Host path of the registry proxy's unix socket; null when the step has no network. */
  socket: string | null;
  /** Loopback port inside on which the helper forwards to `socket`. */
  port: number;
  limits: SandboxLimits;
  /** Host file that receives stdout and stderr, interleaved. */
  log: string;
  signal: AbortSignal;
}

/** Whether an engine works here, and what to install when it doesn't. */
export interface Availability {
  engine: 'bubblewrap' | 'docker' | 'podman';
  usable: boolean;
  /** Name and version, for the report. */
  label: string;
  /** One line: why not, or what was found. */
  detail: string;
  /** One line: what to install or start; null when usable. */
  hint: string | null;
}

/** One way to run untrusted code. All engines keep the same contract and pass the same escape tests. */
export interface SandboxEngine {
  name: 'bubblewrap' | 'docker' | 'podman';
  probe(): Promise<Availability>;
  run(run: SandboxRun): Promise<StepOutcome>;
}
