import { bare, isNode, keyName, type Node, places, withoutEmpty } from '../tree.js';
import { role } from './role.js';
import { type Binding, mayDiffer, meaningOf, type Scope } from './scope.js';

/** Says what the parts of a node are: which scope each is in, and what an identifier there would be. */
export type Rule = (walk: Walk, left: Node, right: Node, scope: Scope, bits: number) => void;

type Step = [left: unknown, right: unknown, scope: Scope, bits: number];
type Reference = [left: string, right: string, scope: Scope, bits: number];

/** Fields of an `Error` and hooks of V8 by which a program sees the names of functions that were merely called. */
const stackReaders = new Set(['stack', 'prepareStackTrace', 'captureStackTrace', 'getFunctionName']);

/**
 * Names that something knows by their spelling, whatever they are bound to: `arguments` and `this` in functions; what node's reader of
 * CommonJS exports, bundlers and test runners look for in the text.
 */
const recognised =
  /^(?:arguments|eval|this|module|require|define|process|global|globalThis|Buffer|Object|jest|vi|tslib|__(?:file|dir)name|_*(?:exports?|reExport|interop)\w*|__webpack\w*)$/i;

/**
 * Two trees of the same shape, walked side by side without recursion. Declarations go into scopes that the two share; what refers to
 * them is looked up once all are known, for a declaration may come after its use.
 */
export class Walk {
  private readonly stack: Step[] = [];
  private readonly references: Reference[] = [];
  private readonly changed: Binding[] = [];
  private readonly kept = new Set<string>();
  private readonly renamed = new Set<string>();
  private readsStacks = false;
  private failed = false;
  /** Identifiers of the left program that the right one spells otherwise, with the other spelling. */
  readonly identifiers: { node: Node; name: string }[] = [];

  /**
   * @param rules - by type of node; a program with another node in it keeps all its names.
   * @param runs - false for type declarations.
   */
  constructor(
    private readonly rules: ReadonlyMap<string, Rule>,
    readonly runs: boolean,
  ) {}

  /** Whether the names of two programs, which are the same but for them, differ consistently. */
  areConsistent(left: Node, right: Node, program: Scope): boolean {
    this.push(left, right, program, role.value);
    for (let step = this.stack.pop(); step !== undefined && !this.failed; step = this.stack.pop())
      this.visit(step);
    if (this.failed) return false;
    for (const [ours, theirs, scope, bits] of this.references) {
      // A name that is the same on both sides wherever it stands is declared in the same places too.
      if (!this.renamed.has(ours) && !this.renamed.has(theirs)) continue;
      const binding = scope.resolve(ours, theirs, meaningOf(bits));
      if (binding === null) return false;
      if (binding === 'free') continue;
      binding.about |= bits & (role.names | role.sloppy | role.fixed);
      if (!(bits & role.call)) binding.about |= role.escapes;
    }
    for (const name of this.renamed) if (this.kept.has(name) || recognised.test(name)) return false;
    return this.changed.every((binding) => mayDiffer(binding, this.runs, this.readsStacks));
  }

  /** Puts a pair of values on the list. */
  push(left: unknown, right: unknown, scope: Scope, bits: number): void {
    if (typeof left === 'object' && left !== null) this.stack.push([left, right, scope, bits]);
  }

  /** Puts all fields of a pair of nodes on the list; what `bits` doesn't say of one, `others` says. */
  fields(
    left: Node,
    right: Node,
    scope: Scope,
    bits: Readonly<Record<string, number>> = {},
    others: number = role.value,
  ): void {
    for (const field in left)
      if (!places.has(field)) this.push(left[field], right[field], scope, bits[field] ?? others);
  }

  /** Keeps a name that stands for more than the scopes say: everything so named has to be named so on both sides. */
  keep(...nodes: unknown[]): void {
    for (const node of nodes) if (isNode(node)) this.kept.add(String(node.name));
  }

  /** Says that what was met can't be followed: all names have to be equal. */
  giveUp(): void {
    this.failed = true;
  }

  private visit([one, other, scope, bits]: Step): void {
    const [left, right] = [bare(one), bare(other)];
    if (Array.isArray(left) && Array.isArray(right)) {
      const [ours, theirs] = [withoutEmpty(left), withoutEmpty(right)];
      for (let at = 0; at < ours.length; at++) this.push(ours[at], theirs[at], scope, bits);
    } else if (isNode(left) && isNode(right)) {
      const isName = left.type === 'Literal' || (bits & role.name) !== 0;
      this.readsStacks ||= isName && stackReaders.has(keyName(left) ?? '');
      if (left.type === 'Identifier' && right.type === 'Identifier')
        this.identifier(left, right, scope, bits);
      // A key may be written as a name or as a string, with the same text.
      else if (left.type !== right.type) this.failed ||= keyName(left) !== keyName(right);
      else {
        const rule = this.rules.get(left.type);
        // What a program only declares is elsewhere, under that name: in a scope further out, or global.
        if (rule === undefined || (this.runs && left.declare === true)) this.failed = true;
        else rule(this, left, right, scope, bits);
      }
    }
  }

  private identifier(left: Node, right: Node, scope: Scope, bits: number): void {
    this.fields(left, right, scope);
    const [ours, theirs] = [String(left.name), String(right.name)];
    if (ours !== theirs) {
      this.failed ||= (bits & role.name) !== 0;
      this.renamed.add(ours).add(theirs);
      this.identifiers.push({ node: left, name: theirs });
    }
    if (bits & role.name) return;
    if (bits & role.declares) {
      const binding = (bits & role.hoists ? scope.ofVariables : scope).declare(ours, theirs, bits);
      if (binding === null) this.failed = true;
      else if (ours !== theirs) this.changed.push(binding);
      // `var` declares in the function, and assigns to what the name leads to from its own place.
      if (bits & role.hoists) this.references.push([ours, theirs, scope, bits | role.call]);
    } else this.references.push([ours, theirs, scope, bits]);
  }
}
