import { defineSignal } from '../../judge/signal.js';

/** A lockfile of the release that npm obeys when the release is a dependency. */
export const shrinkwrapAdded = defineSignal({
  id: 'shrinkwrap-added',
  title: 'Shrinkwrap that decides what is installed',
  severity: 'high',
  looksAt: 'An npm-shrinkwrap.json without evidence: npm installs what it names, from where it says.',
  detect: ({ comparison, rebuilt }) =>
    comparison.entries.flatMap(({ path, evidence, phantom }) => {
      if (path.toLowerCase() !== 'npm-shrinkwrap.json' || evidence.kind !== 'none') return [];
      const where = phantom
        ? 'that neither source nor rebuild has'
        : 'that names other packages than its counterpart';
      // Some write it when they pack: without a rebuild that would have done so too, it is no alarm.
      const severity = phantom && rebuilt ? 'high' : 'medium';
      return [{ path, severity, message: `npm installs dependencies by a shrinkwrap ${where}` } as const];
    }),
});
