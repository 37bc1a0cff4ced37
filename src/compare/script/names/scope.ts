import { isNode } from '../tree.js';
import { any, role } from './role.js';

/** One binding of both programs. */
export interface Binding {
  left: string;
  right: string;
  /** Bits of `role`: its meanings, and what became known of it. */
  about: number;
}

/**
 * A scope of both programs, which have the same ones. Each name leads to the binding it has there; the same binding stands behind a name
 * on the left and a name on the right.
 */
export class Scope {
  private readonly left = new Map<string, Binding>();
  private readonly right = new Map<string, Binding>();
  /** Where types go that `infer` declares below; null where that is said further out. */
  inferred: Scope | null = null;

  /**
   * @param kind - `function` is the body, inside of its `parameters`; `var` ends up in it or in `program`.
   * @param strict - whether its code is in strict mode.
   * @param about - bits of `role` that all its bindings have.
   */
  constructor(
    readonly kind: 'program' | 'parameters' | 'function' | 'block',
    readonly parent: Scope | null,
    readonly strict: boolean,
    private readonly about = 0,
  ) {}

  /** The scope that `var` declares in. */
  get ofVariables(): Scope {
    let scope: Scope = this;
    while (scope.kind !== 'function' && scope.kind !== 'program' && scope.parent) scope = scope.parent;
    return scope;
  }

  /** Declares a pair of names; null where they are not, or no longer, names of one binding. */
  declare(left: string, right: string, about: number): Binding | null {
    let [ours, theirs] = [this.left.get(left), this.right.get(right)];
    // A variable of the body that is named like a parameter begins with its value, or is it.
    if (ours === undefined && theirs === undefined && this.kind === 'function' && this.parent)
      [ours, theirs] = [this.parent.left.get(left), this.parent.right.get(right)];
    if (ours !== theirs) return null;
    const binding = ours ?? { left, right, about: 0 };
    binding.about |= about | this.about;
    this.left.set(left, binding);
    this.right.set(right, binding);
    return binding;
  }

  /**
   * The binding that a pair of names leads to from here: `free` where both lead out of the program, null where they lead to
   * different ones.
   */
  resolve(left: string, right: string, meaning: number): Binding | 'free' | null {
    for (let scope: Scope | null = this; scope; scope = scope.parent) {
      const [ours, theirs] = [meant(scope.left.get(left), meaning), meant(scope.right.get(right), meaning)];
      if (ours !== theirs) return null;
      if (ours !== undefined) return ours;
    }
    return left === right ? 'free' : null;
  }

  /** Whether one of two identifiers is declared in this very scope. */
  isDeclared(left: unknown, right: unknown): boolean {
    const [ours, theirs] = [left, right].map((node) => (isNode(node) ? String(node.name) : ''));
    return this.left.has(ours!) || this.right.has(theirs!);
  }
}

/** A binding that is in the way: a type isn't where a value is looked for. */
const meant = (binding: Binding | undefined, meaning: number): Binding | undefined =>
  binding && binding.about & meaning ? binding : undefined;

/** Whether the names of a binding may differ; a declaration file runs nothing, so only what others can name is seen of it. */
export function mayDiffer({ left, right, about }: Binding, runs: boolean, readsStacks: boolean): boolean {
  if (left === right) return true;
  if (about & role.fixed) return false;
  const hidden = !readsStacks && !(about & (role.escapes | role.sloppy));
  return !runs || !(about & role.names) || hidden;
}

/** The bits of a role that say what a name stands for. */
export const meaningOf = (bits: number): number => bits & any;
