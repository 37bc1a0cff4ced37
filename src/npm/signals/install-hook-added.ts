import { defineSignal, type SignalHit, type SignalInput } from '../../judge/signal.js';
import { objectOf, parseJson } from '../json-object.js';
import { manifestLine, stringMap } from './manifest-line.js';

/** Scripts that npm, pnpm and yarn run when a release is installed as a dependency, in that order; `prepare` runs for git dependencies only. */
const hooks = ['preinstall', 'install', 'postinstall'];
/** Scripts that npm up to version 6 ran when it removed a dependency. */
const removal = ['preuninstall', 'uninstall', 'postuninstall'];

/** Something runs on installation that the source doesn't run. */
export const installHookAdded = defineSignal({
  id: 'install-hook-added',
  title: 'Install script added',
  severity: 'high',
  looksAt:
    'preinstall, install and postinstall of an unexplained package.json, its own or one of a bundled package, and a binding.gyp without evidence.',
  detect: (input) => [...ownHooks(input), ...builds(input), ...bundledHooks(input)],
});

function ownHooks({ manifest, manifestFile, contents, acting }: SignalInput): SignalHit[] {
  if (!acting.has(manifestFile) || manifest.release === null) return [];
  const before = stringMap(manifest.reference?.scripts);
  const after = stringMap(manifest.release.scripts);
  return [...hooks, ...removal].flatMap((hook): SignalHit[] => {
    const command = after.get(hook);
    if (command === undefined || command === before.get(hook)) return [];
    // A manifest without any counterpart was generated: its hooks may have been too.
    const severity = manifest.reference === null || removal.includes(hook) ? 'medium' : 'high';
    const what = before.has(hook)
      ? 'another command than its source'
      : 'a command that its source does not have';
    const when = removal.includes(hook) ? 'removal, by npm up to version 6' : 'installation';
    return [
      {
        path: manifestFile,
        ...manifestLine(contents.get(manifestFile), hook),
        severity,
        substance: [hook, command],
        message: `the release runs ${what} on ${when}: ${hook}: ${command.slice(0, 200)}`,
      },
    ];
  });
}

/** A command that gyp runs while it reads its file, before anything is compiled. */
const expansion = /<!@?\(/;

/** npm runs node-gyp where there is a `binding.gyp`; file systems may find it in other letters too. */
function builds({ comparison, manifest, code }: SignalInput): SignalHit[] {
  if (manifest.release?.gypfile === false) return [];
  return comparison.entries.flatMap(({ path, evidence, phantom }): SignalHit[] => {
    if (path.toLowerCase() !== 'binding.gyp' || evidence.kind !== 'none') return [];
    const [file] = code.filter((one) => one.path === path);
    const runs = file?.pieces.some(({ text }) => expansion.test(text)) && !expansion.test(file.before ?? '');
    return [
      {
        path,
        severity: phantom || runs ? 'high' : 'medium',
        message: `a binding.gyp that nothing accounts for is run by node-gyp on installation${runs ? ', with a command in it' : ''}`,
      },
    ];
  });
}

/** npm runs the hooks of packages that the release carries below `node_modules/` too. */
function bundledHooks({ comparison, contents, counterparts, manifest }: SignalInput): SignalHit[] {
  const bundles = ['bundleDependencies', 'bundledDependencies'].some((field) => manifest.reference?.[field]);
  return comparison.entries.flatMap(({ path, evidence, phantom }): SignalHit[] => {
    if (evidence.kind !== 'none' || !/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path))
      return [];
    const scripts = (bytes: Buffer | undefined) =>
      stringMap(objectOf(parseJson(bytes?.toString('utf8') ?? '')).scripts);
    const before = scripts(counterparts.get(path));
    const after = scripts(contents.get(path));
    return hooks.flatMap((hook): SignalHit[] => {
      const command = after.get(hook);
      if (command === undefined || command === before.get(hook)) return [];
      return [
        {
          path,
          ...manifestLine(contents.get(path), hook),
          // Where the source bundles, what it bundled may have been of another version.
          severity: phantom && !bundles ? 'high' : 'medium',
          substance: [hook, command],
          message: `a bundled package runs a command on installation: ${hook}: ${command.slice(0, 200)}`,
        },
      ];
    });
  });
}
