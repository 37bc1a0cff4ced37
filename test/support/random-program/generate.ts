import { Choices, type Name, type Part, type Program, type Scope, type Tree } from './tree.js';

const tree = (is: Tree['is'], ...parts: Part[]): Tree => ({ is, parts });
const keys = ['a', 'b', 'k'];
const operators = ['+', '-', '*', '===', '!==', '<', '&&', '||', '??', '%', ','];

/** Whether a name given to this value is the name of a function or a class. */
const isNamed = ({ parts }: Tree): boolean =>
  parts[0] === 'function' || parts[0] === 'class' || parts.includes('=>');

/** Makes a program that prints values, ends, and may throw; numbers decide what is in it. */
export function randomProgram(numbers: readonly number[]): Program {
  return new Generator(new Choices(numbers)).program();
}

class Generator {
  private readonly all: Name[] = [];
  private readonly functions = new Set<Name>();
  /** Functions whose body is being made: not to be called there, so that programs end. */
  private readonly open = new Set<Name>();
  /** Whether `await` may stand here. */
  private awaits = true;
  /** Statements and expressions that may still be made. */
  private left = 60;
  constructor(private readonly choices: Choices) {}

  program(): Program {
    const scope: Scope = { parent: null, names: [] };
    const root = this.statements(scope, scope, 2 + this.choices.below(6), 0);
    return { root, names: this.all };
  }

  private declare(scope: Scope, fixed = false): Name {
    const name = { id: this.all.length, fixed };
    this.all.push(name);
    scope.names.push(name);
    return name;
  }

  private statements(scope: Scope, around: Scope, count: number, depth: number): Tree {
    const made: Part[] = [];
    for (let at = 0; at < count && this.left > 0; at++) made.push(this.statement(scope, around, depth));
    made.push(tree('other', this.print(scope, depth + 1), ';'));
    return tree('statements', ...made);
  }

  private block(scope: Scope, around: Scope, depth: number, isBody = false): Tree {
    const inside: Scope = { parent: scope, names: [], isBody };
    return tree('other', '{', this.statements(inside, around, 1 + this.choices.below(3), depth + 1), '}');
  }

  private print(scope: Scope, depth: number): Tree {
    const list = [this.expression(scope, depth), this.expression(scope, depth)];
    return tree('other', this.printing(scope), this.given(list));
  }

  private printing(scope: Scope): Part {
    return { is: 'global', text: 'print', scope };
  }

  private given(list: Part[]): Tree {
    return tree('other', '(', tree('arguments', ...list), ')');
  }

  /** @param around - the scope that `var` declares in. */
  private statement(scope: Scope, around: Scope, depth: number): Tree {
    this.left -= 1;
    const nested = depth < 3 ? 11 : 4;
    const { choices } = this;
    switch (choices.below(3 + nested)) {
      case 0:
      case 1:
      case 2:
        return this.variable(scope, around, depth);
      case 3:
        return tree('other', this.print(scope, depth), ';');
      case 4:
        return this.assignment(scope, depth);
      case 5:
        return tree('other', this.printing(scope), this.given([this.member(scope, depth)]), ';');
      case 6:
        return this.pattern(scope, depth);
      case 7:
        return this.functionDeclaration(scope, depth);
      case 8:
        return this.arrow(scope, depth);
      case 9: {
        const test = this.expression(scope, depth);
        const otherwise = choices.below(2) ? ['else', this.block(scope, around, depth)] : [];
        return tree('other', 'if', '(', test, ')', this.block(scope, around, depth), ...otherwise);
      }
      case 10:
        return this.loop(scope, around, depth);
      case 11: {
        const caught: Scope = { parent: scope, names: [] };
        const error = this.declares(this.declare(caught), caught);
        const attempt = this.block(scope, around, depth);
        return tree(
          'other',
          'try',
          attempt,
          'catch',
          '(',
          error,
          ')',
          this.block(caught, around, depth, true),
        );
      }
      case 12:
        return this.classDeclaration(scope, depth);
      default: {
        const cases: Scope = { parent: scope, names: [] };
        const first = this.statements(cases, around, 1, depth + 1);
        const of = this.expression(scope, depth);
        return tree(
          'other',
          'switch',
          '(',
          of,
          ')',
          '{',
          'case',
          { is: 'number', value: 1 },
          ':',
          first,
          'break',
          ';',
          'default',
          ':',
          this.print(cases, depth),
          ';',
          '}',
        );
      }
    }
  }

  private declares(name: Name, scope: Scope): Part {
    return { is: 'name', name, scope, declares: true };
  }

  private variable(scope: Scope, around: Scope, depth: number): Tree {
    const kind = this.choices.of(['let', 'const', 'var']);
    const value = this.expression(scope, depth);
    const name = this.declare(kind === 'var' ? around : scope, isNamed(value));
    return tree('other', kind, this.declares(name, scope), '=', value, ';');
  }

