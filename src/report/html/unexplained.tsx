import type { ComparedEntry } from '../../compare/schema.js';
import type { Result } from '../../result.js';
import { unexplainedOf } from '../evidence.js';
import { byteCount, count } from '../terminal/amount.js';
import { wasRebuilt } from '../terminal/rebuilds.js';
import { wayOf } from '../terminal/unexplained.js';
import { More } from './more.js';
import type { Section } from './sections.js';

const most = 1_000;

/** What nothing accounts for, what exists only in the release first; then what the release lacks or could not be read. */
export const unexplained: Section = {
  id: 'unexplained',
  title: 'Not accounted for',
  render(result) {
    const { phantoms, differing, judged } = unexplainedOf(result);
    const { comparison, archive } = result;
    const oddities = archive.oddities.map(({ path, detail }) => ({
      path: path ?? 'the archive',
      words: detail,
    }));
    const missing = (comparison?.missing ?? []).map(({ path, from }) => ({ path, words: `in the ${from}` }));
    const notRead = (comparison?.notRead ?? []).map(({ path, reason }) => ({ path, words: reason }));
    if ([phantoms, differing, oddities, missing, notRead].every(({ length }) => length === 0)) return null;
    const entry = (one: ComparedEntry) => ({ path: one.path, words: words(one, judged) });
    return (
      <>
        <List
          heading={wasRebuilt(result) ? 'Only in the release' : 'Not in the source'}
          of={phantoms.map(entry)}
        />
        <List heading="Different" of={differing.map(entry)} />
        <List heading="Missing from the release" of={missing} />
        <List heading="Odd about the archive" of={oddities} />
        <List heading="Not read" of={notRead} />
      </>
    );
  },
};

function List({ heading, of }: { heading: string; of: readonly { path: string; words: string }[] }) {
  if (of.length === 0) return null;
  return (
    <>
      <h3>
        {heading} ({count(of.length, 'file')})
      </h3>
      <ul class="files">
        {of.slice(0, most).map(({ path, words: said }) => (
          <li>
            <code>{path}</code> <span>{said}</span>
          </li>
        ))}
      </ul>
      <More amount={of.length - most} />
    </>
  );
}

type Judged = ReturnType<typeof unexplainedOf>['judged'];

function words({ path, size, difference }: ComparedEntry, judged: Judged): string {
  const one: Result['verdict']['unexplained'][number] & { expected?: string | null } = judged.get(path) ?? {
    path,
    canAct: false,
    why: '',
    new: null,
    lead: null,
  };
  const lead = one.lead === null || one.lead.through.length === 0 ? '' : ` (${wayOf(one.lead)})`;
  const parts = [
    difference?.summary ?? byteCount(size),
    one.why === '' ? '' : `${one.canAct ? 'could act' : 'cannot act'}: ${one.why}${lead}`,
    one.expected == null ? '' : `the recipe expects it: ${one.expected}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}
