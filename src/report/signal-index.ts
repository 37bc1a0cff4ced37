import { autotoolsResolvingSignals, autotoolsSignals } from '../autotools/signals/index.js';
import { checks } from '../gate/checks/index.js';
import { publishingSignals } from '../gate/publishing-signals.js';
import { generalSignals } from '../judge/signals/index.js';
import { npmSignals } from '../npm/signals/index.js';
import { resolvingSignals } from '../npm/signals/resolving.js';

/** What a verification can find; the others are the gate's. */
export function verifyingSignals() {
  return [
    ...generalSignals,
    ...npmSignals,
    ...resolvingSignals,
    ...autotoolsSignals,
    ...autotoolsResolvingSignals,
  ];
}

/** Everything that a finding can be called, by id. */
export const everySignal = [...verifyingSignals(), ...checks, ...publishingSignals].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);

/** The page that leads to those of the signals, which are written by hand. */
export function signalIndex(): string {
  const rows = everySignal.map(
    ({ id, title, severity, looksAt }) => `| [\`${id}\`](${id}.md) | ${title} | ${severity} | ${looksAt} |`,
  );
  return `# Signals

<!-- Written by \`npm run docs\` from what the code says of itself. -->

A signal is a named reason for concern; a high one makes a release \`suspicious\`, and those that begin with \`gate-\` close the gate
where they are medium or high. The severity is the usual one: each page says when it is another. Signals speak of what has no evidence, except those about how the release was made.

| id | what was found | severity | looks at |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}
