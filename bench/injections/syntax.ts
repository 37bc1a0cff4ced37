import { type ParserOptions, parseSync } from 'oxc-parser';

/** A node of a syntax tree, with its place in the text in UTF-16 units. */
export type Node = Record<string, unknown> & { type: string; start: number; end: number };

/** A script that parses. */
export interface Script {
  text: string;
  program: Node;
  /** Statements at the top, in order. */
  body: Node[];
  /** Whether it imports or exports as modules do. */
  module: boolean;
}

/** In UTF-16 units: beyond it, parsing takes more of a benchmark's time than a case is worth. */
const maxLength = 2_000_000;

/** Reads a script; null where it doesn't parse or is too large. */
export function parseScript(path: string, text: string): Script | null {
  if (text.length > maxLength || text.startsWith('\ufeff')) return null;
  const { program, errors, module } = parseSync(path, text, languageOf(path));
  if (errors.length > 0) return null;
  const root = program as unknown as Node;
  return { text, program: root, body: root.body as Node[], module: module.hasModuleSyntax };
}

function languageOf(path: string): ParserOptions {
  if (/\.d\.[cm]?ts$/.test(path)) return { lang: 'dts' };
  const sourceType = path.endsWith('.mjs') ? 'module' : path.endsWith('.cjs') ? 'commonjs' : 'unambiguous';
  return { lang: 'js', sourceType };
}

/** Fields that say where a node stands or how it is spelt. */
const spelling = new Set(['start', 'end', 'range', 'loc', 'raw']);

/** A tree without places and spelling: what two scripts have in common that do the same. */
export function meaningOf({ program }: Script): string {
  return JSON.stringify(program, (key, value) => {
    if (spelling.has(key)) return undefined;
    return typeof value === 'bigint' ? `${value}n` : value;
  });
}

/** A node, the one that it stands in, and the field that it stands in there. */
export interface Place {
  node: Node;
  parent: Node | null;
  field: string;
}

/** All nodes of a script, outer ones first, in the order of the text where fields follow it. */
export function placesIn({ program }: Script): Place[] {
  const places: Place[] = [];
  const stack: Place[] = [{ node: program, parent: null, field: '' }];
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    places.push(place);
    const { node } = place;
    const inner = Object.entries(node).flatMap(([field, value]) =>
      (Array.isArray(value) ? value : [value])
        .filter(isNode)
        .map((child) => ({ node: child, parent: node, field })),
    );
    stack.push(...inner.reverse());
  }
  return places;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
