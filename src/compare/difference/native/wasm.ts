import { type Anatomy, mostSections, newEffort, step } from './anatomy.js';

const names = [
  ...['custom', 'type', 'import', 'function', 'table', 'memory', 'global'],
  ...['export', 'start', 'element', 'code', 'data', 'data count', 'tag'],
];

/** Sections, imports and exports of a WebAssembly module (core specification, 5.5). */
export function readWasm(bytes: Buffer): Anatomy {
  const anatomy: Anatomy = { sections: [], imports: [], exports: [] };
  const cursor = new Cursor(bytes, 8);
  while (cursor.at < bytes.length && anatomy.sections.length < mostSections) {
    const id = cursor.byte();
    const size = cursor.number();
    const start = cursor.at;
    const name = id === 0 ? `custom ${cursor.text()}` : (names[id] ?? `number ${id}`);
    anatomy.sections.push({ name, start, size });
    if (id === 2) cursor.list(() => anatomy.imports.push(readImport(cursor)));
    if (id === 7)
      cursor.list(() => {
        anatomy.exports.push(cursor.text());
        cursor.byte();
        cursor.number();
      });
    cursor.at = start + size;
  }
  return anatomy;
}

function readImport(cursor: Cursor): string {
  const name = `${cursor.text()}.${cursor.text()}`;
  const kind = cursor.byte();
  if (kind === 0) cursor.number();
  else if (kind === 1) {
    cursor.byte();
    cursor.limits();
  } else if (kind === 2) cursor.limits();
  else if (kind === 3) cursor.at += 2;
  else {
    cursor.byte();
    cursor.number();
  }
  return name;
}

/** Reads values one after the other; throws a RangeError outside the module. */
class Cursor {
  private readonly effort = newEffort();

  constructor(
    private readonly bytes: Buffer,
    public at: number,
  ) {}

  byte(): number {
    step(this.effort);
    this.at += 1;
    return this.bytes.readUInt8(this.at - 1);
  }

  /** Unsigned LEB128 of up to ten bytes. */
  number(): number {
    let value = 0;
    for (let place = 0; place < 10; place += 1) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** (7 * place);
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number that does not end');
  }

  text(): string {
    const length = this.number();
    const start = this.at;
    this.at += length;
    if (this.at > this.bytes.length) throw new RangeError('a name beyond the end');
    return this.bytes.toString('utf8', start, start + Math.min(length, 200));
  }

  limits(): void {
    const hasMaximum = (this.byte() & 1) === 1;
    this.number();
    if (hasMaximum) this.number();
  }

  list(read: () => void): void {
    const count = this.number();
    for (let index = 0; index < count; index += 1) read();
  }
}
