import type { Node } from '../syntax.js';
import { defineMutation } from './mutation.js';

/** A call is left out, or gets its first two arguments the other way round. */
export const call = defineMutation('call', 'one call', ({ node, parent }, { text }, random) => {
  const { type, callee, start, end } = node;
  if (type !== 'CallExpression' || ['Super', 'Import'].includes((callee as Node).type)) return [];
  if ((callee as { name?: string }).name === 'require' || parent?.type === 'ChainExpression') return [];
  const [first, second] = node.arguments as Node[];
  const source = ({ start: from, end: to }: Node) => text.slice(from, to);
  const swappable = first && second && first.type !== 'SpreadElement' && second.type !== 'SpreadElement';
  if (swappable && source(first) !== source(second) && random.below(2) === 0)
    return [
      {
        start: first.start,
        end: second.end,
        text: source(second) + text.slice(first.end, second.start) + source(first),
      },
    ];
  return [{ start, end, text: '(void 0)' }];
});
