import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { unexplainedEntries } from '../compare/accounts.js';
import { compareWithRebuild } from '../compare/compare.js';
import type { Context } from '../context.js';
import { ReproveError } from '../errors.js';
import type { InconclusiveCause } from '../judge/schema.js';
import { machineObstacle, nothingRebuilt } from '../nothing-rebuilt.js';
import type { RebuildingInput, Rebuilds } from '../rebuilding.js';
import { chooseEngine } from '../sandbox/choose.js';
import type { Mount, SandboxEngine } from '../sandbox/engine.js';
import { type RunFolder, runFolder } from '../sandbox/run-folder.js';
import type { Located } from '../source/locate.js';
import { loadCatalogue } from './catalogue/load.js';
import { compareWithNearest } from './nearest/compare.js';
import { outdatedScripts } from './outdated/find.js';
import { type Attempt, attemptsFor } from './regenerate/attempts.js';
import { bootstrapped } from './regenerate/bootstrap-script.js';
import { packed } from './regenerate/dist-script.js';
import { regenerationInputs } from './regenerate/inputs.js';
import { outputsOf } from './regenerate/outputs.js';
import { regenerated, regenerationPlan } from './regenerate/plan.js';
import { released } from './regenerate/release-script.js';
import { type Made, type Regeneration, type RootTools, regenerate } from './regenerate/run.js';
import { plain, type Variant, variants } from './regenerate/script.js';
import { versioned } from './regenerate/version-script.js';
import { suitesFor, systemOf } from './roots/provide.js';
import { dataRead } from './searched/find.js';
import { type ProvidedToolchain, provideToolchain } from './toolchains/provide.js';

/**
 * Strict regeneration: what autotools wrote is made again by the builds that the release names, from files of the tag and files that have
 * evidence, and from nothing else. What comes out byte for byte has evidence of its own; the next build of a version is tried while
 * something is left that the last one did not make.
 */
