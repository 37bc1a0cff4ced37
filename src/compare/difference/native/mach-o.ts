import { type Anatomy, type Effort, mostSections, Numbers, newEffort, textAt } from './anatomy.js';

/** Load commands, by their numbers in <mach-o/loader.h>. */
const segment = 0x1;
const segment64 = 0x19;
const symbols = 0x2;
const libraries = new Set([0xc, 0x80000018, 0x8000001f, 0x20]);

/** Sections, libraries and symbols of a Mach-O file; of a universal one, of each architecture in it. */
export function readMachO(bytes: Buffer): Anatomy {
  const anatomy: Anatomy = { sections: [], imports: [], exports: [] };
  const magic = bytes.readUInt32BE(0);
  const effort = newEffort();
  if (magic !== 0xcafebabe && magic !== 0xcafebabf) readImage(bytes, 0, '', anatomy, effort);
  else {
    const is64 = magic === 0xcafebabf;
    const numbers = new Numbers(bytes, true, effort);
    const count = Math.min(numbers.word(4), 40);
    for (let index = 0; index < count; index += 1) {
      const at = 8 + index * (is64 ? 32 : 20);
      const start = is64 ? numbers.long(at + 8) : numbers.word(at + 8);
      readImage(bytes, start, `cpu ${numbers.word(at).toString(16)} `, anatomy, effort);
    }
  }
  return anatomy;
}

function readImage(bytes: Buffer, start: number, prefix: string, anatomy: Anatomy, effort: Effort): void {
  const magic = bytes.readUInt32BE(start);
  const is64 = magic === 0xfeedfacf || magic === 0xcffaedfe;
  const numbers = new Numbers(bytes, magic === 0xfeedface || magic === 0xfeedfacf, effort);
  const count = Math.min(numbers.word(start + 16), mostSections);
  let at = start + (is64 ? 32 : 28);
  for (let index = 0; index < count; index += 1) {
    const [command, size] = [numbers.word(at), numbers.word(at + 4)];
    if (command === segment || command === segment64)
      readSegment(bytes, { start, at, prefix, is64: command === segment64 }, numbers, anatomy);
    else if (command === symbols) readSymbols(bytes, { start, at, prefix, is64 }, numbers, anatomy);
    else if (libraries.has(command))
      anatomy.imports.push(prefix + textAt(bytes, at + numbers.word(at + 8), size));
    at += Math.max(size, 8);
  }
}

interface Command {
  /** Start of the image and of the command. */
  start: number;
  at: number;
  prefix: string;
  is64: boolean;
}

function readSegment(
  bytes: Buffer,
  { start, at, prefix, is64 }: Command,
  numbers: Numbers,
  { sections }: Anatomy,
): void {
  const count = Math.min(numbers.word(at + (is64 ? 64 : 48)), mostSections - sections.length);
  for (let index = 0; index < count; index += 1) {
    const section = at + (is64 ? 72 + index * 80 : 56 + index * 68);
    const isZeroes = (numbers.word(section + (is64 ? 64 : 56)) & 0xff) === 1;
    const size = is64 ? numbers.long(section + 40) : numbers.word(section + 36);
    sections.push({
      name: `${prefix}${textAt(bytes, section + 16, 16)},${textAt(bytes, section, 16)}`,
      start: start + numbers.word(section + (is64 ? 48 : 40)),
      size: isZeroes ? 0 : size,
    });
  }
}

function readSymbols(
  bytes: Buffer,
  { start, at, prefix, is64 }: Command,
  numbers: Numbers,
  { imports, exports }: Anatomy,
): void {
  const [table, count, names] = [8, 12, 16].map((field) => numbers.word(at + field)) as [
    number,
    number,
    number,
  ];
  for (let index = 0; index < count; index += 1) {
    const symbol = start + table + index * (is64 ? 16 : 12);
    const type = numbers.byte(symbol + 4);
    // Only what other files see, and nothing that is for debuggers.
    if ((type & 0xe0) !== 0 || (type & 1) === 0) continue;
    const name = prefix + textAt(bytes, start + names + numbers.word(symbol));
    if ((type & 0x0e) === 0) imports.push(name);
    else exports.push(name);
  }
}
