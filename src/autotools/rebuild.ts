import { unexplainedEntries } from '../compare/accounts.js';
import { compareWithRebuild } from '../compare/compare.js';
import { ReproveError } from '../errors.js';
import type { InconclusiveCause } from '../judge/schema.js';
import { nothingRebuilt } from '../nothing-rebuilt.js';
import type { RebuildingInput, Rebuilds } from '../rebuilding.js';
import { chooseEngine } from '../sandbox/choose.js';
import { type RunFolder, runFolder } from '../sandbox/run-folder.js';
import type { Located } from '../source/locate.js';
import { loadCatalogue } from './catalogue/load.js';
import { attemptsFor } from './regenerate/attempts.js';
import { regenerationInputs } from './regenerate/inputs.js';
import { outputsOf } from './regenerate/outputs.js';
import { regenerated, regenerationPlan } from './regenerate/plan.js';
import { regenerate } from './regenerate/run.js';
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
  const inputs = await regenerationInputs(accounts, resolved, catalogue, context);
  const { attempts, unknown } = attemptsFor(inputs.roots);
  const left = unexplainedEntries(accounts).length;
  const none = nothingRebuilt(accounts);
  if (attempts.length === 0) return { ...none, obstacle: nothingToMake(left, unknown) };
  const choice = await engineWithTools(sandbox, context);
  if ('failure' in choice) return { ...none, obstacle: environment('sandbox', 'no-sandbox', choice.failure) };
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
  try {
    for (const { tools } of attempts) {
      const open = new Set(unexplainedEntries(done.accounts).map(({ path }) => path));
      const wanted = tools.filter(({ root }) => root.outputs.some(({ path }) => open.has(path)));
      if (wanted.length === 0) break;
      const started = performance.now();
      const provided: { root: (typeof tools)[number]['root']; tools: ProvidedToolchain[] }[] = [];
      try {
        for (const { root, autoconf, automake } of wanted) {
          const both = [autoconf, ...(automake === null ? [] : [automake])];
          const all: ProvidedToolchain[] = [];
          for (const tool of both) all.push(await provideToolchain(tool, engine, context, say));
          provided.push({ root, tools: all });
        }
      } catch (error) {
        if (!(error instanceof ReproveError)) throw error;
        done.obstacle ??= environment('rebuild', 'toolchain-unavailable', error);
        continue;
      }
      const names = [...new Set(provided.flatMap(({ tools: all }) => all.map(({ name }) => name)))];
      say(`making ${[...open].length} files again with ${names.join(', ')}`);
      const folder = await runFolder(context.cache);
      folders.push(folder);
      const { outcomes, makes, out, empty } = await regenerate(provided, {
        inputs,
        accounts: done.accounts,
        resolved,
        located,
        engine,
        folder,
        context,
      });
      const seconds = (performance.now() - started) / 1000;
      const built = {
        from: new Date(Date.now() - seconds * 1000).toISOString(),
        to: new Date().toISOString(),
      };
      const distinct = [
        ...new Map(provided.flatMap(({ tools: all }) => all.map((tool) => [tool.name, tool]))).values(),
      ];
      for (const { variant, path } of out) {
        const plan = regenerationPlan(distinct, variant, makes, done.plans.length + 1);
        const before = unexplainedEntries(done.accounts).length;
        const reference = await outputsOf(path, open, empty, done.accounts, { id: plan.digest, built });
        const compared = await compareWithRebuild(done.accounts, reference, compareOptions);
        // The first way is what differences are shown against; others count where they add something.
        if (variant !== 'plain' && unexplainedEntries(compared).length === before) continue;
        done.accounts = compared;
        done.plans.push(plan);
        done.run.push(regenerated(plan, availability.label, outcomes, seconds));
        done.references.push(reference);
        done.obstacle = null;
      }
    }
    const rest = unexplainedEntries(done.accounts).map(({ path }) => path);
    if (rest.length > 0) done.obstacle ??= notMade(rest);
    return done;
  } catch (error) {
    await done.close();
    throw error;
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
  return {
    stage: 'rebuild',
    reason: 'not-regenerated',
    message: `${what} ${verb} not in the tag, and not what autotools make of it: ${paths.slice(0, 3).join(', ')}${more}`,
    hint: 'compare with the archive of the tag that the code host makes',
    give: ['source', 'ref'],
    failed: null,
    environment: false,
  };
}

function nothingToMake(left: number, unknown: readonly string[]): InconclusiveCause {
  const why =
    unknown.length === 0
      ? 'nothing says that autotools made them'
      : `no toolchain of ${unknown.join(' or ')} is known here`;
  return {
    stage: 'rebuild',
    reason: 'not-regenerated',
    message: `${left} files are not in the tag, and ${why}`,
    hint: 'compare with the archive of the tag that the code host makes',
    give: ['source', 'ref'],
    failed: null,
    environment: false,
  };
}

function environment(
  stage: InconclusiveCause['stage'],
  reason: string,
  { message, hint }: ReproveError,
): InconclusiveCause {
  return { stage, reason, message, hint, give: [], failed: null, environment: true };
}
