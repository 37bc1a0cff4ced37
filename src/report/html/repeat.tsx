import type { Result } from '../../result.js';
import { isWhole } from '../../sandbox/whole.js';
import { shellWord } from '../plan.js';
import { advice } from '../terminal/next.js';
import type { Section } from './sections.js';

/** What to do, and how anyone repeats it: with reprove, and by hand. */
export const repeat: Section = {
  id: 'repeat',
  title: 'What to do, and how to repeat it',
  render(result) {
    const hints = advice(result);
    const hand = byHand(result);
    return (
      <>
        {hints.length === 0 ? null : (
          <ul>
            {hints.map((hint) => (
              // Our own words have commands in backquotes.
              <li>{hint.split('`').map((part, at) => (at % 2 === 1 ? <code>{part}</code> : part))}</li>
            ))}
          </ul>
        )}
        <h3>With reprove</h3>
        <pre>{withReprove(result)}</pre>
        {hand === null ? null : (
          <>
            <h3>By hand, in a container without secrets</h3>
            <pre>{hand}</pre>
          </>
        )}
      </>
    );
  },
};

const command = (words: readonly string[]): string => words.map(shellWord).join(' ');

function withReprove({ release, source }: Result): string {
  const spec = `${release.name}@${release.version}`;
  const from = source === null ? [] : ['--source', source.repository, '--ref', source.commit];
  return command(['reprove', 'verify', spec, ...from]);
}

/** The steps of the rebuild that came furthest; null where no source or no plan is. */
function byHand({ release, source, rebuilds }: Result): string | null {
  const chosen = rebuilds.findLast(isWhole) ?? rebuilds.at(-1);
  if (source === null || chosen === undefined) return null;
  const { plan } = chosen;
  const steps = plan.steps.map(({ command: words, directory }) =>
    directory === '' ? command(words) : `(cd ${shellWord(directory)} && ${command(words)})`,
  );
  return [
    `# ${plan.tools.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
    command(['git', 'clone', '--', source.repository, 'source']),
    command(['cd', 'source']),
    command(['git', 'checkout', '--detach', source.commit]),
    ...steps,
    `# Compare with what was published: npm pack ${shellWord(`${release.name}@${release.version}`)}`,
  ].join('\n');
}
