/** What a token is, as far as finding the ends of statements needs to know. A template is one token, or brackets around what it embeds. */
export type TokenKind = 'word' | 'number' | 'text' | 'regex' | 'open' | 'close' | 'sign' | 'comment';

/** More brackets than this open at a time are no program that a person wrote or a bundler made. */
const maximumDepth = 5_000;

/** Characters of a regular expression, and how many slashes may turn out not to begin one: together they keep the work linear. */
const longestRegex = 100_000;
const wrongGuesses = 200;

const signs =
  /=>|\.\.\.|\?\?=?|\?\.(?!\d)|[=!]==?|\*\*=?|<<=?|>>>?=?|&&=?|\|\|=?|\+\+|--|[-+*%&|^<>]=?|[\s\S]/uy;
const beforeRegex =
  /^(?:return|typeof|case|delete|void|in|of|instanceof|new|do|else|throw|yield|await|default|extends)$/;
const beforeCondition = /^(?:if|while|for|with)$/;

/** Kinds of open brackets. After the `)` of a condition stands a statement, so a slash there begins a regular expression. */
const parenthesis = 1;
const condition = 2;
const bracket = 3;
const brace = 4;
const embedded = 5;

const isWordCode = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  code === 95 ||
  code === 36 ||
  code === 92 ||
  code === 35 ||
  code === 64 ||
  (code >= 128 && !isBlank(code));

const isLineEnd = (code: number): boolean => code === 10 || code === 13 || code === 0x2028 || code === 0x2029;

const isBlank = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff || isLineEnd(code);

/**
 * Tokens of a range of a script, one at a time, in linear time and without a tree: for showing where a difference is, never for saying that
 * there is none. What a slash means is guessed from what stands before it, as syntax highlighters do. `broken` says that brackets or
 * strings don't fit; a range that ends within a bracket or begins with a closing one is fine.
 */
export class Scanner {
  kind: TokenKind = 'sign';
  start = 0;
  end: number;
  /** Whether a line ends between the token before, comments included, and this one. */
  newline = false;
  /** Brackets open around the token; those of a bracket are not counted for itself. */
  depth = 0;
  broken = false;
  /** The token before that is no comment. */
  private before: { kind: TokenKind | null; start: number; end: number; regexMayFollow: boolean } = {
    kind: null,
    start: 0,
    end: 0,
    regexMayFollow: true,
  };
  private readonly opened: number[] = [];
  private guesses = wrongGuesses;

  constructor(
    private readonly text: string,
    from: number,
    private readonly to: number,
  ) {
    this.end = from;
  }

  /** Moves to the next token; false at the end, and where the text is broken. */
  next(): boolean {
    const { text, to } = this;
    let at = this.end;
    this.newline = false;
    let code = 0;
    for (; at < to; at += 1) {
      code = text.charCodeAt(at);
      if (!isBlank(code)) break;
      if (isLineEnd(code)) this.newline = true;
    }
    if (at >= to || this.broken) return false;
    this.start = at;
    this.depth = this.opened.length;
    this.end = this.read(at, code);
    if (this.end > to) this.broken = true;
    if (this.kind !== 'comment') {
      this.before.kind = this.kind;
      this.before.start = this.start;
      this.before.end = this.end;
    }
    return !this.broken;
  }

  /** Reads the token that begins at `at`, and says where it ends. */
  private read(at: number, code: number): number {
    if (code === 47) return this.slash(at);
    if (at === 0 && code === 35 && this.text.charCodeAt(1) === 33) return this.comment(at);
    if (code >= 48 && code <= 57) return this.number(at);
    if (isWordCode(code)) return this.word(at);
    if (code === 34 || code === 39) return this.string(at, code);
    if (code === 96) return this.template(at + 1, false);
    if (code === 40 || code === 91 || code === 123) return this.open(at, code);
    if (code === 41 || code === 93 || code === 125) return this.close(at, code);
    return this.sign(at);
  }

  private token(kind: TokenKind, end: number, regexMayFollow: boolean): number {
    this.kind = kind;
    if (kind !== 'comment') this.before.regexMayFollow = regexMayFollow;
    return end;
  }

  private fail(): number {
    this.broken = true;
    return this.to;
  }

  private word(at: number): number {
    let end = at + 1;
    while (end < this.to && isWordCode(this.text.charCodeAt(end))) end += 1;
    return this.token('word', end, false);
  }

