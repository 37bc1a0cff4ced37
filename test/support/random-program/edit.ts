import { type Choices, isTree, type Name, type Part, type Program, type Scope, type Tree } from './tree.js';

/** Tokens with others that mean something else. */
const others: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '%': ['*'],
  '===': ['==', '!=='],
  '!==': ['!=', '==='],
  '<': ['<=', '>'],
  '&&': ['||'],
  '||': ['&&', '??'],
  '??': ['||'],
  ',': ['+'],
  '=': ['+=', '||='],
  '+=': ['='],
  '?.': ['.'],
  '.': ['?.'],
  '!': ['', '-'],
  typeof: ['void', ''],
  void: [''],
  let: ['var', 'const'],
  const: ['let', 'var'],
  var: ['let'],
  of: ['in'],
  async: [''],
  static: [''],
  get: ['', 'set'],
  '...': [''],
  '++': ['--'],
  null: ['undefined', '0'],
  true: ['false'],
  '2n': ['2', '3n'],
  '/s/g': ['/s/', '/s/gi', '/t/g'],
  '`t`': ['`u`', "'t'"],
  '`a\\u0062`': ['`ab`'],
  this: ['null'],
};

/** A change of a program that gives it another meaning. */
type Edit = (choices: Choices) => Part | null;

/** What could be put in the place of a part. */
function edits(part: Part): Edit[] {
  if (typeof part === 'string') {
    const instead = others[part];
    return instead === undefined ? [] : [(choices) => choices.of(instead)];
  }
  if (!isTree(part)) {
    switch (part.is) {
      case 'number':
        return [() => ({ ...part, value: part.value + 1 })];
      case 'string':
      case 'key':
      case 'property':
        return [() => ({ ...part, value: `${part.value}x` })];
      case 'shorthand':
        return part.declares
          ? [() => ({ ...part, key: `${part.key}x` })]
          : [() => ({ ...part, key: `${part.key}x` }), (choices) => otherName(part, choices)];
      case 'name':
        return part.declares ? [] : [(choices) => otherName(part, choices)];
      default:
        return [() => ({ ...part, text: `${part.text}x` })];
    }
  }
  const { is, parts } = part;
  const withParts = (changed: readonly Part[]): Tree => ({ is, parts: changed });
  const exchanged = (at: number, other: number) =>
    withParts(parts.with(at, parts[other]!).with(other, parts[at]!));
  switch (is) {
    case 'binary':
      return [() => exchanged(0, 2)];
    case 'arguments':
      return [() => withParts(parts.slice(1)), () => (parts.length > 1 ? exchanged(0, 1) : null)];
    case 'statements':
      return [
        (choices) => withParts(parts.toSpliced(choices.below(parts.length), 1)),
        (choices) => (parts.length > 1 ? exchanged(0, 1 + choices.below(parts.length - 1)) : null),
        (choices) =>
          withParts(
            parts.toSpliced(choices.below(parts.length), 0, { is: 'other', parts: ['f', '(', ')', ';'] }),
          ),
      ];
    case 'await':
      return [() => parts[1]!];
    case 'default':
      return [() => parts[0]!];
    default:
      return [];
  }
}

/** Another binding that is visible at the same place. */
function otherName<Reference extends { name: Name; scope: Scope }>(
  part: Reference,
  choices: Choices,
): Reference | null {
  const names: Name[] = [];
  for (let scope: Scope | null = part.scope; scope; scope = scope.parent) names.push(...scope.names);
  const rest = names.filter((name) => name !== part.name);
  return rest.length === 0 ? null : { ...part, name: choices.of(rest) };
}

/** The program with one part replaced; null where there was nothing to do. */
export function edited({ root, names }: Program, choices: Choices): Program | null {
  const found: { edit: Edit; put: (part: Part) => Part }[] = [];
  const look = (part: Part, put: (part: Part) => Part) => {
    for (const edit of edits(part)) found.push({ edit, put });
    if (isTree(part))
      for (const [at, inner] of part.parts.entries())
        look(inner, (instead) => put({ ...part, parts: part.parts.with(at, instead) }));
  };
  look(root, (part) => part);
  const { edit, put } = choices.of(found);
  const part = edit(choices);
  return part === null ? null : { root: put(part) as Tree, names };
}
