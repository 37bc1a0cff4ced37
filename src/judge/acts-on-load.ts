import type { Piece } from './added-text.js';
import { withoutComments } from './comments.js';

/** A function in an expression, and what calls it where it stands. */
const functionExpression =
  /(?:^|[;{}\n])\s{0,40}(?:[!+~-]\s?|void |await |new |\(\s?)\(?\s?(?:async\s{0,3})?(?:function\b|\([\w$,\s]{0,100}\)\s?=>|[\w$]{1,40}\s?=>)/g;
const call = /\}\s{0,3}\)?\s{0,3}\(|\)\s{0,3}\(|\.call\(|\.apply\(/;
/** How compilers write enumerations and namespaces. */
const enumeration = /\(\s?[\w$.]{1,80}\s?\|\|\s?\(.{0,160}=\s?\{\}\s?\)\s?\)/g;

/** Something that every script sees is set. */
const setsGlobal =
  /(?:^|[;{}\n,])\s{0,40}(?:globalThis|global|window|self|process|document|(?:Object|Array|String|Function|Promise)\.prototype)\s?(?:\.|\[)[^=;\n]{1,100}=(?!=)/;

/** A statement that is nothing but a call. */
const bareCall = /^(?:await |void )?((?:new )?[\w$]{1,80}(?:\s{0,3}\??\.\s{0,3}[\w$]{1,80}){0,6})\s{0,3}\(/;
/** Calls that compilers and bundlers put on a line of their own; names that begin with `_` are those of their own functions. */
const compilers =
  /^(?:Object\.(?:define\w*|freeze|assign|setPrototypeOf|keys)|Reflect\.define\w*|_[\w$]*|__\w+\.\w+|require|import|if|for|while|switch|function|catch|return|typeof|super|tslib\w*[._]\w*)$/;

/**
 * What of an inserted piece runs as soon as the file is loaded: a function called on the spot, a global that is set, a call on the top
 * level. Declarations, exports and what compilers add are none of it. Null when nothing does. `at` is an index in the piece.
 */
export function actsOnLoad(piece: Piece, file: string): { what: string; at: number } | null {
  const text = withoutComments(piece.text);
  const functions = [...text.matchAll(functionExpression)];
  const enumerations = text.match(enumeration)?.length ?? 0;
  if (functions.length > enumerations && call.test(text))
    return { what: 'call a function on the spot', at: functions[0]!.index + 1 };
  const global = setsGlobal.exec(text);
  if (global !== null) return { what: 'set something that all code sees', at: global.index + 1 };
  return topLevelCall(text, piece, file);
}

function topLevelCall(text: string, piece: Piece, file: string): { what: string; at: number } | null {
  const before = withoutComments(file.slice(Math.max(0, piece.at - 2_000), piece.at));
  const after = withoutComments(
    file.slice(piece.at + piece.text.length, piece.at + piece.text.length + 2_000),
  );
  const first = piece.at < 2_000 && /^\s*(?:#!.*\s*)?(?:["']use strict["'];?\s*)?$/.test(before);
  const last = piece.at + piece.text.length + 2_000 > file.length && after.trim() === '';
  const [head, ...lines] = text.split('\n');
  const candidates: { line: string; at: number }[] = [];
  // A piece in the middle of a line belongs to what stands there; at either end of the file there is nothing that it could belong to.
  const begins = piece.at === 0 || file[piece.at - 1] === '\n';
  if (begins || first || last)
    candidates.push({ line: first || last ? head!.replace(/^[\s;}]+/, '') : head!, at: 0 });
  let at = head!.length + 1;
  for (const line of lines) {
    candidates.push({ line, at });
    at += line.length + 1;
  }
  for (const { line, at } of candidates) {
    const callee = bareCall.exec(line)?.[1];
    if (callee !== undefined && !compilers.test(callee)) return { what: `call ${callee} on loading`, at };
    if (/^try\s{0,3}\{/.test(line)) return { what: 'try something on loading', at };
  }
  return null;
}
