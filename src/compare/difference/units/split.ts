import { modulePath, type Place } from './name.js';
import { Scanner } from './scanner.js';

/** A part ends here; `first` is where its first token begins that is no comment. */
export interface Cut {
  first: number;
  end: number;
}

/** What a range of a script could be divided into. */
export interface Split {
  statements: Cut[];
  /** What stands between commas. */
  items: Cut[];
  /** Where statements begin over which a comment names a module. */
  modules: { path: string; start: number; first: number }[];
  /** The inside of the largest brackets. */
  largest: { start: number; end: number; place: Place } | null;
  /** Where what was left undivided begins: the last statement then is all that follows. Null where all was divided. */
  rest: number | null;
}

/** A list of more parts than this is data, and is shown as text. */
const maximumParts = 100_000;

const goesOn = /^(?:else|catch|finally|from|of|in|instanceof|as|satisfies|implements|extends)$/;
const hasBlock = /^(?:function|class|if|for|while|switch|try|do|async|export|interface|namespace|\{)/;
const statementBefore = /^(?:else|try|finally|do|static)$/;
const listBefore = /^(?:return|default|export|import|case|in|of|yield|await|throw|typeof|new)$/;

/**
 * Finds where statements and items of a range end, outside all brackets in it; null where the text is broken. One pass, which need not go
 * on behind the first statement from `enough` on.
 */
export function split(text: string, start: number, end: number, enough = end): Split | null {
  const tokens = new Scanner(text, start, end);
  const found: Split = { statements: [], items: [], modules: [], largest: null, rest: null };
  /** The token before that counts, and where it ends with the comment that follows it on its line. */
  let before = { kind: 'sign', start, end: start, last: start };
  let [statement, item, opened] = [-1, -1, -1];
  let place: Place = 'statements';
  let module: string | null = null;
  while (tokens.next()) {
    if (tokens.depth > 0) continue;
    const { kind } = tokens;
    if (kind === 'comment') {
      const path = modulePath(text.slice(tokens.start, Math.min(tokens.end, tokens.start + 301)));
      module ??= path;
      const follows = !tokens.newline && path === null && module === null && text[tokens.start + 1] === '/';
      if (follows) before.last = tokens.end;
      continue;
    }
    if (statement >= 0 && beginsStatement(text, tokens, before, statement)) {
      found.statements.push({ first: statement, end: before.last });
      statement = -1;
      if (before.last >= enough && found.modules.length === 0 && module === null) {
        found.statements.push({ first: tokens.start, end });
        found.rest = before.last;
        return found;
      }
    }
    if (statement < 0) {
      statement = tokens.start;
      if (module !== null) found.modules.push({ path: module, start: before.last, first: statement });
    }
    module = null;
    if (item < 0) item = tokens.start;
    if (kind === 'open') {
      opened = tokens.end;
      place = placeInside(text, tokens.start, before);
    } else if (kind === 'close' && opened >= 0) {
      const size = found.largest === null ? 0 : found.largest.end - found.largest.start;
      if (tokens.start - opened > size) found.largest = { start: opened, end: tokens.start, place };
      opened = -1;
    }
    if (kind === 'sign' && text[tokens.start] === ',') {
      found.items.push({ first: item, end: tokens.end });
      item = -1;
    }
    if (found.statements.length + found.items.length > maximumParts) return null;
    before = { kind, start: tokens.start, end: tokens.end, last: tokens.end };
  }
  if (tokens.broken) return null;
  finish(found.statements, statement, end);
  finish(found.items, item, end);
  return found;
}

/** What is left at the end belongs to the last part, unless a part has begun. */
function finish(cuts: Cut[], first: number, end: number): void {
  if (first >= 0) cuts.push({ first, end });
  else if (cuts.length > 0) cuts.at(-1)!.end = end;
}

interface Before {
  kind: string;
  start: number;
  end: number;
}

/** Whether a token outside brackets begins another statement, by what stands before it: a guess that is right for what tools print. */
function beginsStatement(text: string, token: Scanner, before: Before, statement: number): boolean {
  if (token.kind === 'close') return false;
  const last = text[before.end - 1];
  if (before.kind === 'sign') return last === ';';
  const isWord = token.kind === 'word';
  const isStart = isWord && !goesOn.test(text.slice(token.start, Math.min(token.end, token.start + 12)));
  if (before.kind === 'close' && last === '}') {
    if (isWord && text.startsWith('while', token.start) && text.startsWith('do', statement)) return false;
    if (isWord) return isStart;
    const isUnary = token.kind !== 'sign' || /^(?:[!+~@*]|-)/.test(text[token.start]!);
    return isUnary && hasBlock.test(text.slice(statement, statement + 12));
  }
  return token.newline && (isStart || token.kind === 'text') && before.kind !== 'open';
}

/** What stands inside brackets that open at `at`. */
function placeInside(text: string, at: number, before: Before): Place {
  if (text[at] === '[') return 'elements';
  if (text[at] !== '{') return 'items';
  const word = text.slice(before.start, Math.min(before.end, before.start + 20));
  if (before.kind === 'close' || before.start === before.end || /^(?:=>|;)$/.test(word)) return 'statements';
  if (before.kind !== 'word' || listBefore.test(word)) return 'items';
  return statementBefore.test(word) ? 'statements' : 'members';
}
