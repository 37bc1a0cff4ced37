import { posix } from 'node:path';
import type { SourceFacts } from '../source-facts.js';
import { copyToolFlow } from './copy-tool.js';
import type { PublishFlow } from './flow.js';
import { leadsToPublish } from './leads.js';
import { readMakefile } from './makefile.js';
import { mentionsPublish } from './publish-call.js';
import { isShellFile } from './release-files.js';
import { publishFolderNamed } from './script-folder.js';
import { taskRunnerFlow } from './task-runner.js';
import { travisLines } from './travis.js';
import { targetLeads, type Walk, walkScripts, walkTarget, walkText } from './walk.js';

const mostFlows = 4;
/** Scripts of one manifest that are looked at. */
const mostScripts = 200;
/** What publishes something else: trial versions, pages, images. */
const besides =
  /(?:^|[:_./ -])(?:beta|next|canary|alpha|dry(?:-?run)?|rc|tests?|dev|nightly|snapshots?|preview|sites?|docs?|website|gh-pages|demo|local|docker|jsr|examples?|experimental)(?:$|[:_./ -])/i;

/**
 * What the source says was done to publish this package, likeliest first: jobs that publish, scripts of the package, targets of its
 * Makefile, shell files. Each is followed up to the publish. Never throws; never looks at the release's files.
 */
export function publishFlows(facts: SourceFacts): PublishFlow[] {
  const { directory } = facts.input;
  const makefile = ['GNUmakefile', 'makefile', 'Makefile'].find((name) => facts.input.files.has(name));
  const targets = readMakefile(makefile === undefined ? '' : (facts.input.files.get(makefile) ?? ''));
  const flows: PublishFlow[] = [];
  const budget = { left: 1_000 };
  const seen = new Set<string>();
  const consider = (place: string, follow: (walk: Walk) => void, programs = false): void => {
    if (flows.length === mostFlows) return;
    const walk: Walk = {
      facts,
      targets,
      programs,
      commands: [],
      omitted: [],
      published: null,
      above: [],
      budget,
    };
    follow(walk);
    if (walk.published === null) return;
    const { folder, call } = walk.published;
    // A publish at the root of a monorepo is of whatever package was asked for; one elsewhere is another package's.
    const own = folder === '' && call?.folder === null ? directory : folder;
    if (own !== null && own !== directory && !own.startsWith(directory === '' ? '' : `${directory}/`)) return;
    if (own !== null && own !== directory && isOtherPackage(facts, own)) return;
    const { commands, omitted } = walk;
    const flow = {
      place,
      commands,
      folder: own,
      lifecycle: own === directory || viaField(facts, own),
      certain: false,
      byProgram: programs,
      omitted,
    };
    const does = JSON.stringify([own, commands]);
    if (seen.has(does)) return;
    seen.add(does);
    flows.push(flow);
  };

  for (const job of byLikelihood(facts.jobs, ({ place }) => place)) {
    const leads = (programs: boolean) =>
      job.steps.some(({ run, directory }) => leadsToPublish(facts, run, directory, programs));
    const byProgram = !leads(false);
    if (byProgram && !leads(true)) continue;
    const follow = (walk: Walk) => {
      for (const step of job.steps) {
        if (walk.published === null) walkText(walk, step.run, step.directory, step.environment);
      }
    };
    consider(job.place, follow, byProgram);
  }
  for (const folder of new Set([directory, ''])) {
    const scripts = facts.manifests.get(folder)?.scripts ?? new Map<string, string>();
    const leading = [...scripts.keys()]
      .slice(0, mostScripts)
      .filter((name) => leadsToPublish(facts, scripts.get(name)!, folder));
    const called = new Set(
      leading.filter((name) =>
        leading.some((other) => other !== name && leadsThrough(scripts.get(other)!, name)),
      ),
    );
    const outer = [...leading.filter((name) => !called.has(name)), ...called];
    for (const name of byLikelihood(outer, (name) => name)) {
      const place = `the script ${name}${folder === directory ? '' : ' of the root'}`;
      consider(place, (walk) => walkScripts(walk, [`pre${name}`, name], folder));
    }
  }
  for (const target of byLikelihood([...targets.values()], ({ name }) => name)) {
    if (target.recipe.length > 0 && targetLeads({ facts, targets }, target))
      consider(`target ${target.name} of ${makefile}`, (walk) => walkTarget(walk, target.name, ''));
  }
  const copying = copyToolFlow(facts);
  if (copying !== null && flows.length === 0) flows.push(copying);
  const files = [...facts.input.files].filter(([path]) => isShellFile(path));
  for (const [path, text] of byLikelihood(files, ([path]) => path)) {
    if (
      mentionsPublish(text) &&
      flows.every((flow) => !flow.commands.some((one) => one.text.includes(posix.basename(path))))
    )
      consider(path, (walk) => walkText(walk, `./${path}`, ''));
  }
  const travis = travisLines(facts.input.files.get('.travis.yml'));
  if (travis.some((line) => leadsToPublish(facts, line, '')))
    consider('.travis.yml', (walk) => walkText(walk, travis.join('\n'), ''));
  const named = publishFolderNamed(facts);
  if (named !== null && flows.every(({ folder }) => folder === directory))
    flows.unshift({ ...named, commands: [], lifecycle: false, certain: true, omitted: [] });
  const task = taskRunnerFlow(facts, targets);
  if (flows.length === 0 && task !== null) flows.push(task);
  if (flows.length === 0)
    consider('npm version', (walk) => {
      walkScripts(walk, ['preversion', 'version', 'postversion'], directory);
      if (walk.commands.length > 0) walk.published ??= { folder: directory, call: null };
    });
  return flows;
}

function byLikelihood<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  const rank = (item: T) => {
    const name = nameOf(item);
    return (besides.test(name) ? 2 : 0) + (/release|publish|deploy/i.test(name) ? 0 : 1);
  };
  return [...items].sort((a, b) => rank(a) - rank(b));
}

function leadsThrough(text: string, name: string): boolean {
  return new RegExp(`(?:^|[\\s:])${name.replace(/[^\w]/g, '\\$&')}(?:$|[\\s;&|])`).test(text);
}

/** Whether a folder has a manifest of its own in the source: then it is no output. */
function isOtherPackage({ input }: SourceFacts, folder: string): boolean {
  return input.paths.has(posix.join(folder, 'package.json'));
}

/** Folders named in `publishConfig` are published by the package's own publish, with its scripts. */
function viaField({ manifest, input }: SourceFacts, folder: string | null): boolean {
  const { publishDirectory } = manifest;
  return (
    publishDirectory !== null && folder === posix.join(input.directory, publishDirectory).replace(/\/$/, '')
  );
}
