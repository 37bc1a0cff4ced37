import type { Node } from '../syntax.js';
import { defineMutation } from './mutation.js';

/** A property under another name. */
export const property = defineMutation('property', 'one property name', ({ node }) => {
  const { type, computed, property: name } = node;
  if (type !== 'MemberExpression' || computed === true) return [];
  const { type: kind, start, end, name: text } = name as Node;
  return kind === 'Identifier' ? [{ start, end, text: `${String(text)}_` }] : [];
});
