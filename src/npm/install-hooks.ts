import type { EntryPoints } from '../ecosystem.js';
import type { Manifest } from './identify.js';
import { objectOf } from './json-object.js';

/**
 * Scripts that npm runs when a package is installed from a registry, in that order. `prepare` and `prepublish` are not among them: of
 * what is unpacked from a tarball no manager runs them, only of a git checkout, which is never a release.
 */
export const installScripts = ['preinstall', 'install', 'postinstall'] as const;

/** `npm run x`, `yarn x`, `node --run x`, `run-s x y`: words after it may be the names of other scripts of the manifest. */
const runsScripts = /\b(?:npm|pnpm|yarn|bun|npx|run-[sp]|npm-run-all2?|concurrently|node\s+--run)\b/;

/**
 * Commands that installing the package runs: its install scripts with the scripts these call, and the `node-gyp rebuild` that npm adds
 * for a `binding.gyp` when there is neither a `preinstall` nor an `install` script and `gypfile` isn't false.
 *
 * @param hasBindingGyp Whether the package installs a `binding.gyp` in its folder.
 */
export function installHooks(manifest: Manifest, hasBindingGyp: boolean): EntryPoints['installHooks'] {
  const scripts = new Map(
    Object.entries(objectOf(manifest.scripts)).flatMap(([name, command]) =>
      typeof command === 'string' && command.trim() !== '' ? [[name, command] as const] : [],
    ),
  );
  const hooks = installScripts.flatMap((hook) => {
    const command = scripts.get(hook);
    return command === undefined ? [] : [{ hook, command }, ...called(hook, command, scripts)];
  });
  const own = scripts.has('preinstall') || scripts.has('install');
  if (!hasBindingGyp || own || manifest.gypfile === false) return hooks;
  return [{ hook: 'install', command: 'node-gyp rebuild' }, ...hooks];
}

/** Scripts that a command runs by way of the manager, and those that they run, each with its `pre` and `post`. */
function called(
  hook: string,
  command: string,
  scripts: ReadonlyMap<string, string>,
): EntryPoints['installHooks'] {
  const found = new Set<string>();
  const open = [command];
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    if (!runsScripts.test(text)) continue;
    for (const word of text.match(/[^\s"'&|;()]+/g) ?? [])
      for (const name of [`pre${word}`, word, `post${word}`]) {
        const next = scripts.get(name);
        if (next === undefined || found.has(name) || !scripts.has(word) || name === hook) continue;
        found.add(name);
        open.push(next);
      }
  }
  return [...found].map((name) => ({ hook: `${hook} (${name})`, command: scripts.get(name)! }));
}
