import { defineCause } from '../cause.js';

export const unstableOrder = defineCause({
  name: 'unstable-order',
  title: 'work that runs at once is put together in the order in which it ends',
  recognise({ against, changes }) {
    if (against !== 'repeat' || changes.length === 0) return null;
    const parts = (side: 'before' | 'now') => changes.map((change) => change[side]).join('\n');
    const sorted = (text: string) => (text.match(/[\w$.-]+/g) ?? []).sort().join(' ');
    return parts('before') !== parts('now') && sorted(parts('before')) === sorted(parts('now'))
      ? { proof: 'experiment', detail: 'two builds alike have the same words in another order' }
      : null;
  },
  signs:
    /Promise\.(?:all|allSettled|race|any)\(|\.forEach\(\s*async|\bparallel\b|\bon\(['"](?:end|close|data)['"]/,
  byTools: true,
  fix: () => ({
    text: 'Use the results of Promise.all in its order, or sort them, instead of adding each when it is there.',
    edits: [],
  }),
});