export async function rebuildTarball(
  { accounts, compareOptions, resolved, sandbox, context }: RebuildingInput,
  located: Extract<Located, { ok: true }>,
): Promise<Rebuilds> {
  const catalogue = await loadCatalogue(context);
  const nearest = await compareWithNearest(accounts, catalogue, compareOptions, context);
  const inputs = await regenerationInputs(nearest.accounts, resolved, catalogue, context);
  const { attempts, unknown } = attemptsFor(inputs.roots);
  const none: Rebuilds = {
    ...nothingRebuilt(nearest.accounts),
    references: nearest.reference === null ? [] : [nearest.reference],
    findings: nearest.findings,
  };
  if (attempts.length === 0)
    return { ...none, obstacle: nothingToMake(unexplainedEntries(accounts).length, unknown) };
  const choice = await engineWithTools(sandbox, context);
  if ('failure' in choice)
    return { ...none, obstacle: machineObstacle('sandbox', 'no-sandbox', choice.failure) };
  const { engine, availability } = choice;
  const say = (message: string) =>
    context.progress({ subject: resolved.release.purl, stage: 'rebuild', message });

  const folders: RunFolder[] = [];
  const done: Rebuilds = {
    ...none,
    close: async () => {
      for (const folder of folders) await folder.remove();
    },
  };
  const open = () => new Set(unexplainedEntries(done.accounts).map(({ path }) => path));
  const outputs = (makes: (made: string) => boolean) =>
    inputs.roots.flatMap(({ outputs: all }) => all.flatMap((one) => (makes(one.makes) ? [one.path] : [])));
  const isOpen = (paths: readonly string[]) => {
    const left = open();
    return paths.some((path) => left.has(path));
  };
  /** Counts what a way of making files accounts for; gives how many entries that are. */
  const add = async (
    roots: readonly RootTools[],
    variant: Variant,
    make: () => Promise<Made>,
  ): Promise<number> => {
    const started = Date.now();
    const { path, commands, outcomes } = await make();
    const plan = regenerationPlan(toolsOf(roots), variant, commands, done.plans.length + 1);
    const built = { from: new Date(started).toISOString(), to: new Date().toISOString() };
    const before = open();
    const reference = await outputsOf(path, before, done.accounts, {
      id: plan.digest,
      built,
      readRelease: compareOptions.readRelease,
      ...(variant.otherTools
        ? { sameOnly: (at) => isNoCatalogue(at) && !isFilledIn(at, done.accounts) }
        : {}),
    });
    const compared = await compareWithRebuild(done.accounts, reference, compareOptions);
    const gain = before.size - unexplainedEntries(compared).length;
    // The first way is what differences are shown against; others count where they add something.
    if (variant !== plain && gain === 0) return 0;
    done.accounts = compared;
    done.plans.push(plan);
    done.run.push(regenerated(plan, availability.label, outcomes, (Date.now() - started) / 1000));
    done.references.push(reference);
    done.obstacle = null;
    return gain;
  };
  const pack = async ({ roots, autoconf, regeneration }: Try): Promise<void> => {
    const packIn = async (name: string, mounts: readonly Mount[]): Promise<void> => {
      let beside = '';
      await add(roots, { ...packed, name }, async () => {
        const made = await regeneration.pack(name, mounts);
        beside = made.beside;
        if (done.unpacked === undefined && made.outcomes.every(({ exitCode }) => exitCode === 0))
          done.unpacked = await absentIn(made.path, [
            ...open(),
            ...filesOf(located).filter((path) => !done.accounts.byPath.has(path)),
          ]);
        return made;
      });
      await add(roots, { ...packed, name: `${name}, beside what is packed` }, async () => ({
        path: beside,
        commands: ['./configure', 'make distdir'],
        outcomes: [],
      }));
    };
    /** Has the release made where it was packed; gives how many entries that accounts for. */
    const releaseIn = async (name: string, mounts: readonly Mount[]): Promise<number> => {
      const { release } = regeneration;
      let gained = 0;
      // Some make the release before its tag, some after, which a script can see in the history alone.
      for (const tagged of (await regeneration.history()) ? [true, false] : [true]) {
        if (release === undefined || open().size === 0) break;
        const own = `${name.replace('dist', 'release')}${tagged ? '' : '-untagged'}`;
        gained += await add(roots, { ...released, name: own }, () => release(own, name, mounts, tagged));
      }
      return gained;
    };
    // Where it was made in one system no other is asked.
    let gained = 0;
    let isPacked = false;
    // Mounts in place of the machine's own system are bubblewrap's.
    for (const suite of engine.name === 'bubblewrap' ? suitesFor(autoconf) : []) {
      if (open().size === 0) return;
      const mounts = await systemOf(suite, context, say);
      if (mounts === null) continue;
      isPacked = true;
      await packIn(`dist-${suite}`, mounts);
      if (gained === 0) gained = await releaseIn(`dist-${suite}`, mounts);
    }
    if (isPacked) return;
    await packIn('dist', []);
    await releaseIn('dist', []);
  };
  try {
    let best: Try | null = null;
    for (const { tools } of attempts) {
      // What automake writes depends on the build of autoconf too, but only `configure` tells builds apart.
      if (best !== null && !isOpen(outputs((makes) => makes !== 'Makefile.in'))) break;
      const left = open();
      const wanted = tools.filter(({ root }) => root.outputs.some(({ path }) => left.has(path)));
      const provided = await provideAll(wanted, engine, context, say);
      if (!provided.ok) {
        done.obstacle ??= provided.obstacle;
        continue;
      }
      const { roots } = provided;
      say(
        `making files again with ${toolsOf(roots)
          .map(({ name }) => name)
          .join(' and ')}`,
      );
      const folder = await runFolder(context.cache);
      folders.push(folder);
      const running = {
        inputs,
        standIns: nearest.contents,
        accounts: done.accounts,
        resolved,
        located,
        engine,
        folder,
        context,
      };
      let regeneration!: Regeneration;
      const scripts = outputs((makes) => makes === 'configure').filter((path) => left.has(path));
      const gained = await add(roots, plain, async () => {
        regeneration = await regenerate(roots, running);
        return regeneration.plain;
      });
      // The build of autoconf that made configure is the one that was used, whatever else another makes.
      const rest = open();
      const gain = gained + (scripts.some((path) => !rest.has(path)) ? decisive : 0);
      if (best === null || gain > best.gain)
        best = { gain, roots, autoconf: autoconfOf(wanted), regeneration };
    }
    if (best !== null) {
      const { roots, regeneration } = best;
      const makefiles = outputs((makes) => makes === 'Makefile.in');
      for (const variant of variants) {
        if (!isOpen(makefiles)) break;
        if (variant.hides === 'lent' && !regeneration.lends) continue;
        await add(roots, variant, () => regeneration.vary(variant));
      }
      const { bootstrap, stamp } = regeneration;
      if (bootstrap !== undefined && isOpen(outputs((makes) => makes === 'configure')))
        await add(roots, bootstrapped, bootstrap);
      if (stamp !== undefined && isOpen(filesOf(located))) await add(roots, versioned, stamp);
      if (context.config.rebuild.makeDist && open().size > 0) {
        say(`${open().size} files are left: making what make dist packs`);
        await pack(best);
      }
      const outdated = await outdatedScripts(done.accounts, roots, compareOptions);
      done.accounts = outdated.accounts;
      if (outdated.reference !== null) done.references.push(outdated.reference);
      done.findings = [...(done.findings ?? []), ...outdated.findings];
    }
    const never = unexplainedEntries(done.accounts).map(({ path }) => path);
    if (never.length > 0) done.obstacle ??= notMade(never);
    const read = await dataRead(done.accounts, done.references, resolved, compareOptions, context);
    done.findings = [...(done.findings ?? []), ...read];
    return done;
  } catch (error) {
    await done.close();
    throw error;
  }
}

