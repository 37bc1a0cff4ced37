import { defineMutation } from './mutation.js';

const guards = /^(?:IfStatement|ThrowStatement|ReturnStatement|ExpressionStatement)$/;

/** A statement is left out: a check, an error, a return. */
export const statement = defineMutation('statement', 'one statement left out', ({ node, parent }) => {
  const { type, start, end, directive } = node;
  const inBlock = parent?.type === 'BlockStatement' || parent?.type === 'FunctionBody';
  return guards.test(type) && inBlock && typeof directive !== 'string' ? [{ start, end, text: ';' }] : [];
});
