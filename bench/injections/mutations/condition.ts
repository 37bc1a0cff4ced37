import type { Node } from '../syntax.js';
import { defineMutation } from './mutation.js';

const tests = /^(?:If|While|DoWhile|For)Statement$|^ConditionalExpression$/;

/** A condition that is turned round, or always or never met. */
export const condition = defineMutation('condition', 'one condition', ({ node }, { text }, random) => {
  const test = node.test as Node | null | undefined;
  if (!tests.test(node.type) || !test) return [];
  const { start, end } = test;
  const changed = random.pick([`!(${text.slice(start, end)})`, 'true', 'false'])!;
  return [{ start, end, text: changed }];
});
