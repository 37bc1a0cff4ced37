/** A named run of bytes of a program file. */
export interface Section {
  name: string;
  start: number;
  size: number;
}

/** What the tables of a program file say: its sections, what it asks of others by name, and what it offers. */
export interface Anatomy {
  sections: Section[];
  imports: string[];
  exports: string[];
}

/** More sections than this are left out; an honest file has far fewer. */
export const mostSections = 2_000;

/** Numbers that may still be read: tables of a hostile file can lead to each other without end. */
export interface Effort {
  left: number;
}

export const newEffort = (): Effort => ({ left: 3_000_000 });

/** Takes one step of the effort; throws a RangeError when none is left. */
export function step(effort: Effort): void {
  effort.left -= 1;
  if (effort.left < 0) throw new RangeError('tables without end');
}

const longestName = 200;

/** The text at an offset up to its NUL, cut to a length that can be shown; '' outside the file. */
export function textAt(bytes: Buffer, at: number, length = longestName): string {
  const near = bytes.subarray(at, at + Math.min(length, longestName));
  const end = near.indexOf(0);
  return near.toString('utf8', 0, end === -1 ? near.length : end);
}

/** Numbers of a program file in its byte order. Reading outside the file throws a RangeError. */
export class Numbers {
  constructor(
    private readonly bytes: Buffer,
    private readonly isBig: boolean,
    private readonly effort: Effort = newEffort(),
  ) {}

  byte(at: number): number {
    step(this.effort);
    return this.bytes.readUInt8(at);
  }

  half(at: number): number {
    step(this.effort);
    return this.isBig ? this.bytes.readUInt16BE(at) : this.bytes.readUInt16LE(at);
  }

  word(at: number): number {
    step(this.effort);
    return this.isBig ? this.bytes.readUInt32BE(at) : this.bytes.readUInt32LE(at);
  }

  long(at: number): number {
    step(this.effort);
    return Number(this.isBig ? this.bytes.readBigUInt64BE(at) : this.bytes.readBigUInt64LE(at));
  }
}
