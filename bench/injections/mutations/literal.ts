import { defineMutation } from './mutation.js';

const sources = /^(?:Import|Export)/;

/** A number, a string, a boolean or the flags of a regular expression. Directives and names of modules are no literals here. */
export const literal = defineMutation('literal', 'one literal', ({ node, parent, field }, { text }) => {
  const { type, value, start, end, regex } = node;
  if (type !== 'Literal' || parent === null || sources.test(parent.type)) return [];
  if (parent.type === 'ExpressionStatement' || isCallOf('require', parent)) return [];
  const edit = (changed: string) => [{ start, end, text: changed }];
  if (typeof value === 'boolean') return edit(String(!value));
  if (typeof value === 'number' && Number.isSafeInteger(value) && field !== 'key')
    return edit(String(value + 1));
  if (typeof regex === 'object' && regex !== null) {
    const { flags } = regex as { flags: string };
    const raw = text.slice(start, end);
    return edit(flags.includes('i') ? raw.slice(0, -flags.length) + flags.replace('i', '') : `${raw}i`);
  }
  if (typeof value !== 'string' || value === '') return [];
  const raw = text.slice(start, end);
  if (raw.includes('\\')) return [];
  const changed = raw.replace(/[a-z]/, (letter) => (letter === 'z' ? 'y' : 'z'));
  return changed === raw ? [] : edit(changed);
});

function isCallOf(name: string, { type, callee }: { type: string; callee?: unknown }): boolean {
  return type === 'CallExpression' && (callee as { name?: string }).name === name;
}
