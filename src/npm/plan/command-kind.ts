import { wordsOf } from './shell-text.js';

/**
 * What a command is for. `build` makes or moves files; `check` only looks; `release` publishes, tags or sets up git; `install`
 * fetches dependencies; `setup` only matters to the commands after it; `run` runs scripts of the package.
 */
export type CommandKind =
  | { kind: 'build' | 'check' | 'release' | 'install' | 'setup' | 'unknown' }
  | { kind: 'run'; scripts: string[]; withArguments: boolean };

const checks = new Set(
  (
    'jest mocha _mocha ava tap tape vitest jasmine karma qunit uvu eslint standard semistandard xo ts-standard tslint jshint ' +
    'jscs oxlint publint attw size-limit bundlewatch bundlesize nyc c8 istanbul coveralls codecov tsd dtslint knip depcheck ' +
    'npm-check commitlint cspell markdownlint markdownlint-cli2 lint-staged playwright cypress wdio are-the-types-wrong evalmd ' +
    'ls-engines aud check-dts ls-lint sherif flow stylelint test-exclude zuul airtap licensee dependency-check ' +
    'reprove gzip-size gzip-size-cli filesize bundlephobia bundle-size check-export-map es-check compressed-size bundlesize2'
  ).split(' '),
);
const releases = new Set(
  (
    'husky lefthook simple-git-hooks yorkie np semantic-release gh changeset release-it standard-version gh-pages ' +
    'conventional-changelog auto-changelog safe-publish-latest not-in-publish in-publish not-in-install in-install ' +
    'can-npm-publish all-contributors clean-publish opener is-ci greenkeeper-lockfile-update publish-please check-for-leaks'
  ).split(' '),
);
const builds = new Set(
  (
    'tsc vue-tsc rollup webpack babel tshy tsup tsdown esbuild swc parcel microbundle unbuild bunchee pkgroll ncc browserify ' +
    'uglifyjs terser rimraf rm cp mv mkdir cpx cpy copyfiles shx del del-cli make-dir-cli gulp grunt tsc-alias api-extractor ' +
    'ng-packagr preconstruct bob pinst npmignore clean-package duel'
  ).split(' '),
);
const setups = new Set(['cd', 'export', 'set', 'echo', 'printf', 'true', ':', 'exit', 'sleep']);
const gitReleases = new Set(
  'add commit push pull fetch tag checkout status diff diff-index stash config describe-tags rev-list clean'.split(
    ' ',
  ),
);
const npmChecks = new Set(['t', 'tst', 'audit', 'ls', 'list', 'outdated', 'doctor', 'view', 'info']);
const npmReleases = new Set(
  'publish version deprecate whoami login owner access dist-tag adduser unpublish'.split(' '),
);
const npmInstalls = new Set(
  'i ci install clean-install install-clean install-ci-test add global update prune link dedupe'.split(' '),
);
const testing = /(?:^|[/:_.-])(?:tests?|lint|spec|check|coverage|typecheck|audit)(?:$|[/:_.-])/;

