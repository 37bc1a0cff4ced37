import type { Node } from '../syntax.js';
import { defineMutation } from './mutation.js';

/** A module is taken from elsewhere: under a name that is not the one the source has. */
export const imports = defineMutation('import', 'one import', ({ node }, { text }) => {
  const name = moduleName(node);
  if (name === null) return [];
  const quote = text[name.start]!;
  const value = String(name.value);
  const changed = /\.[cm]?js(?:on)?$/.test(value)
    ? value.replace(/\.[cm]?js(?:on)?$/, '-marker$&')
    : `${value}-marker`;
  return [{ start: name.start, end: name.end, text: `${quote}${changed}${quote}` }];
});

function moduleName({ type, source, callee, arguments: given }: Node): Node | null {
  const isCall = type === 'CallExpression' && (callee as { name?: string }).name === 'require';
  const name = isCall
    ? (given as Node[])[0]
    : /^(?:Import|Export)\w+$/.test(type)
      ? (source as Node | null)
      : null;
  return name?.type === 'Literal' && typeof name.value === 'string' ? name : null;
}
