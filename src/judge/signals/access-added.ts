import { accessesIn } from '../access.js';
import { type NewAccess, newAccess } from '../new-access.js';
import type { Severity } from '../schema.js';
import { defineSignal } from '../signal.js';
import { placeIn, type UnexplainedCode } from '../unexplained-code.js';

/** Words named in a message. */
const named = 6;

/** Unexplained code that reaches for the network, processes, secrets or wallets, where what it stands for does not. */
export const accessAdded = defineSignal({
  id: 'access-added',
  title: 'Access that the source does not have',
  severity: 'medium',
  looksAt:
    'Network, processes, environment, credentials, wallets and code made of text, in unexplained code and not in its counterpart.',
  detect: ({ code, accounted }) =>
    code.flatMap((file) => {
      // What nobody tried to build can't be held against a build: all of it would count.
      if (file.relation === 'whole' && !file.grave) return [];
      const found = newAccess(file, accounted.values());
      if (found === null) return [];
      const words = [...new Set(found.accesses.map(({ word }) => word))];
      const kinds = [...new Set(found.accesses.map(({ kind }) => kind))].join(', ');
      const more = words.length > named ? ` and ${words.length - named} more` : '';
      return [
        {
          path: file.path,
          ...placeIn(found.piece, found.at),
          severity: severityOf(file, found),
          message: `${where[file.relation]} ${kinds}: ${words.slice(0, named).join(', ')}${more}`,
        },
      ];
    }),
});

const where = {
  inserted: 'what was put into it reaches for',
  replaced: 'it is another program than its counterpart, and reaches for',
  rewritten: 'it reaches for what its counterpart does not:',
  whole: 'it reaches for what no accounted code does:',
} as const;

/**
 * Publishers leave scripts of their own in releases, and another version of a dependency may bring new calls into a bundle: these are high
 * only where secrets are read that no package has a use for.
 */
function severityOf({ relation, grave, text }: UnexplainedCode, { accesses, weight }: NewAccess): Severity {
  if (!grave) return 'medium';
  if (relation === 'inserted' || relation === 'replaced') return weight >= 2 ? 'high' : 'medium';
  const words = (kind: string) => new Set(accesses.flatMap((a) => (a.kind === kind ? [a.word] : []))).size;
  const secrets = Math.max(words('credentials'), words('wallets'));
  const sends = () => accessesIn(text).some(({ kind }) => kind === 'network' || kind === 'processes');
  return secrets >= 2 && sends() ? 'high' : 'medium';
}