/** Tells what a simple command is for by the program it starts. `has` says whether the package has a script of a name. */
export function commandKind(command: string, has: (script: string) => boolean): CommandKind {
  const words = withoutWrappers(wordsOf(command));
  const [first, ...rest] = words;
  if (first === undefined) return { kind: 'setup' };
  const program = first.replace(/^(?:\.\/)?node_modules\/\.bin\//, '');
  const managed = managerCall(program, rest, has);
  if (managed !== null) return managed;
  if (setups.has(program)) return { kind: 'setup' };
  if (/^(?:npm-run-all2?|run-s|run-p)$/.test(program)) return runAll(rest);
  const argument = rest.find((word) => !word.startsWith('-')) ?? '';
  if (program === 'git') return { kind: gitReleases.has(argument) ? 'release' : 'unknown' };
  if (program === 'lerna')
    return { kind: argument === 'publish' || argument === 'version' ? 'release' : 'unknown' };
  if (program === 'make') return { kind: testing.test(argument) ? 'check' : 'unknown' };
  if (program === 'tsc' || program === 'vue-tsc')
    return { kind: rest.some((word) => /^--noEmit$/i.test(word)) ? 'check' : 'build' };
  if (program === 'prettier' || program === 'biome')
    return { kind: writes(rest) || (program === 'prettier' && !looks(rest)) ? 'unknown' : 'check' };
  if (checks.has(program)) return { kind: writes(rest) ? 'unknown' : 'check' };
  if (releases.has(program)) return { kind: 'release' };
  if (program === 'vite') return { kind: argument === 'build' ? 'build' : 'unknown' };
  if (builds.has(program)) return { kind: 'build' };
  if (program === 'node' && rest.includes('--test')) return { kind: 'check' };
  if (/^(?:node|sh|bash|\.\/.*)$/.test(program)) {
    const script = program.startsWith('./') ? program : argument;
    return { kind: testing.test(script.replace(/\.[^./]*$/, '')) ? 'check' : 'unknown' };
  }
  return { kind: 'unknown' };
}

/** Drops what stands before the program proper: assignments and programs that only start another. */
function withoutWrappers(words: string[]): string[] {
  let rest = words;
  for (let changed = true; changed; ) {
    const before = rest.length;
    while (rest[0] !== undefined && /^\w+=/.test(rest[0])) rest = rest.slice(1);
    if (/^(?:cross-env|cross-env-shell|npx|pnpx|bunx|time|env|dotenv)$/.test(rest[0] ?? '')) {
      rest = rest.slice(1);
      while (rest[0]?.startsWith('-') || /^\w+=/.test(rest[0] ?? '')) rest = rest.slice(1);
    }
    if (/^(?:npm|pnpm|yarn|bun)$/.test(rest[0] ?? '') && /^(?:exec|dlx|x)$/.test(rest[1] ?? '')) {
      rest = rest.slice(2);
      while (rest[0]?.startsWith('-')) rest = rest.slice(1);
    }
    changed = rest.length !== before;
  }
  return rest;
}

/** What a call of a package manager does; null when the program is none, or starts a program of a dependency. */
function managerCall(program: string, words: string[], has: (script: string) => boolean): CommandKind | null {
  if (!/^(?:npm|pnpm|yarn|bun)$/.test(program)) return null;
  const flags = words.findIndex((word) => !word.startsWith('-'));
  const [verb = '', ...rest] = flags === -1 ? [] : words.slice(flags);
  const plainFlags = words.slice(0, flags).every((word) => /^(?:-s|--silent|--non-interactive)$/.test(word));
  if (flags === -1) return { kind: program === 'yarn' ? 'install' : 'unknown' };
  if (/^(?:run|run-script|rum|urn)$/.test(verb)) return plainFlags ? runOf(rest) : { kind: 'unknown' };
  if (verb === 'test' || npmChecks.has(verb)) return { kind: 'check' };
  if (npmReleases.has(verb) || (program === 'yarn' && verb === 'npm')) return { kind: 'release' };
  if (npmInstalls.has(verb)) return { kind: 'install' };
  if (program === 'npm') return { kind: 'unknown' };
  // What bun itself does comes before a script of that name.
  if (program === 'bun' && verb === 'build') return { kind: 'build' };
  if (has(verb)) return plainFlags ? runOf([verb, ...rest]) : { kind: 'unknown' };
  return commandKind([verb, ...rest].map((word) => `'${word}'`).join(' '), () => false);
}

function runOf(words: string[]): CommandKind {
  const flagless = words.filter((word, index) => index > 0 || !/^(?:-s|--silent)$/.test(word));
  const [script, ...rest] = flagless;
  if (script === undefined || script.startsWith('-')) return { kind: 'unknown' };
  const more = rest.filter((word) => !/^(?:-s|--silent|--if-present)$/.test(word));
  return { kind: 'run', scripts: [script], withArguments: more.length > 0 };
}

function runAll(words: string[]): CommandKind {
  const scripts = words.filter(
    (word) => !/^(?:-[slpn]+|--silent|--serial|--sequential|--parallel|--print-.*)$/.test(word),
  );
  if (scripts.length === 0 || scripts.some((word) => /^-|[*{}\s]/.test(word))) return { kind: 'unknown' };
  return { kind: 'run', scripts, withArguments: false };
}

function writes(words: string[]): boolean {
  return words.some((word) => /^(?:--fix|--write|--apply|-w)$/.test(word));
}

function looks(words: string[]): boolean {
  return words.some((word) => /^(?:--check|-c|-l|--list-different)$/.test(word));
}
