import { generalSignals } from '../judge/signals/index.js';
import { npmSignals } from '../npm/signals/index.js';
import { manifestConfusionSignal, otherBytesSignal } from '../npm/signals/resolving.js';

/** Everything that a finding can be called, by id. */
export const everySignal = [...generalSignals, ...npmSignals, manifestConfusionSignal, otherBytesSignal].sort(
  (a, b) => (a.id < b.id ? -1 : 1),
);

/** The index of the signals' pages, by its path in the project; the pages themselves are written by hand. */
export function signalIndex(): Record<string, string> {
  const rows = everySignal.map(
    ({ id, title, severity, looksAt }) => `| [\`${id}\`](${id}.md) | ${title} | ${severity} | ${looksAt} |`,
  );
  return {
    'docs/signals/README.md': `# Signals

Written by \`npm run schema\`. A signal is a named reason for concern; a high one makes a release \`suspicious\`. The severity is the usual
one: each page says when it is another. Signals speak of what has no evidence, except those about how the release was made.

| id | what was found | severity | looks at |
| --- | --- | --- | --- |
${rows.join('\n')}
`,
  };
}
