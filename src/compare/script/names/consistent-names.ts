import { isNode, type Node } from '../tree.js';
import { programRules } from './program-rules.js';
import { role } from './role.js';
import { Scope } from './scope.js';
import { typeRules } from './type-rules.js';
import { Walk } from './walk.js';

const rules = new Map([...programRules, ...typeRules]);

/** How a program is loaded, by its file's name and what is in it. */
export type Goal = 'script' | 'module' | 'commonjs' | 'declarations';

/**
 * Whether two programs whose trees are the same but for identifiers differ in nothing but the names of local bindings: each reference leads
 * to the same binding on both sides, or out of the program under the same name. Gives the identifiers of the left program that the right
 * one spells otherwise; null where that isn't so or isn't known.
 *
 * Names that can be seen are equal: of properties, labels, exports, private members, classes, everything at the top of a script (a
 * CommonJS module in a `.js` file too: loaded by a browser, its names are global). A function's name is in its `name` property:
 * it may differ only for a function of strict mode that is called and nothing else, in a program that doesn't ask for stack traces.
 * What can't be followed keeps all names: decorators, markup, namespaces, what is declared and not defined, nodes unknown to us.
 */
export function consistentNames(left: Node, right: Node, goal: Goal): { node: Node; name: string }[] | null {
  const isModule = left.sourceType === 'module';
  const isLocal = goal === 'commonjs' || (isModule && !(goal === 'declarations' && exportsAll(left)));
  const strict = isModule || hasUseStrict(left);
  const walk = new Walk(rules, goal !== 'declarations');
  const program = new Scope('program', null, strict, isLocal ? 0 : role.fixed);
  return walk.areConsistent(left, right, program) ? walk.identifiers : null;
}

const statements = ({ body }: Node): Node[] => (Array.isArray(body) ? body.filter(isNode) : []);

const hasUseStrict = (program: Node): boolean =>
  statements(program).some(({ directive }) => directive === 'use strict');

/** A module of declarations that says nothing apart of what it exports, exports all of them. */
const exportsAll = (program: Node): boolean =>
  !statements(program).some(
    ({ type, declaration }) =>
      /^(?:ExportAllDeclaration|TSExportAssignment)$/.test(type) ||
      (type === 'ExportNamedDeclaration' && !isNode(declaration)) ||
      (type === 'ExportDefaultDeclaration' && isNode(declaration) && declaration.type === 'Identifier'),
  );
