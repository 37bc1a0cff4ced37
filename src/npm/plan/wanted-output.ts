import { posix } from 'node:path';
import { commandKind } from './command-kind.js';
import type { Manifest } from './manifest.js';
import { splitScript } from './shell-text.js';
import type { SourceFacts } from './source-facts.js';

/** Paths below the package's folder that its manifest points to and that the source doesn't have: something makes them. */
export function missingOutputs({ input, manifest, directories }: SourceFacts): string[] {
  const exists = (path: string) => {
    const full = posix.join(input.directory, path);
    const names = [full, `${full}.js`, `${full}.json`, `${full}.node`];
    return directories.has(full) || names.some((name) => input.paths.has(name));
  };
  const listed = manifest.files.flatMap((pattern) => {
    const fixed =
      pattern.split(/[*?[{!]/)[0] === pattern ? pattern : posix.dirname(`${pattern.split(/[*?[{!]/)[0]}x`);
    const path = posix.normalize(fixed).replace(/^\/+|\/+$/g, '');
    return path === '.' || path === '' || path.startsWith('..') || isProse(path) ? [] : [path];
  });
  return [...new Set([...manifest.targets, ...listed])].filter((path) => !exists(path)).sort();
}

/** Texts that a package lists and the source has elsewhere, or not yet, are no sign of a build. */
function isProse(path: string): boolean {
  return /\.(?:md|markdown|txt)$|(?:^|\/)(?:licen[cs]e|notice|readme|changelog|authors)[^/]*$/i.test(path);
}

/** A script that builds although publishing doesn't run it, with what says that it was run. */
export interface BuildScript {
  name: string;
  reason: string;
  /** The job that publishes runs it. */
  certain: boolean;
}

const usual = [
  'build',
  'compile',
  'dist',
  'bundle',
  'build:all',
  'build:prod',
  'build:production',
  'build:lib',
  'build:dist',
  'build-dist',
  'transpile',
  'make',
  'package',
];

/**
 * The script that made the published files outside of the publish lifecycle: the one that the publishing job or a version script
 * runs, else one with a usual name.
 */
export function buildScript(facts: SourceFacts): BuildScript | null {
  const { manifest, jobs } = facts;
  const builds = (name: string) =>
    isScriptName(name) && manifest.scripts.has(name) && /build|compile|dist|bundle/.test(name);
  for (const { place, runs } of jobs.filter((job) => job.publishes)) {
    const lines = runs.flatMap((run) => run.split('\n'));
    const name = lines.flatMap((line) => scriptsRun(facts, line)).find(builds);
    if (name !== undefined) return { name, reason: `${place} runs it before it publishes`, certain: true };
  }
  for (const script of ['preversion', 'version', 'prerelease', 'release']) {
    const name = scriptsRun(facts, manifest.scripts.get(script) ?? '').find(builds);
    if (name !== undefined) return { name, reason: `the script ${script} runs it`, certain: false };
  }
  const name = usualBuild(manifest);
  return name === null
    ? null
    : { name, reason: 'publishing does not run it, and its name says that it builds', certain: false };
}

/** Names of scripts by which a release is made ready. */
const making = ['release', 'dist', 'package', 'build:release', 'build:all', 'prerelease', 'prepublish:build'];

/** A script that runs the build script and then does more, such as minifying what was built; null when there is none. */
export function fullerBuild(facts: SourceFacts, build: BuildScript | null): BuildScript | null {
  if (build === null) return null;
  const { scripts } = facts.manifest;
  const name = making.find(
    (candidate) =>
      candidate !== build.name && scriptsRun(facts, scripts.get(candidate) ?? '').includes(build.name),
  );
  const reason = `${name} is run first: it runs ${build.name} and does more`;
  return name === undefined ? null : { name, reason, certain: false };
}

const partName =
  /^(?:build|compile|bundle|dist|generate|gen|make|transpile|minify|uglify)[:_.-]|^(?:types|typings|dts|declarations|minify|uglify|compress|browserify|umd|esm|cjs)$/;
const noPart =
  /(?:^|[:_.-])(?:test|tests|spec|lint|watch|dev|docs?|site|web|website|page|demos?|examples?|storybook|playground|bench|benchmarks?|clean|serve|start|e2e|ci|deploy|docker|image|stats|analy[sz]e|size|debug|changelog|coverage|release|publish)(?:$|[:_.-])/;

/** Scripts run for parts of what is published, at most. */
const mostParts = 8;

/**
 * Scripts whose names say that each builds a part of what is published, and that neither `ran` nor one of the others runs: publishers
 * run them from a release script, one after the other or by hand.
 */
export function partialBuilds(facts: SourceFacts, ran: ReadonlySet<string>): BuildScript[] {
  const { scripts } = facts.manifest;
  const names = [...scripts.keys()].filter(
    (name) => isScriptName(name) && partName.test(name) && !noPart.test(name) && !ran.has(name),
  );
  const byOthers = new Set(names.flatMap((name) => scriptsRun(facts, scripts.get(name)!)));
  return names
    .filter((name) => !byOthers.has(name))
    .slice(0, mostParts)
    .map((name) => ({
      name,
      reason: 'its name says that it builds a part, and nothing else runs it',
      certain: false,
    }));
}

/** The script of a package whose name says that it builds; null when there is none. */
export function usualBuild({ scripts }: Manifest): string | null {
  return usual.find((candidate) => scripts.has(candidate)) ?? null;
}

/** Whether a script's name can stand in a command without being taken for an option or for several words. */
export function isScriptName(name: string): boolean {
  return /^\w[\w:.-]{0,99}$/.test(name);
}

/** Scripts of the package that the text of a script runs directly. */
export function scriptsRun({ manifest }: SourceFacts, text: string): string[] {
  return (splitScript(text) ?? []).flatMap((part) => {
    const found = commandKind(part.text, (script) => manifest.scripts.has(script));
    return found.kind === 'run' ? found.scripts : [];
  });
}
