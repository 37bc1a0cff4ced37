/** Where a part of a script stands, which decides what could name it. */
export type Place = 'statements' | 'members' | 'items' | 'elements';

const declared = /^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?/;
const named =
  /^(async\s+)?(function|class|interface|enum|namespace|module|type)\b\s*\*?\s*([\w$\u0080-\uffff]+)/;
const variable = /^(?:var|let|const|using)\s+([\w$\u0080-\uffff]+)/;
const assigned = /^(?:var\s+)?([\w$]+(?:\.[\w$]+){0,5})\s*=(?![=>])/;
const call = /^(?:[\w$]+\.){0,3}[\w$]+\(\s*(["'])([^"'\\\n]{1,200})\1/;
const key = /^(?:(["'])([^"'\\\n]{1,200})\1|([\w$]{1,100}))\s*:(?!:)/;
const method =
  /^(?:(?:static|async|get|set)\s+|\*)*(?:(["'])([^"'\\\n]{1,200})\1|#?([\w$]{1,100}))\s*\([^;]*$/;
const notNamed = /^(?:if|for|while|switch|function|return|with|catch|typeof|await|super|require)$/;

/**
 * Paths that bundlers write over a module: esbuild's `// src/a.js`, rolldown's `//#region src/a.js`, webpack's `;// ./src/a.js` and
 * `;// CONCATENATED MODULE: ./src/a.js`, and what concatenating tools write.
 */
const pathLine =
  /^\/\/\s*(?:#region\s+|CONCATENATED MODULE:\s*|FILE:\s*)?((?:\([\w-]+\):|[\w-]+:)?(?:[\w@.+~()[\]$-]+[/\\])*[\w@.+~()[\]$-]+\.(?:[cm]?[jt]sx?|json|css|vue|svelte|wasm)(?:\?\S{0,60})?|\(disabled\):\S+)\s*$/;
/** The boxes that webpack draws in development, `/*! ./src/a.js *\/`, and its ids, `/* 12 *\/`. */
const boxed = /(?:\/\*!|!\*{3})\s+(\S{1,200})\s+(?:\*\/|!\*{3})/;
const id = /\/\* (\d{1,7}) \*\//;

/** The path in a comment that begins a module; null for any other comment. */
export function modulePath(comment: string): string | null {
  if (comment.length > 300) return null;
  return pathLine.exec(comment)?.[1] ?? null;
}

/**
 * What a person would call a part of a script: the id or path of a module, a declaration with its keyword, a key, the first argument of
 * a call such as `define("a", …)`. Null when it has no name.
 *
 * @param leading - the end of what stands before its first token: blanks and comments.
 * @param head - its first few hundred characters.
 */
export function partName(leading: string, head: string, place: Place): string | null {
  if (place === 'items' || place === 'elements') return itemName(leading, head);
  const text = head.replace(declared, '');
  const [, , keyword, name] = named.exec(text) ?? [];
  if (name !== undefined) return `${keyword} ${name}`;
  const plain = variable.exec(text)?.[1] ?? assigned.exec(text)?.[1];
  if (plain !== undefined) return plain;
  return place === 'members' ? memberName(text) : (call.exec(text)?.[2] ?? null);
}

function itemName(leading: string, head: string): string | null {
  const [, , quoted, bare] = key.exec(head) ?? [];
  const commented = boxed.exec(leading)?.[1] ?? id.exec(leading)?.[1];
  return (
    quoted ?? bare ?? commented ?? variable.exec(head)?.[1] ?? assigned.exec(head)?.[1] ?? memberName(head)
  );
}

/** Characters of an item's key and colon; 0 where it has none. */
export const itemKey = (head: string): number => key.exec(head)?.[0].length ?? 0;

function memberName(text: string): string | null {
  const [, , quoted, bare] = method.exec(text.slice(0, Math.max(0, text.indexOf('(') + 1))) ?? [];
  const name = quoted ?? bare ?? null;
  return name === null || notNamed.test(name) ? null : name;
}

/** Whether a name is a place in a list or a number that a bundler gave: another module may have it in the next build. */
export const isNumber = (name: string): boolean => /^\[?\d+\]?$/.test(name);