  private number(at: number): number {
    const { text, to } = this;
    let end = at + 1;
    for (; end < to; end += 1) {
      const code = text.charCodeAt(end);
      const exponent =
        (code === 43 || code === 45) && /[eE]/.test(text[end - 1]!) && !/[xX]/.test(text[at + 1]!);
      if (!exponent && code !== 46 && !isWordCode(code)) break;
    }
    return this.token('number', end, false);
  }

  private string(at: number, quote: number): number {
    const { text, to } = this;
    let end = at + 1;
    for (; end < to; end += 1) {
      const code = text.charCodeAt(end);
      if (code === quote) return this.token('text', end + 1, false);
      if (code === 92) end += text.charCodeAt(end + 1) === 13 && text.charCodeAt(end + 2) === 10 ? 2 : 1;
      else if (code === 10 || code === 13) break;
    }
    return this.fail();
  }

  /** From behind a backtick, or behind the `}` of what a template embeds. */
  private template(from: number, continued: boolean): number {
    const { text, to } = this;
    for (let at = from; at < to; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 92) at += 1;
      else if (code === 96) return this.token(continued ? 'close' : 'text', at + 1, false);
      else if (code === 36 && text.charCodeAt(at + 1) === 123) {
        this.push(embedded);
        return this.token(continued ? 'text' : 'open', at + 2, true);
      }
    }
    return this.fail();
  }

  private open(at: number, code: number): number {
    if (code === 40) this.push(this.followsCondition() ? condition : parenthesis);
    else this.push(code === 91 ? bracket : brace);
    return this.token('open', at + 1, true);
  }

  private push(kind: number): void {
    this.opened.push(kind);
    if (this.opened.length > maximumDepth) this.broken = true;
  }

  private close(at: number, code: number): number {
    const kind = this.opened.pop();
    this.depth = this.opened.length;
    if (kind === embedded && code === 125) return this.template(at + 1, true);
    const fits =
      kind === undefined ||
      (code === 41 && (kind === parenthesis || kind === condition)) ||
      (code === 93 && kind === bracket) ||
      (code === 125 && kind === brace);
    if (!fits) this.broken = true;
    return this.token('close', at + 1, kind === condition || code === 125);
  }

  private sign(at: number): number {
    signs.lastIndex = at;
    signs.test(this.text);
    const end = signs.lastIndex;
    const doubled = end === at + 2 && /\+\+|--/.test(this.text.slice(at, end));
    return this.token('sign', end, !doubled);
  }

  private comment(at: number): number {
    let end = at + 2;
    while (end < this.to && !isLineEnd(this.text.charCodeAt(end))) end += 1;
    return this.token('comment', end, false);
  }

  private slash(at: number): number {
    const { text } = this;
    const second = text.charCodeAt(at + 1);
    if (second === 47) return this.comment(at);
    if (second === 42) {
      const end = text.indexOf('*/', at + 2);
      if (end === -1) return this.fail();
      return this.token('comment', end + 2, false);
    }
    const end = this.regexMayStand() ? this.regexEnd(at) : null;
    if (end !== null) return this.token('regex', end, false);
    return this.token('sign', at + (second === 61 ? 2 : 1), true);
  }

  /** Where a regular expression ends; null where none does, as behind a division that was taken for one. */
  private regexEnd(at: number): number | null {
    const { text } = this;
    const to = Math.min(this.to, at + longestRegex);
    let inClass = false;
    for (let end = at + 1; end < to; end += 1) {
      const code = text.charCodeAt(end);
      if (isLineEnd(code)) break;
      if (code === 92) end += 1;
      else if (code === 91) inClass = true;
      else if (code === 93) inClass = false;
      else if (code === 47 && !inClass) {
        end += 1;
        while (end < to && isWordCode(text.charCodeAt(end))) end += 1;
        return end;
      }
    }
    this.guesses -= 1;
    if (this.guesses === 0) this.broken = true;
    return null;
  }

  private regexMayStand(): boolean {
    const { kind, start, end, regexMayFollow } = this.before;
    if (kind !== 'word') return regexMayFollow;
    return end - start <= 10 && beforeRegex.test(this.text.slice(start, end)) && !this.isMember(start);
  }

  private followsCondition(): boolean {
    const { kind, start, end } = this.before;
    return (
      kind === 'word' &&
      end - start <= 5 &&
      beforeCondition.test(this.text.slice(start, end)) &&
      !this.isMember(start)
    );
  }

  /** `a.return`, `a.if`. */
  private isMember = (start: number): boolean => this.text[start - 1] === '.';
}
