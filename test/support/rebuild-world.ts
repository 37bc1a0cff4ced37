import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../../src/context.js';
import type { OwnRelease, SupplyLog } from '../../src/ecosystem.js';
import type { SandboxEngine } from '../../src/sandbox/engine.js';
import { type RebuildOutcome, runPlan } from '../../src/sandbox/rebuild.js';
import type { RebuildGround } from '../../src/sandbox/rebuild-key.js';
import { findRebuild, storeRebuild } from '../../src/sandbox/rebuild-store.js';
import type { RunFolder } from '../../src/sandbox/run-folder.js';
import type { Material, Plan, StepOutcome } from '../../src/sandbox/schema.js';
import { Snapshots } from '../../src/sandbox/snapshots.js';
import { temporaryFolder } from './folder.js';
import { plan, stepOutcome } from './result.js';
import { npmTarball } from './tarball.js';
import { testContext } from './tools.js';

const [install, pack] = plan().steps as [Plan['steps'][0], Plan['steps'][0]];

/** A plan with a step of each phase. */
export const threeSteps = (fields: Partial<Plan> = {}): Plan =>
  plan({
    steps: [
      install,
      { ...install, name: 'run build', phase: 'build', command: ['npm', 'run', 'build'], network: 'none' },
      pack,
    ],
    ...fields,
  });

/** A log of a registry proxy that served what the lockfile pins. */
export const served = (fields: Partial<SupplyLog> = {}): SupplyLog => ({
  materials: [{ name: 'left-pad', version: '1.3.0', integrity: 'sha512-x' }],
  refusals: [],
  notes: [],
  pinnedOnly: true,
  leftOut: false,
  faulty: false,
  ...fields,
});

/** A release under verification, by name and version alone. */
export const ownOf = (name: string, version = '1.0.0'): OwnRelease => ({
  id: `${name}@${version}`,
  is: (material: Material) => material.name === name && material.version === version,
  notes: () => [],
});

/** How one rebuild goes. */
export interface Going {
  plan: Plan;
  own: OwnRelease;
  ground: Partial<RebuildGround>;
  log: SupplyLog;
  fresh: boolean;
  /** What becomes of a step, by its name, where it isn't success after a minute. */
  outcomes: Record<string, Partial<StepOutcome>>;
}

/** What one rebuild did. */
export interface Gone extends RebuildOutcome {
  /** Names of the steps that were run now. */
  ran: string[];
  checkedOut: boolean;
  /** Names in the work folder at the end. */
  left: string[];
}

/**
 * A cache, and rebuilds in it whose steps are played: each leaves a file of its phase's name, the last one a tarball. Steps are
 * `slow` enough to be worth keeping.
 */
export async function rebuildWorld(options: Partial<Context> = {}) {
  const context = testContext({ cache: await temporaryFolder(), ...options });
  const { cache, signal, config } = context;

  async function rebuild(going: Partial<Going> = {}): Promise<Gone> {
    const { own = ownOf('tiny'), log = served(), outcomes = {}, fresh = false } = going;
    const chosen = going.plan ?? threeSteps();
    const ground: RebuildGround = {
      repository: 'https://git.example/team/tiny',
      commit: 'c'.repeat(40),
      submodules: [],
      engine: 'played 1.0',
      image: 'image',
      runtime: null,
      limits: config.sandbox.limits,
      registries: 'here',
      day: '2026-01-02',
      own,
      ...going.ground,
    };
    const folder = await playedFolder(cache);
    const gone = { ran: [] as string[], checkedOut: false };
    const left = () => readdir(folder.work);
    const earlier = fresh ? null : await findRebuild(chosen, ground, folder, context);
    if (earlier !== null) return { ...earlier, ...gone, left: await left() };
    const snapshots = new Snapshots({
      plan: chosen,
      ground,
      cache,
      limit: config.cache.sharedBytes,
      scratch: folder.root,
      fresh,
      signal,
    });
    try {
      const { log: all, ...outcome } = await runPlan({
        plan: chosen,
        engine: playedEngine(outcomes, gone.ran, chosen),
        engineLabel: ground.engine,
        readFailure: () => null,
        supply: {
          mounts: [],
          environment: {},
          helperNode: '',
          socket: '',
          port: 1,
          toolMaterials: [],
          log: () => (gone.ran.length === 0 ? served({ materials: [] }) : log),
          edit: async (work) => {
            await writeFile(join(work, 'edited'), '');
            return { undo: () => writeFile(join(work, 'edited'), 'undone') };
          },
          close: async () => undefined,
        },
        folder,
        own,
        snapshots,
        checkout: async (into) => {
          gone.checkedOut = true;
          await writeFile(join(into, 'source.js'), '1\n');
          return [];
        },
        context,
        onStep: () => undefined,
      });
      await storeRebuild(outcome, all, ground, folder, context);
      return { ...outcome, ...gone, left: await left() };
    } finally {
      await snapshots.close();
    }
  }

  /** Names of what is kept of one kind. */
  const kept = async (kind: string): Promise<string[]> =>
    (await readdir(join(cache, kind)).catch(() => [])).filter((name) => !name.startsWith('.'));
  return { cache, rebuild, kept };
}

async function playedFolder(cache: string): Promise<RunFolder> {
  const runs = join(cache, 'runs');
  await mkdir(runs, { recursive: true });
  const root = await mkdtemp(join(runs, `${process.pid}-`));
  await mkdir(join(root, 'work'));
  await mkdir(join(root, 'logs'));
  return { root, work: join(root, 'work'), logs: join(root, 'logs'), remove: async () => undefined };
}

function playedEngine(outcomes: Going['outcomes'], ran: string[], { output }: Plan): SandboxEngine {
  return {
    name: 'bubblewrap',
    probe: () => Promise.reject(new Error('not asked')),
    async run({ step, work, log }) {
      ran.push(step.name);
      await writeFile(log, `${step.name}\n`);
      await writeFile(join(work, `did-${step.phase}`), await readFile(join(work, 'source.js')));
      if (step.phase === 'pack') {
        await mkdir(join(work, output), { recursive: true });
        await writeFile(join(work, output, 'tiny.tgz'), npmTarball({ 'index.js': '1\n' }));
      }
      const { name, command } = step;
      return stepOutcome({ name, command, wallSeconds: 60, ...outcomes[name] });
    },
  };
}
