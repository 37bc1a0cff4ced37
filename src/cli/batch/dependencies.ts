import { InputError } from '../../batch/inputs/error.js';
import { type ReadInputs, readInputs } from '../../batch/inputs/index.js';
import { ecosystemOf } from '../../ecosystems.js';
import { ReproveError } from '../../errors.js';
import { escapeText } from '../../report/escape.js';
import { count } from '../../report/terminal/amount.js';
import type { OpenContext } from '../open-context.js';
import type { Session } from '../session.js';
import type { InputOptions } from './input-options.js';

/** Characters that are read from stdin. */
const largest = 64 * 2 ** 20;

/** Reads what a run is to be of, with the user's npm configuration where something has to be resolved. */
export async function dependenciesIn(
  named: readonly string[],
  options: InputOptions,
  { io, signal }: Session,
  context: OpenContext['context'],
): Promise<ReadInputs> {
  const asking = { ...context, signal, progress: () => undefined };
  return readInputs(named, options, {
    folder: io.cwd,
    stdin: readStdin,
    resolve: async (wishes) => {
      const { resolveWishes } = await import('../../npm/registry-names.js');
      return resolveWishes(wishes, asking);
    },
    list: async (spec) => {
      const { list } = await ecosystemOf(spec);
      try {
        if (list !== undefined) return await list(spec, asking);
      } catch (error) {
        if (!(error instanceof ReproveError)) throw error;
        return { fault: error.message };
      }
      return { fault: `${spec} names no source release` };
    },
    search: async (owner, most) => {
      const { searchOwner } = await import('../../npm/registry-search.js');
      return searchOwner(owner, most, asking);
    },
    note: (line) => void io.stderr.write(`${escapeText(line)}\n`),
  });
}

async function readStdin(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.length > largest) throw new InputError('stdin is larger than 64 MiB');
  }
  return text;
}

const words = {
  production: 'for development',
  direct: 'not asked for by the project itself',
  include: 'not included',
  exclude: 'excluded',
  before: 'unchanged',
  top: 'after the first',
} as const;

/** What filters left out, in words; null where they left nothing out. */
export function leftOutWords(leftOut: ReadInputs['leftOut']): string | null {
  const each = Object.entries(leftOut).map(
    ([filter, amount]) => `${amount} ${words[filter as keyof typeof words]}`,
  );
  const total = Object.values(leftOut).reduce((sum, amount) => sum + amount, 0);
  return each.length === 0
    ? null
    : `${count(total, 'dependency', 'dependencies')} left out: ${each.join(', ')}`;
}

/** Says that work is repeated, and why. */
export const staleWords = (stale: number): string =>
  `${count(stale, 'release')} to verify again: ${stale === 1 ? 'its result is' : 'their results are'} by other rules (another reprove, or other settings)`;
