import { mkdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { ArchiveError } from '../archive/error.js';
import { readArchive } from '../archive/read.js';
import { takeTarball } from '../archive/take.js';
import type { Reference } from '../compare/reference.js';
import type { Context } from '../context.js';
import type { Ecosystem, OwnRelease, Supply, SupplyLog } from '../ecosystem.js';
import type { Mount, SandboxEngine } from './engine.js';
import { inside } from './layout.js';
import { logEnd } from './log-end.js';
import { materialOrder } from './material-order.js';
import { rebuiltReference } from './rebuilt.js';
import { removeWork } from './remove-work.js';
import type { RunFolder } from './run-folder.js';
import type { Material, Plan, PlanStep, Rebuild, RecordedStep, StepOutcome } from './schema.js';
import type { Snapshots } from './snapshots.js';
import { relocated, type Surroundings } from './surroundings.js';

/** What running a plan needs besides the plan. */
export interface RebuildInput {
  plan: Plan;
  engine: SandboxEngine;
  /** Engine and version, as the report names it. */
  engineLabel: string;
  supply: Supply;
  folder: RunFolder;
  /** The release under verification. */
  own: OwnRelease;
  /** Where earlier rebuilds had got to, and what this one leaves for later ones. */
  snapshots: Pick<Snapshots, 'start' | 'reach'>;
  /** Writes the source into an empty folder; no code of it runs. Returns what the build has to do without, one line each. */
  checkout: (into: string) => Promise<string[]>;
  /** What is otherwise than usual for what is built and packed, not for the install; absent: nothing. */
  varied?: VariedRun;
  /** Finds out why a step failed. */
  readFailure: Ecosystem['readFailure'];
  context: Context;
  onStep: (step: PlanStep) => void;
}

/** How a build is run where something is to be learnt from it. */
interface VariedRun {
  around: Surroundings;
  /** Added to what each step has. */
  environment: Record<string, string>;
  /** Folder inside whose commands come first. */
  path: string;
  mounts: Mount[];
  /** True: steps that have no network by their plan reach the registry proxy. */
  network: boolean;
}

/** A rebuild, and what it packed where it packed something. */
export interface RebuildOutcome {
  rebuild: Rebuild;
  packed: { tarball: string; reference: Reference } | null;
}

/** Why nothing was packed: a value, since a build that fails is an expected outcome. */
type Failure = NonNullable<Rebuild['failure']>;

/**
 * Runs one plan: checks the source out, or starts where an earlier rebuild had got to; runs each step in the sandbox, takes the one tarball that the last step left.
 * The registry proxy's socket is shown to steps that ask for it and to no other.
 */
export async function runPlan(input: RebuildInput): Promise<RebuildOutcome & { log: SupplyLog }> {
  const { plan, supply, folder, own, context } = input;
  const started = performance.now();
  await mkdir(folder.work, { recursive: true });
  const { steps, failure, log } = await runSteps(input);
  const taken = failure === null ? await takePacked(input) : { failure };
  const rebuild: Rebuild = {
    plan,
    engine: input.engineLabel,
    outcome: 'failure' in taken ? 'failed' : 'packed',
    failure: 'failure' in taken ? taken.failure : null,
    steps,
    materials: log.materials,
    toolMaterials: supply.toolMaterials,
    refusals: log.refusals,
    proxyNotes: [...own.notes(log.materials), ...log.notes],
    integrity: 'failure' in taken ? null : taken.archive.integrity,
    tarSha256: 'failure' in taken ? null : taken.archive.tarSha256,
    wallSeconds: (performance.now() - started) / 1000,
    reusedFrom: null,
  };
  if ('failure' in taken) return { rebuild, packed: null, log };
  const reference = rebuiltReference(rebuild, taken.path, taken.archive, context.config.archive);
  return { rebuild, packed: { tarball: taken.path, reference }, log };
}

async function runSteps(
  input: RebuildInput,
): Promise<{ steps: RecordedStep[]; failure: Failure | null; log: SupplyLog }> {
  const { plan, supply, folder, snapshots, context } = input;
  const { toolMaterials } = supply;
  const start = await snapshots.start(folder.work, toolMaterials);
  const steps: RecordedStep[] = start?.steps ?? [];
  const lacking = start === null ? await input.checkout(folder.work) : [];
  const logNow = () => {
    const log = supply.log();
    return start === null ? { ...log, notes: [...lacking, ...log.notes] } : joined(start.log, log);
  };
  // Snapshots are taken when edits have served.
  let edits: { undo(): Promise<void> } | null = start === null ? await supply.edit(folder.work) : null;
  const before = steps.length;
  for (const [index, step] of plan.steps.entries()) {
    if (index < before) continue;
    // Edits serve the install alone: whatever is built and packed afterwards sees the source's own files.
    if (step.phase !== 'install' && edits !== null) {
      await edits.undo();
      edits = null;
      await removeWork(join(folder.work, posix.relative(inside.work, inside.downloads)));
    }
    if (index > before)
      await snapshots.reach(folder.work, { steps: [...steps], log: logNow(), toolMaterials });
    input.onStep(step);
    const log = join(folder.logs, `${String(index + 1).padStart(2, '0')}.log`);
    const varied = step.phase === 'install' ? undefined : input.varied;
    const environment = { ...supply.environment, ...plan.environment, ...step.environment };
    const outcome = await input.engine.run({
      step,
      // Only now: installing empties node_modules.
      ...(index === plan.steps.length - 1 && { folder: plan.output }),
      work: folder.work,
      workPath: varied?.around.workPath ?? inside.work,
      ...(varied && { around: varied.around }),
      mounts: [...supply.mounts, ...(varied?.mounts ?? [])],
      environment: variedEnvironment(environment, varied),
      helperNode: supply.helperNode,
      socket: step.network === 'registry' || varied?.network ? supply.socket : null,
      port: supply.port,
      limits: context.config.sandbox.limits,
      log,
      signal: context.signal,
    });
    context.signal.throwIfAborted();
    steps.push({ ...outcome, reusedFrom: null });
    if (outcome.exitCode === 0 || step.optional) continue;
    const { refusals } = supply.log();
    const because = input.readFailure({ step, outcome, log: await logEnd(log), refusals });
    return { steps, failure: { ...failureOf(step, outcome), because }, log: logNow() };
  }
  return { steps, failure: null, log: logNow() };
}

function variedEnvironment(
  usual: Record<string, string>,
  varied: VariedRun | undefined,
): Record<string, string> {
  if (varied === undefined) return usual;
  const moved = Object.entries(usual).map(([name, value]) => [name, relocated(value, varied.around)]);
  const PATH = [varied.path, usual.PATH].filter(Boolean).join(':');
  return { ...Object.fromEntries(moved), PATH, ...varied.environment };
}

/** What was served for the steps of a snapshot is part of what was served for all. */
function joined(first: SupplyLog, then: SupplyLog): SupplyLog {
  const materials = new Map<string, Material>();
  for (const material of [...first.materials, ...then.materials])
    materials.set(JSON.stringify([material.name, material.version, material.integrity]), material);
  return {
    materials: [...materials.values()].sort(materialOrder),
    refusals: [...new Set([...first.refusals, ...then.refusals])],
    notes: [...new Set([...first.notes, ...then.notes])],
    pinnedOnly: first.pinnedOnly && then.pinnedOnly,
    leftOut: first.leftOut || then.leftOut,
    faulty: first.faulty || then.faulty,
  };
}

function failureOf(step: PlanStep, outcome: StepOutcome): Omit<Failure, 'because'> {
  if (outcome.endedBy === 'exit') {
    return {
      cause: `${step.phase}-failed`,
      message: `'${step.name}' ended with exit code ${outcome.exitCode}`,
      step: step.name,
    };
  }
  return {
    cause: `${step.phase}-ended-by-${outcome.endedBy}`,
    message: `'${step.name}' was ended (${outcome.endedBy})`,
    step: step.name,
  };
}

async function takePacked({ plan, folder, context }: RebuildInput) {
  const to = join(folder.root, 'rebuilt.tgz');
  const limits = context.config.archive;
  const taken = await takeTarball({ root: folder.work, folder: plan.output, to, maxBytes: limits.bytes });
  if (!taken.ok)
    return { failure: { cause: taken.reason, message: taken.message, step: null, because: null } };
  try {
    const { archive } = await readArchive(taken.path, { limits, signal: context.signal });
    return { path: taken.path, archive };
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return { failure: { cause: 'unreadable-tarball', message: error.message, step: null, because: null } };
  }
}
