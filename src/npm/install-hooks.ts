import type { EntryPoints } from '../ecosystem.js';
import type { Manifest } from './identify.js';

/** Scripts that npm runs when a package is installed from a registry, in that order; `prepare` and `prepublish` are not among them. */
export const installScripts = ['preinstall', 'install', 'postinstall'] as const;

/**
 * Commands that installing the package runs: its install scripts, and the `node-gyp rebuild` that npm adds for a `binding.gyp` when
 * there is neither a `preinstall` nor an `install` script and `gypfile` isn't false.
 *
 * @param hasBindingGyp Whether the package installs a `binding.gyp` in its folder.
 */
export function installHooks(manifest: Manifest, hasBindingGyp: boolean): EntryPoints['installHooks'] {
  const scripts = (typeof manifest.scripts === 'object' ? manifest.scripts : null) as Record<
    string,
    unknown
  > | null;
  const hooks = installScripts.flatMap((hook) => {
    const command = scripts !== null && Object.hasOwn(scripts, hook) ? scripts[hook] : undefined;
    return typeof command === 'string' && command.trim() !== '' ? [{ hook, command }] : [];
  });
  const own = hooks.some(({ hook }) => hook !== 'postinstall');
  if (!hasBindingGyp || own || manifest.gypfile === false) return hooks;
  return [{ hook: 'install', command: 'node-gyp rebuild' }, ...hooks];
}
