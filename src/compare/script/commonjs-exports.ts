import { createRequire } from 'node:module';
import type { parse as Parse } from 'cjs-module-lexer';
import { isNode, type Node } from './tree.js';

/** Loaded where a text may need it, as node runs it: what the package gives to `import` is another implementation, which reads some texts otherwise. */
const load = createRequire(import.meta.url);

/** Without one of these words nothing is ever found. */
const mayExport = /exports|_export/;

/**
 * Whether an ES module that imports names from either of two texts, loaded as CommonJS, gets the same ones. Node finds these names in the
 * text, before it runs and by its spelling: of `(exports).a = 1` it sees nothing.
 */
export function sameNamedExports(left: string, right: string): boolean {
  if (!mayExport.test(left) && !mayExport.test(right)) return true;
  return namedExports(left) === namedExports(right);
}

/** What node finds, in one string. Nothing in a text that its lexer can't read, which it loads all the same. */
function namedExports(text: string): string {
  const { parse }: { parse: typeof Parse } = load('cjs-module-lexer');
  try {
    const { exports, reexports } = parse(text);
    return JSON.stringify([[...new Set(exports)].sort(), [...new Set(reexports)].sort()]);
  } catch {
    return '[[],[]]';
  }
}

/** Whether node may load a file of this name as CommonJS, or as what is left of it when its types are taken away. */
export const mayBeCommonJs = (path: string): boolean => /\.c?[jt]s$/i.test(path) && !/\.d\.c?ts$/i.test(path);

/** Whether a statement is one that only a module can have, with its types and without. */
function isOfModule(statement: unknown): boolean {
  if (!isNode(statement) || !/^(?:Import|Export(?:All|Default|Named))Declaration$/.test(statement.type))
    return false;
  const { importKind, exportKind, declaration } = statement;
  if (importKind === 'type' || exportKind === 'type') return false;
  return !isNode(declaration) || !(declaration.declare === true || /^TS(?!Enum)/.test(declaration.type));
}

/**
 * Whether two texts of one program have the same named exports wherever node loads them as CommonJS. Of TypeScript that isn't known once
 * something may be exported: node reads what is left without the types.
 *
 * @param program - the tree of either.
 */
export function exportTheSame(left: string, right: string, path: string, program: Node): boolean {
  if (!mayBeCommonJs(path)) return true;
  if (Array.isArray(program.body) && program.body.some(isOfModule)) return true;
  const isTyped = /ts$/i.test(path);
  return isTyped ? !mayExport.test(left) && !mayExport.test(right) : sameNamedExports(left, right);
}
