import { commonEnd, commonStart } from './common-ends.js';
import { isScript } from './normalizers/text-kinds.js';
import type { ScriptPair } from './script/same-programs.js';

/** Bytes of lines that are looked at here; where more differ, it takes a parser. */
const longest = 16_384;

/** What begins or ends a comment, string, template or regular expression, or is no ASCII. */
const notPlain = /["'`/\\\x80-\uffff]|<!--|-->|^#!/;

const words = /[\w$#]+/g;
/** Operators that no layout adds, drops or turns around. */
const operators = /[!=]==?|&&|\|\|/g;

/** Words that can name no variable, so that no renaming makes one of another. */
const reserved = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false finally for function if ' +
    'import in instanceof new null return super switch this throw true try typeof var void while with'
  ).split(' '),
);

/**
 * False where two scripts surely are no layouts of one program, which spares starting the parser for most changes: in the lines that
 * differ, plain code outside of comments has other operators between conditions, or other words, and none that renaming variables or
 * respelling numbers could explain. True says nothing.
 */
export function mayBeSameProgram({ path, release, reference }: ScriptPair): boolean {
  if (!isScript(path)) return false;
  const [left, right] = differingLines(reference, release);
  if (left.length > longest || right.length > longest) return true;
  const [before, after] = [left.toString(), right.toString()];
  if (notPlain.test(before) || notPlain.test(after)) return true;
  if (mayBeInComment(reference.subarray(0, left.byteOffset - reference.byteOffset))) return true;
  return !surelyOther([...before.matchAll(words)], [...after.matchAll(words)], before, after);
}

/** The lines of each side between the common beginning and the common end. */
function differingLines(left: Buffer, right: Buffer): [Buffer, Buffer] {
  const start = commonStart(left, right);
  const end = commonEnd(left, right, start);
  // A buffer counts -1 from its end.
  const from = start === 0 ? 0 : left.lastIndexOf('\n', start - 1) + 1;
  const lines = (side: Buffer) => {
    const to = side.indexOf('\n', Math.max(side.length - end, from));
    return side.subarray(from, to === -1 ? side.length : to);
  };
  return [lines(left), lines(right)];
}

/** Whether the end of a text may lie in a comment: the last one that could have begun has not ended. Never false where it does. */
function mayBeInComment(text: Buffer): boolean {
  const begun = text.lastIndexOf('/*');
  return begun !== -1 && text.lastIndexOf('*/') < begun + 2;
}

type Word = RegExpMatchArray;

function surelyOther(left: Word[], right: Word[], before: string, after: string): boolean {
  if (operatorsIn(before) !== operatorsIn(after)) return true;
  // Nothing but words could have become of words.
  if ((left.length === 0) !== (right.length === 0)) return true;
  if (reservedIn(left) !== reservedIn(right)) return true;
  // `{ a }` may have become `{ a: b }`: then words no longer stand at each other's place.
  if (left.length !== right.length || before.includes('{') || after.includes('{')) return false;
  return left.some((word, at) => {
    const other = right[at]!;
    if (word[0] === other[0] || /^\d/.test(word[0]) || /^\d/.test(other[0])) return false;
    if (isProperty(word, before) && isProperty(other, after)) return true;
    // What it refers to would have another name too, here or in lines that are the same.
    const stays = (one: Word, place: number) =>
      one[0] !== word[0] || place === at || right[place]![0] === one[0];
    return isReference(word, before) && isReference(other, after) && left.every(stays);
  });
}

const operatorsIn = (text: string): string => text.match(operators)?.join(' ') ?? '';

const reservedIn = (all: readonly Word[]): string =>
  all
    .map(([word]) => word)
    .filter((word) => reserved.has(word))
    .sort()
    .join(' ');

/** `.name`, which no renaming of variables changes; not `...name`, and not a part of a number. */
function isProperty({ index }: Word, text: string): boolean {
  return /[^.\d\s]\s*\.$/.test(text.slice(Math.max(0, (index ?? 0) - 40), index));
}

/** `: name;`, which can declare nothing. */
function isReference({ 0: name, index = 0 }: Word, text: string): boolean {
  return (
    /:[ \t]*$/.test(text.slice(Math.max(0, index - 40), index)) &&
    /^[ \t]*;/.test(text.slice(index + name.length, index + name.length + 40))
  );
}