  private assignment(scope: Scope, depth: number): Tree {
    const name = this.reference(scope, false);
    const value = this.expression(scope, depth);
    if (name === null) return tree('other', 'void', value, ';');
    if (isNamed(value)) name.name.fixed = true;
    return tree('other', name, this.choices.of(['=', '??=', '+=', '&&=']), value, ';');
  }

  private pattern(scope: Scope, depth: number): Tree {
    const value = this.expression(scope, depth);
    const fallback = this.expression(scope, depth);
    const [one, two, rest] = [
      this.declare(scope),
      this.declare(scope, isNamed(fallback)),
      this.declare(scope),
    ];
    const key = this.choices.of(keys);
    const short: Part = { is: 'shorthand', key: 'b', name: one, scope, declares: true };
    const second = tree('default', this.declares(two, scope), '=', fallback);
    return tree(
      'other',
      'const',
      '{',
      short,
      ',',
      { is: 'key', value: key },
      ':',
      second,
      ',',
      '...',
      this.declares(rest, scope),
      '}',
      '=',
      '{',
      '...',
      value,
      '}',
      ';',
    );
  }

  private functionDeclaration(scope: Scope, depth: number): Tree {
    const name = this.declare(scope);
    this.functions.add(name);
    this.open.add(name);
    const modifier = this.choices.of(['', 'async']);
    const rest = this.functional(scope, depth, modifier === 'async');
    this.open.delete(name);
    return tree('other', modifier, 'function', this.declares(name, scope), rest);
  }

  private arrow(scope: Scope, depth: number): Tree {
    const made = this.parameters(scope, depth, false, (body) =>
      tree('other', '=>', this.expression(body, depth + 1)),
    );
    const name = this.declare(scope);
    this.functions.add(name);
    return tree('other', 'const', this.declares(name, scope), '=', made, ';');
  }

  /** Parameters and body of a function. */
  private functional(scope: Scope, depth: number, isAsync = false): Tree {
    return this.parameters(scope, depth, isAsync, (body) => {
      const statements = this.statements(body, body, 1 + this.choices.below(2), depth + 1);
      return tree('other', '{', statements, 'return', this.expression(body, depth + 1), ';', '}');
    });
  }

  private parameters(scope: Scope, depth: number, isAsync: boolean, rest: (body: Scope) => Tree): Tree {
    const awaited = this.awaits;
    this.awaits = false;
    const inside: Scope = { parent: scope, names: [] };
    const body: Scope = { parent: inside, names: [], isBody: true };
    const parts: Part[] = [this.declares(this.declare(inside), inside)];
    if (this.choices.below(2)) {
      const fallback = this.expression(inside, depth + 1);
      parts.push(
        ',',
        tree('default', this.declares(this.declare(inside, isNamed(fallback)), inside), '=', fallback),
      );
    }
    if (this.choices.below(2))
      parts.push(
        ',',
        '{',
        { is: 'shorthand', key: 'a', name: this.declare(inside), scope: inside, declares: true },
        '}',
        '=',
        '{',
        '}',
      );
    this.awaits = isAsync;
    const made = tree('other', '(', ...parts, ')', rest(body));
    this.awaits = awaited;
    return made;
  }

  private loop(scope: Scope, around: Scope, depth: number): Tree {
    const head: Scope = { parent: scope, names: [] };
    const name = this.declare(head);
    const read = (): Part => ({ is: 'name', name, scope: head, declares: false });
    const body = () => this.block(head, around, depth);
    if (this.choices.below(2))
      return tree(
        'other',
        'for',
        '(',
        this.choices.of(['const', 'let']),
        this.declares(name, head),
        'of',
        '[',
        tree('arguments', this.expression(head, depth), this.expression(head, depth)),
        ']',
        ')',
        body(),
      );
    return tree(
      'other',
      'for',
      '(',
      'let',
      this.declares(name, head),
      '=',
      { is: 'number', value: 0 },
      ';',
      read(),
      '<',
      { is: 'number', value: 2 },
      ';',
      read(),
      '++',
      ')',
      body(),
    );
  }

  private classDeclaration(scope: Scope, depth: number): Tree {
    const name = this.declare(scope, true);
    const inside: Scope = { parent: scope, names: [] };
    const awaited = this.awaits;
    this.awaits = false;
    const method = (...start: Part[]) => tree('other', ...start, this.functional(inside, depth));
    const field = tree(
      'other',
      this.choices.of(['', 'static']),
      { is: 'key', value: 'b' },
      '=',
      this.expression(inside, depth),
      ';',
    );
    const getter = tree(
      'other',
      'get',
      { is: 'key', value: 'k' },
      '(',
      ')',
      '{',
      'return',
      this.expression(inside, depth),
      ';',
      '}',
    );
    const last = method(this.choices.of(['', 'static', 'async']), { is: 'key', value: 'a' });
    this.awaits = awaited;
    const shown: Part = { is: 'name', name, scope, declares: false };
    return tree(
      'statements',
      tree('other', 'class', this.declares(name, scope), '{', field, last, getter, '}'),
      tree(
        'other',
        this.printing(scope),
        this.given([tree('other', 'new', shown, '(', ')', '.', { is: 'property', value: 'k' })]),
        ';',
      ),
    );
  }

