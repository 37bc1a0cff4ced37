import { Choices, isTree, type Name, type Part, type Program, type Scope } from './tree.js';

/** Tokens beside which no space is needed. */
const brackets = new Set(['(', ')', '[', ']', '{', '}', ',', ';']);
/** Tokens after which a line may end. */
const breakable = new Set(['(', '[', '{', '}', ',', ';']);

/** The text of a program: its names as `called` says, everything that means nothing as `layout` decides. */
export function printed(
  { root }: Pick<Program, 'root'>,
  called: (name: Name) => string,
  layout: readonly number[] = [],
): string {
  const choices = new Choices(layout);
  const tokens: string[] = [];
  const print = (part: Part): void => {
    if (isTree(part)) {
      const least = part.is === 'group' || part.is === 'binary' || part.is === 'await' ? 1 : 0;
      const most = part.is === 'atom' ? 1 : least;
      const parentheses = least + (most > 0 && choices.below(4) === 1 ? 1 : 0);
      for (let at = 0; at < parentheses; at++) tokens.push('(');
      for (const [at, inner] of part.parts.entries()) {
        if (part.is === 'arguments' && at > 0) tokens.push(',');
        print(inner);
      }
      for (let at = 0; at < parentheses; at++) tokens.push(')');
    } else tokens.push(...spelt(part, called, choices));
  };
  print(root);
  let text = '';
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1] ?? ';';
    const gaps = [' ', '/* c */ '];
    if (brackets.has(before) || brackets.has(token)) gaps.push('');
    if (breakable.has(before)) gaps.push('\n', ' // c\n', '\r\n\t');
    text += choices.of(gaps) + token;
  }
  return text;
}

function spelt(
  part: Exclude<Part, { parts: unknown }>,
  called: (name: Name) => string,
  choices: Choices,
): string[] {
  if (typeof part === 'string') return part === '' ? [] : [part];
  switch (part.is) {
    case 'name':
      return [called(part.name)];
    case 'global':
      return [part.text];
    case 'property':
      return [part.value];
    case 'string':
      return [choices.of([`'${part.value}'`, `"${part.value}"`, `"\\u{73}${part.value.slice(1)}"`])];
    case 'number':
      return [
        choices.of([`${part.value}`, `0x${part.value.toString(16)}`, `${part.value}.0`, `${part.value}e0`]),
      ];
    case 'key':
      return [choices.of([part.value, `'${part.value}'`])];
    case 'shorthand': {
      const name = called(part.name);
      return name === part.key && choices.below(2) === 0 ? [name] : [part.key, ':', name];
    }
  }
}

/** All parts of a program, in the order in which they are printed. */
function* partsOf(part: Part): Generator<Part> {
  yield part;
  if (isTree(part)) for (const inner of part.parts) yield* partsOf(inner);
}

/** A text that two programs share just when they are the same but for names: bindings are numbered as they turn up. */
export function canonical({ root }: Pick<Program, 'root'>): string {
  const numbers = new Map<Name, number>();
  const numberOf = (name: Name) => {
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name)!;
  };
  const text = (part: Part): unknown => {
    if (typeof part === 'string') return part;
    if (isTree(part)) return part.parts.map(text).filter((inner) => inner !== '');
    if (part.is === 'name') return { name: numberOf(part.name) };
    return part.is === 'shorthand' ? { key: part.key, name: numberOf(part.name) } : { ...part, scope: 0 };
  };
  return JSON.stringify(text(root));
}

/** Whether, called so, each name still leads where it should, and nothing is declared where it may not be. */
export function isSound({ root }: Program, called: (name: Name) => string): boolean {
  const leadsTo = (text: string, from: Scope): Name[] => {
    for (let scope: Scope | null = from; scope; scope = scope.parent) {
      const found = scope.names.filter((name) => called(name) === text);
      const above = scope.isBody ? scope.parent!.names.filter((name) => called(name) === text) : [];
      if (found.length > 0) return [...found, ...above];
    }
    return [];
  };
  for (const part of partsOf(root)) {
    if (typeof part === 'string' || isTree(part)) continue;
    if (part.is === 'global' && leadsTo(part.text, part.scope).length > 0) return false;
    if (part.is !== 'name' && part.is !== 'shorthand') continue;
    const found = leadsTo(called(part.name), part.scope);
    if (found.length !== 1 || found[0] !== part.name) return false;
  }
  return true;
}
