import { type Anatomy, mostSections, Numbers, textAt } from './anatomy.js';

interface Mapped {
  address: number;
  start: number;
  size: number;
}

/** Sections, imported and exported functions of a Windows program (Microsoft's PE Format). */
export function readPe(bytes: Buffer): Anatomy {
  const numbers = new Numbers(bytes, false);
  const header = numbers.word(0x3c);
  if (textAt(bytes, header, 4) !== 'PE') throw new RangeError('no PE header');
  const count = Math.min(numbers.half(header + 6), mostSections);
  const optional = header + 24;
  const table = optional + numbers.half(header + 20);
  const is64 = numbers.half(optional) === 0x20b;
  const anatomy: Anatomy = { sections: [], imports: [], exports: [] };
  const mapped: Mapped[] = [];
  for (let at = table; at < table + count * 40; at += 40) {
    const [address, size, start] = [12, 16, 20].map((field) => numbers.word(at + field)) as [
      number,
      number,
      number,
    ];
    mapped.push({ address, start, size });
    anatomy.sections.push({ name: textAt(bytes, at, 8), start, size });
  }
  const directories = optional + (is64 ? 112 : 96);
  const fileOffset = (address: number): number => {
    const found = mapped.find((one) => address >= one.address && address - one.address < one.size);
    if (found === undefined) throw new RangeError('an address outside all sections');
    return address - found.address + found.start;
  };
  const [exported, imported] = [numbers.word(directories), numbers.word(directories + 8)];
  if (imported > 0) readImports(bytes, numbers, fileOffset(imported), is64, fileOffset, anatomy.imports);
  if (exported > 0) readExports(bytes, numbers, fileOffset(exported), fileOffset, anatomy.exports);
  return anatomy;
}

function readImports(
  bytes: Buffer,
  numbers: Numbers,
  start: number,
  is64: boolean,
  fileOffset: (address: number) => number,
  imports: string[],
): void {
  for (let at = start; ; at += 20) {
    const library = numbers.word(at + 12);
    if (library === 0) break;
    const name = textAt(bytes, fileOffset(library));
    imports.push(name);
    let thunk = fileOffset(numbers.word(at) || numbers.word(at + 16));
    for (; ; thunk += is64 ? 8 : 4) {
      const [low, high] = [numbers.word(thunk), is64 ? numbers.word(thunk + 4) : 0];
      if (low === 0 && high === 0) break;
      const byNumber = (is64 ? high : low) >= 0x80000000;
      imports.push(`${name}: ${byNumber ? `number ${low & 0xffff}` : textAt(bytes, fileOffset(low) + 2)}`);
    }
  }
}

function readExports(
  bytes: Buffer,
  numbers: Numbers,
  at: number,
  fileOffset: (address: number) => number,
  exports: string[],
): void {
  const count = numbers.word(at + 24);
  const names = count === 0 ? 0 : fileOffset(numbers.word(at + 32));
  for (let index = 0; index < count; index += 1)
    exports.push(textAt(bytes, fileOffset(numbers.word(names + 4 * index))));
}