/** Toolchains that were tried, and what they can still be asked for. */
interface Try {
  /** How many entries it accounted for; more than any release has where it made `configure`. */
  gain: number;
  roots: readonly RootTools[];
  /** Version of autoconf of the outermost folder. */
  autoconf: string;
  regeneration: Regeneration;
}

/** Each once, whatever folders it serves. */
const toolsOf = (roots: readonly RootTools[]): ProvidedToolchain[] => [
  ...new Map(roots.flatMap(({ tools }) => tools.map((tool) => [tool.name, tool] as const))).values(),
];

/** Files of the tag in the folder that the release is of, by their paths there. */
function filesOf({ source, tree }: Extract<Located, { ok: true }>): string[] {
  const prefix = source.directory === '' ? '' : `${source.directory}/`;
  return [...tree.files.keys()].flatMap((path) =>
    path.startsWith(prefix) ? [path.slice(prefix.length)] : [],
  );
}

/** Which of some paths a folder has nothing at. */
async function absentIn(folder: string, paths: Iterable<string>): Promise<Set<string>> {
  const absent = new Set<string>();
  for (const path of paths)
    if ((await lstat(join(folder, path)).catch(() => null)) === null) absent.add(path);
  return absent;
}

/** More than the files that any release has. */
const decisive = 1e9;

/** Version of autoconf of the outermost folder. */
const autoconfOf = (wanted: Attempt['tools']) => wanted[0]!.autoconf.version;

/** Of what other tools make in their way; catalogues are compared but for their dates. */
const isNoCatalogue = (path: string) => !/\.pot?$/.test(path);

/** Whether `config.status` fills a template of the tag in: whatever tools there are, it writes the same. */
const isFilledIn = (path: string, { byPath }: Rebuilds['accounts']) =>
  byPath.get(`${path}.in`)?.evidence.kind === 'source';

/** Toolchains for all folders, or what keeps one from being had. */
async function provideAll(
  wanted: Attempt['tools'],
  engine: SandboxEngine,
  context: Context,
  say: (message: string) => void,
): Promise<{ ok: true; roots: RootTools[] } | { ok: false; obstacle: InconclusiveCause }> {
  const roots: RootTools[] = [];
  try {
    for (const { root, autoconf, automake } of wanted) {
      const tools: ProvidedToolchain[] = [];
      for (const tool of [autoconf, ...(automake === null ? [] : [automake])])
        tools.push(await provideToolchain(tool, engine, context, say));
      roots.push({ root, tools });
    }
    return { ok: true, roots };
  } catch (error) {
    if (!(error instanceof ReproveError)) throw error;
    return { ok: false, obstacle: machineObstacle('rebuild', 'toolchain-unavailable', error) };
  }
}

/** The tools need m4 and perl, which the image for builds of packages has not: where it is not asked for, the machine's own come first. */
async function engineWithTools(wanted: RebuildingInput['sandbox'], { config }: RebuildingInput['context']) {
  if (wanted !== 'auto') return chooseEngine(wanted, config.sandbox);
  const own = await chooseEngine('bubblewrap', config.sandbox);
  return 'failure' in own ? chooseEngine(wanted, config.sandbox) : own;
}

function notMade(paths: readonly string[]): InconclusiveCause {
  const [what, verb] = paths.length === 1 ? ['1 file', 'is'] : [`${paths.length} files`, 'are'];
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  return notRegenerated(
    `${what} ${verb} not in the tag, and not what autotools make of it: ${paths.slice(0, 3).join(', ')}${more}`,
  );
}

function nothingToMake(left: number, unknown: readonly string[]): InconclusiveCause {
  const why =
    unknown.length === 0
      ? 'nothing says that autotools made them'
      : `no toolchain of ${unknown.join(' or ')} is known here`;
  return notRegenerated(`${left} files are not in the tag, and ${why}`);
}

const notRegenerated = (message: string): InconclusiveCause => ({
  stage: 'rebuild',
  reason: 'not-regenerated',
  message,
  hint: 'compare with the archive of the tag that the code host makes',
  give: ['source', 'ref'],
  failed: null,
  environment: false,
});
