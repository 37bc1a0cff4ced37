import ignore from 'ignore';
import { isDocument } from '../../compare/document.js';
import { isCode } from '../../judge/kinds.js';
import { defineSignal } from '../../judge/signal.js';

/** A pattern of `files` that every npm, pnpm and yarn reads alike: a path, or one with `*` or `**` in it. */
const plainPattern = /^(?:\.?\/)?[\w@.*/-]+$/;

/** Files that are packed whatever `files` says. */
const always = /^(?:package\.json|npm-shrinkwrap\.json|(?:.*\/)?node_modules\/.*)$/i;

/** A script that packing by the release's own manifest would leave out. */
export const outsideFiles = defineSignal({
  id: 'outside-files',
  title: 'Script that its manifest does not pack',
  severity: 'medium',
  looksAt: 'Scripts that are only in the release, against `files` of its own package.json.',
  detect({ comparison, manifest, entryPoints, acting, expected, rebuilt }) {
    const files = manifest.release?.files;
    if (!Array.isArray(files) || files.length === 0 || files.length > 1_000) return [];
    if (
      !files.every((pattern): pattern is string => typeof pattern === 'string' && plainPattern.test(pattern))
    )
      return [];
    // A pattern takes what is below it too; older npm took one without a slash for files of that name in any folder.
    const packed = ignore().add(files.map((pattern) => pattern.replace(/^\.\//, '/')));
    const loaded = new Set(entryPoints.loaded.map(({ path }) => path));
    const isOutside = (path: string) =>
      !packed.ignores(path) && !always.test(path) && !isDocument(path) && !loaded.has(path);
    // Where files that are accounted for lie outside too, the release was packed by other rules.
    if (comparison.entries.some(({ path, evidence }) => evidence.kind !== 'none' && isOutside(path)))
      return [];
    return comparison.entries.flatMap(({ path, phantom, evidence }) => {
      if (!phantom || evidence.kind !== 'none' || !acting.has(path) || !isCode(path) || !isOutside(path))
        return [];
      const severity = rebuilt && !expected.has(path) ? 'high' : 'medium';
      return [{ path, severity, message: '`files` of package.json does not pack it' } as const];
    });
  },
});
