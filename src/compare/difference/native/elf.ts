import { type Anatomy, mostSections, Numbers, textAt } from './anatomy.js';

const [noBits, dynamic, dynamicSymbols] = [8, 6, 11];

interface Header {
  name: string;
  type: number;
  start: number;
  size: number;
  link: number;
}

/** Sections, needed libraries and dynamic symbols of an ELF file (System V ABI, chapters 4 and 5). */
export function readElf(bytes: Buffer): Anatomy {
  const is64 = bytes[4] === 2;
  const numbers = new Numbers(bytes, bytes[5] === 2);
  const headers = sectionHeaders(bytes, numbers, is64);
  const anatomy: Anatomy = {
    sections: headers
      .filter(({ type }) => type !== 0)
      .map(({ name, type, start, size }) => ({ name, start, size: type === noBits ? 0 : size })),
    imports: [],
    exports: [],
  };
  for (const header of headers) {
    const names = headers[header.link];
    if (names === undefined) continue;
    const nameAt = (offset: number) => (offset < names.size ? textAt(bytes, names.start + offset) : '');
    if (header.type === dynamic) anatomy.imports.push(...needed(header, numbers, is64).map(nameAt));
    if (header.type === dynamicSymbols) readSymbols(header, numbers, is64, nameAt, anatomy);
  }
  return anatomy;
}

function sectionHeaders(bytes: Buffer, numbers: Numbers, is64: boolean): Header[] {
  const table = is64 ? numbers.long(0x28) : numbers.word(0x20);
  const [size, count, names] = [0, 2, 4].map((at) => numbers.half((is64 ? 0x3a : 0x2e) + at)) as [
    number,
    number,
    number,
  ];
  const headers = Array.from({ length: Math.min(count, mostSections) }, (_, index) => {
    const at = table + index * size;
    return {
      name: numbers.word(at),
      type: numbers.word(at + 4),
      start: is64 ? numbers.long(at + 24) : numbers.word(at + 16),
      size: is64 ? numbers.long(at + 32) : numbers.word(at + 20),
      link: numbers.word(at + (is64 ? 40 : 24)),
    };
  });
  const start = headers[names]?.start ?? bytes.length;
  return headers.map((header) => ({ ...header, name: textAt(bytes, start + header.name) }));
}

/** Offsets of the names of the libraries that are loaded with it. */
function needed({ start, size }: Header, numbers: Numbers, is64: boolean): number[] {
  const width = is64 ? 8 : 4;
  const read = (at: number) => (is64 ? numbers.long(at) : numbers.word(at));
  const found: number[] = [];
  for (let at = start; at < start + size; at += 2 * width) {
    const tag = read(at);
    if (tag === 0) break;
    if (tag === 1) found.push(read(at + width));
  }
  return found;
}

function readSymbols(
  { start, size }: Header,
  numbers: Numbers,
  is64: boolean,
  nameAt: (offset: number) => string,
  { imports, exports }: Anatomy,
): void {
  const width = is64 ? 24 : 16;
  for (let at = start + width; at + width <= start + size; at += width) {
    const name = nameAt(numbers.word(at));
    if (name === '') continue;
    const isLocal = numbers.byte(at + (is64 ? 4 : 12)) >> 4 === 0;
    if (numbers.half(at + (is64 ? 6 : 14)) === 0) imports.push(name);
    else if (!isLocal) exports.push(name);
  }
}
