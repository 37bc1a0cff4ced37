import { defineSignal, type SignalHit } from '../../judge/signal.js';
import { manifestLine, stringMap } from './manifest-line.js';

/** Scripts that npm, pnpm and yarn run when a release is installed as a dependency. */
const hooks = ['preinstall', 'install', 'postinstall'];

/** Something runs on installation that the source doesn't run. */
export const installHookAdded = defineSignal({
  id: 'install-hook-added',
  title: 'Install script added',
  severity: 'high',
  looksAt:
    'preinstall, install and postinstall of an unexplained package.json, and a binding.gyp without evidence.',
  detect({ comparison, manifest, manifestFile, contents, acting }) {
    const hits: SignalHit[] = [];
    if (acting.has(manifestFile) && manifest.release !== null) {
      const before = stringMap(manifest.reference?.scripts);
      const after = stringMap(manifest.release.scripts);
      for (const hook of hooks) {
        const command = after.get(hook);
        if (command === undefined || command === before.get(hook)) continue;
        // A manifest without any counterpart was generated: its hooks may have been too.
        const severity = manifest.reference === null ? 'medium' : 'high';
        const what = before.has(hook)
          ? 'another command than its source'
          : 'a command that its source does not have';
        hits.push({
          path: manifestFile,
          ...manifestLine(contents.get(manifestFile), hook),
          severity,
          message: `the release runs ${what} on installation: ${hook}: ${command.slice(0, 200)}`,
        });
      }
    }
    const gyp = comparison.entries.find(({ path }) => path === 'binding.gyp');
    if (gyp !== undefined && gyp.evidence.kind === 'none' && manifest.release?.gypfile !== false)
      hits.push({
        path: gyp.path,
        severity: gyp.phantom ? 'high' : 'medium',
        message: 'a binding.gyp that nothing accounts for is run by node-gyp on installation',
      });
    return hits;
  },
});
