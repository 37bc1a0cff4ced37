import type { Node } from '../syntax.js';
import { defineMutation } from './mutation.js';

const opposites: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
  '&&': '||',
  '||': '&&',
  '??': '&&',
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '>=': '<',
  '+': '-',
  '-': '+',
  '*': '+',
  '/': '*',
  '%': '*',
  '&': '|',
  '|': '&',
  '<<': '>>',
  '>>': '<<',
  '+=': '-=',
  '-=': '+=',
  '|=': '&=',
};

/** An operator between two operands. */
export const operator = defineMutation('operator', 'one operator', ({ node }, { text }) => {
  const { type, operator: sign, left, right } = node;
  if (!/^(?:Binary|Logical|Assignment)Expression$/.test(type)) return [];
  const other = opposites[String(sign)];
  const from = (left as Node).end;
  const between = text.slice(from, (right as Node).start);
  // A comment between the operands may hold the same characters.
  if (other === undefined || /\/[/*]/.test(between)) return [];
  const at = from + between.indexOf(String(sign));
  return [{ start: at, end: at + String(sign).length, text: other }];
});
