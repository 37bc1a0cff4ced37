import type { ComparedEntry } from '../../compare/schema.js';
import { grouped } from '../grouped.js';
import { byteCount, count } from '../terminal/amount.js';
import { More } from './more.js';
import type { Section } from './sections.js';
import { type Folder, type Look, lookOf, looks, treeOf } from './tree.js';

/** More entries than this are not listed, unless nothing accounts for them. */
const most = 10_000;

const words: Record<Look, string> = {
  phantom: 'only in the release',
  none: 'different',
  equivalent: 'equivalent',
  rebuild: 'rebuilt',
  upstream: 'known build file',
  source: 'in the source',
};

/** All entries as a tree, coloured by what accounts for them; what nothing does comes first. */
export const entries: Section = {
  id: 'entries',
  title: 'Entries',
  render({ comparison }) {
    if (comparison === null) return null;
    const all = comparison.entries;
    const left = all.filter(({ evidence }) => evidence.kind === 'none');
    const kept =
      all.length <= most
        ? all
        : [...left, ...all.filter(({ evidence }) => evidence.kind !== 'none')].slice(0, most);
    const tree = treeOf(kept);
    return (
      <>
        <ul class="legend" aria-label="Colours">
          {looks
            .filter((look) => tree.amounts[look] > 0)
            .map((look) => (
              <li class={look}>
                {words[look]}: {grouped(tree.amounts[look])}
              </li>
            ))}
        </ul>
        <Content of={tree} open={left.length <= 200} />
        <More amount={all.length - kept.length} />
      </>
    );
  },
};

/** What a folder holds; folders are folded unless something in them is not accounted for. */
function Content({ of, open }: { of: Folder; open: boolean }) {
  return (
    <ul class="tree">
      {of.folders.map((folder) => {
        const bad = folder.amounts.phantom + folder.amounts.none;
        const all = looks.reduce((sum, look) => sum + folder.amounts[look], 0);
        return (
          <li>
            <details open={open && bad > 0}>
              <summary>
                <code>{folder.name}/</code> {count(all, 'file')}
                {bad > 0 ? <strong>, {grouped(bad)} not accounted for</strong> : ''}
              </summary>
              <Content of={folder} open={open} />
            </details>
          </li>
        );
      })}
      {of.files.map(({ name, entry }) => (
        <li class={lookOf(entry)}>
          <code>{name}</code> {byteCount(entry.size)}, {detail(entry)}
        </li>
      ))}
    </ul>
  );
}

function detail(entry: ComparedEntry): string {
  const { evidence } = entry;
  const said = words[lookOf(entry)];
  if (evidence.kind === 'source') {
    const via = evidence.via === undefined ? '' : `, from ${evidence.via}`;
    return evidence.mapping === null ? `${said}${via}` : `${said} (${evidence.mapping})${via}`;
  }
  if (evidence.kind === 'upstream')
    return `${said}: ${evidence.path} of ${evidence.project}, since ${evidence.since}`;
  if (evidence.kind !== 'equivalent') return said;
  return `${said} to the ${evidence.to}: ${evidence.normalizations.map(({ name }) => name).join(', ')}`;
}
