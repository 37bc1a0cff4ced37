/** A number as it is written: `1.0`, `1e3` and digits beyond a double's precision keep their spelling. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** A JSON value whose objects keep the order of their keys. */
export type Json = null | boolean | string | JsonNumber | Json[] | JsonObject;
export type JsonObject = Map<string, Json>;

const maximumDepth = 100;
/** More than any file that is published for its data, and below what two trees may take in memory. */
const maximumValues = 2_000_000;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const space = /[ \t\n\r]*/y;

/** Half of a character that takes two code units. */
const loneSurrogate = /\p{Surrogate}/u;

/** Whether readers make the same of a number, be it a double, a 64-bit integer or a decimal to them. */
function isAgreedOn(digits: string): boolean {
  const value = Number(digits);
  if (value === 0) return !digits.startsWith('-') && !/[1-9]/.test(digits.replace(/[eE].*/, ''));
  return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value));
}

class NotStrict extends Error {}

/**
 * Reads JSON as every reader reads it, or returns null: not UTF-8, not JSON (RFC 8259), nested more than 100 deep, of more than two
 * million values, or with what readers disagree on: a key that occurs twice or is `__proto__`, half a character (a lone surrogate), an
 * integer beyond 2^53, a number that is too large or too small for a double, and a zero with a sign. Never throws; linear in the size.
 */
export function parseStrictJson(bytes: Buffer): { value: Json } | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { value: new Reader(text).whole() };
  } catch (error) {
    if (error instanceof NotStrict || error instanceof TypeError || error instanceof SyntaxError) return null;
    throw error;
  }
}

class Reader {
  private at = 0;
  private values = 0;
  constructor(private readonly text: string) {}

  whole(): Json {
    const value = this.value(0);
    if (this.at !== this.text.length) throw new NotStrict();
    return value;
  }

  /** A value with the white space around it. */
  private value(depth: number): Json {
    this.values += 1;
    if (depth > maximumDepth || this.values > maximumValues) throw new NotStrict();
    this.skip();
    const value = this.bare(depth);
    this.skip();
    return value;
  }

  private bare(depth: number): Json {
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default: {
        number.lastIndex = this.at;
        const digits = number.exec(this.text)?.[0];
        if (digits === undefined || !isAgreedOn(digits)) throw new NotStrict();
        this.at += digits.length;
        return new JsonNumber(digits);
      }
    }
  }

  private object(depth: number): JsonObject {
    const members: JsonObject = new Map();
    this.at += 1;
    this.skip();
    if (this.take('}')) return members;
    do {
      this.skip();
      if (this.text[this.at] !== '"') throw new NotStrict();
      const key = this.string();
      if (key === '__proto__' || members.has(key)) throw new NotStrict();
      this.skip();
      if (!this.take(':')) throw new NotStrict();
      members.set(key, this.value(depth + 1));
    } while (this.take(','));
    if (!this.take('}')) throw new NotStrict();
    return members;
  }

  private array(depth: number): Json[] {
    const items: Json[] = [];
    this.at += 1;
    this.skip();
    if (this.take(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.take(','));
    if (!this.take(']')) throw new NotStrict();
    return items;
  }

  private string(): string {
    let end = this.at + 1;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    const value: string = JSON.parse(this.text.slice(this.at, end + 1));
    if (loneSurrogate.test(value)) throw new NotStrict();
    this.at = end + 1;
    return value;
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw new NotStrict();
    this.at += word.length;
    return value;
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private skip(): void {
    space.lastIndex = this.at;
    this.at += space.exec(this.text)![0].length;
  }
}

/** One spelling for each value: no white space, escapes as `JSON.stringify` writes them, keys in their order. */
export function writeJson(value: Json): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (!(value instanceof Map)) return JSON.stringify(value);
  return `{${[...value].map(([key, member]) => `${JSON.stringify(key)}:${writeJson(member)}`).join(',')}}`;
}
