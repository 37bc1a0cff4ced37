/** Where something is in a text as an editor and a hex viewer count: lines and columns from 1, bytes from 0. */
export interface TextPlace {
  line: number;
  /** In UTF-16 units. */
  column: number;
  byte: number;
}

/** Tells places in a text; asked in increasing order, one pass answers all. */
export class Places {
  private at = 0;
  private line = 1;
  private lineStart = 0;
  /** End of the current line, looked for once; -1 before that. */
  private lineEnd = -1;
  private byte = 0;

  /** @param before - lines and bytes of the file before the text. */
  constructor(
    private readonly text: string,
    private readonly encoding: 'utf8' | 'latin1',
    private readonly before: { lines: number; bytes: number } = { lines: 0, bytes: 0 },
  ) {}

  of(offset: number): TextPlace {
    if (offset < this.at) [this.at, this.line, this.lineStart, this.byte, this.lineEnd] = [0, 1, 0, 0, -1];
    if (this.lineEnd < 0) this.lineEnd = this.endFrom(this.lineStart);
    while (this.lineEnd < offset) {
      this.line += 1;
      this.lineStart = this.lineEnd + 1;
      this.lineEnd = this.endFrom(this.lineStart);
    }
    this.byte += Buffer.byteLength(this.text.slice(this.at, offset), this.encoding);
    this.at = offset;
    return {
      line: this.before.lines + this.line,
      column: offset - this.lineStart + 1,
      byte: this.before.bytes + this.byte,
    };
  }

  private endFrom(start: number): number {
    const end = this.text.indexOf('\n', start);
    return end === -1 ? Number.POSITIVE_INFINITY : end;
  }
}
