/** A binding of a random program; what it is called is decided when the program is printed. */
export interface Name {
  id: number;
  /** Its name can be seen, by the rules of `consistentNames`: it never changes. */
  fixed: boolean;
}

/** Where bindings are visible. */
export interface Scope {
  parent: Scope | null;
  names: Name[];
  /** What may not be named like anything in the parent: the body of a function, of a catch. */
  isBody?: boolean;
}

/** A random program is a tree of tokens: what may be printed in several ways says what it is, the rest is text. */
export type Part =
  | string
  | { is: 'name'; name: Name; scope: Scope; declares: boolean }
  | { is: 'global'; text: string; scope: Scope }
  | { is: 'string'; value: string }
  | { is: 'number'; value: number }
  | { is: 'key'; value: string }
  | { is: 'property'; value: string }
  /** `{key: name}`, which may be `{key}` where both are spelt alike. */
  | { is: 'shorthand'; key: string; name: Name; scope: Scope; declares: boolean }
  | Tree;

/** `atom` can stand anywhere without parentheses; of `group`, parentheses say where it begins and ends. */
export interface Tree {
  is: 'atom' | 'group' | 'binary' | 'arguments' | 'statements' | 'await' | 'default' | 'other';
  parts: readonly Part[];
}

export const isTree = (part: Part): part is Tree => typeof part === 'object' && 'parts' in part;

/** A program with the names that it binds. */
export interface Program {
  root: Tree;
  names: readonly Name[];
}

/** Numbers that decide, in the order in which they are asked for; 0 once they are used up, the simplest choice. */
export class Choices {
  private at = 0;
  constructor(private readonly numbers: readonly number[]) {}

  below(limit: number): number {
    return (this.numbers[this.at++] ?? 0) % limit;
  }

  of<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }
}