  /** A variable that is visible here, for its value; null where there is none. */
  private reference(scope: Scope, orFunction = true): Extract<Part, { is: 'name' }> | null {
    const names: Name[] = [];
    for (let at: Scope | null = scope; at; at = at.parent)
      names.push(...at.names.filter((name) => orFunction || !this.functions.has(name)));
    if (names.length === 0) return null;
    const name = this.choices.of(names);
    if (this.functions.has(name)) name.fixed = true;
    return { is: 'name', name, scope, declares: false };
  }

  private member(scope: Scope, depth: number): Tree {
    const chain = this.choices.of(['.', '?.']);
    const property: Part = { is: 'property', value: this.choices.of(keys) };
    return tree(chain === '.' ? 'atom' : 'group', this.expression(scope, depth + 1), chain, property);
  }

  private expression(scope: Scope, depth: number): Tree {
    this.left -= 1;
    const { choices } = this;
    const deep = depth > 4 || this.left <= 0;
    switch (choices.below(deep ? 6 : 18)) {
      case 0:
        return tree('group', { is: 'number', value: choices.below(4) });
      case 1:
      case 2:
      case 3: {
        const read = this.reference(scope);
        return read === null ? tree('atom', 'null') : tree('atom', read);
      }
      case 4:
        return tree('atom', { is: 'string', value: choices.of(['s', 'st', 'some']) });
      case 5:
        return tree('atom', choices.of(['null', 'true', '2n', '/s/g', '`t`', 'this']));
      case 6:
      case 7:
        return tree(
          'binary',
          this.expression(scope, depth + 1),
          choices.of(operators),
          this.expression(scope, depth + 1),
        );
      case 8:
        return this.member(scope, depth);
      case 9: {
        const read = this.reference(scope);
        const short: Part[] = read
          ? [',', { is: 'shorthand', key: 'a', name: read.name, scope, declares: false }]
          : [];
        return tree(
          'group',
          '{',
          { is: 'key', value: choices.of(keys) },
          ':',
          this.expression(scope, depth + 1),
          ...short,
          '}',
        );
      }
      case 10:
        return tree(
          'atom',
          '[',
          tree('arguments', this.expression(scope, depth + 1), this.expression(scope, depth + 1)),
          ']',
        );
      case 11:
        return tree('group', choices.of(['!', 'typeof', 'void']), this.expression(scope, depth + 1));
      case 12:
        return tree(
          'group',
          this.expression(scope, depth + 1),
          '?',
          this.expression(scope, depth + 1),
          ':',
          this.expression(scope, depth + 1),
        );
      case 13: {
        const [inside, body]: Scope[] = [
          { parent: scope, names: [] },
          { parent: null, names: [] },
        ];
        body!.parent = inside!;
        const parameter = this.declares(this.declare(inside!), inside!);
        const awaited = this.awaits;
        const modifier = choices.of(['', 'async']);
        this.awaits = modifier === 'async';
        const made = tree('group', modifier, '(', parameter, ')', '=>', this.expression(body!, depth + 1));
        this.awaits = awaited;
        return made;
      }
      case 14: {
        const made = tree('group', 'function', this.functional(scope, depth));
        return tree('atom', made, this.given([this.expression(scope, depth + 1)]));
      }
      case 15: {
        const found = this.callable(scope);
        const list = this.given([this.expression(scope, depth + 1), this.expression(scope, depth + 1)]);
        return found === null
          ? tree('atom', { is: 'global', text: 'String', scope }, '.', 'raw', '`a\\u0062`')
          : tree('atom', found, list);
      }
      case 16:
        return tree('await', this.awaits ? 'await' : 'void', this.expression(scope, depth + 1));
      default:
        return tree('group', '[', '...', '[', this.expression(scope, depth + 1), ']', ']', '.', {
          is: 'property',
          value: 'length',
        });
    }
  }

  /** A function that is visible here, to be called. */
  private callable(scope: Scope): Part | null {
    const names: Name[] = [];
    for (let at: Scope | null = scope; at; at = at.parent)
      names.push(...at.names.filter((name) => this.functions.has(name) && !this.open.has(name)));
    return names.length === 0 ? null : { is: 'name', name: this.choices.of(names), scope, declares: false };
  }
}
