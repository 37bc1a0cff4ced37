/** Bytes of program files, no more of each than its tables. */

const text = (value: string): Buffer => Buffer.from(`${value}\0`);
const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const padded = (bytes: Buffer, size: number): Buffer => Buffer.concat([bytes], size);

/** A module of WebAssembly with imported functions `env.<name>`, exported ones, and a code section of some bytes. */
export function wasm(imports: readonly string[], exports: readonly string[], code: Buffer): Buffer {
  const name = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
  const section = (id: number, content: Buffer) =>
    Buffer.concat([Buffer.from([id, content.length]), content]);
  return Buffer.concat([
    Buffer.from('\0asm\u0001\0\0\0', 'latin1'),
    section(
      2,
      Buffer.concat([
        Buffer.from([imports.length]),
        ...imports.flatMap((one) => [name('env'), name(one), Buffer.from([0, 0])]),
      ]),
    ),
    section(
      7,
      Buffer.concat([
        Buffer.from([exports.length]),
        ...exports.flatMap((one) => [name(one), Buffer.from([0, 0])]),
      ]),
    ),
    section(10, code),
  ]);
}

/** A 64-bit little-endian ELF file with `.text` and dynamic symbols, undefined where they are imported. */
export function elf(imports: readonly string[], exports: readonly string[], code: Buffer): Buffer {
  const names = Buffer.concat([text(''), ...[...imports, ...exports].map(text)]);
  const symbol = (name: string, index: number): Buffer => {
    const bytes = Buffer.alloc(24);
    bytes.writeUInt32LE(name === '' ? 0 : names.indexOf(text(name)), 0);
    bytes[4] = 0x12;
    bytes.writeUInt16LE(index, 6);
    return bytes;
  };
  const symbols = Buffer.concat([
    symbol('', 0),
    ...imports.map((name) => symbol(name, 0)),
    ...exports.map((name) => symbol(name, 1)),
  ]);
  const sectionNames = Buffer.concat(['', '.text', '.dynsym', '.dynstr', '.shstrtab'].map(text));
  const contents = [
    { name: '.text', type: 1, bytes: code, link: 0 },
    { name: '.dynsym', type: 11, bytes: symbols, link: 3 },
    { name: '.dynstr', type: 3, bytes: names, link: 0 },
    { name: '.shstrtab', type: 3, bytes: sectionNames, link: 0 },
  ];
  const headers = [Buffer.alloc(64)];
  let at = 64;
  for (const { name, type, bytes, link } of contents) {
    const header = Buffer.alloc(64);
    header.writeUInt32LE(sectionNames.indexOf(text(name)), 0);
    header.writeUInt32LE(type, 4);
    header.writeBigUInt64LE(BigInt(at), 24);
    header.writeBigUInt64LE(BigInt(bytes.length), 32);
    header.writeUInt32LE(link, 40);
    headers.push(header);
    at += bytes.length;
  }
  const head = Buffer.alloc(64);
  head.write('\u007fELF\u0002\u0001\u0001', 'latin1');
  head.writeBigUInt64LE(BigInt(at), 0x28);
  head.writeUInt16LE(64, 0x3a);
  head.writeUInt16LE(headers.length, 0x3c);
  head.writeUInt16LE(4, 0x3e);
  return Buffer.concat([head, ...contents.map(({ bytes }) => bytes), ...headers]);
}

/** A 64-bit Mach-O file with `__TEXT,__text`, one library and undefined symbols. */
export function machO(library: string, imports: readonly string[], code: Buffer): Buffer {
  const command = (kind: number, content: Buffer) =>
    Buffer.concat([word(kind), word(content.length + 8), content]);
  const named = (name: string) => padded(Buffer.from(name), 16);
  const sizes = { head: 32, segment: 72 + 80, library: 8 + 16 + library.length + 1, symbols: 24 };
  const start = sizes.head + sizes.segment + sizes.library + sizes.symbols;
  const section = Buffer.concat([
    ...[named('__text'), named('__TEXT'), Buffer.alloc(8), word(code.length), word(0), word(start)],
    Buffer.alloc(28),
  ]);
  const segment = Buffer.concat([named('__TEXT'), Buffer.alloc(40), word(1), word(0), section]);
  const names = Buffer.concat([text(''), ...imports.map(text)]);
  const symbols = Buffer.concat(
    imports.map((name) =>
      Buffer.concat([word(names.indexOf(text(name))), Buffer.from([1, 0, 0, 0]), Buffer.alloc(8)]),
    ),
  );
  const table = start + code.length;
  return Buffer.concat([
    ...[word(0xfeedfacf), word(0x0100000c), word(0), word(6), word(3), word(0), word(0), word(0)],
    command(0x19, segment),
    command(0xc, Buffer.concat([word(24), Buffer.alloc(12), text(library)])),
    command(
      2,
      Buffer.concat([word(table), word(imports.length), word(table + symbols.length), word(names.length)]),
    ),
    ...[code, symbols, names],
  ]);
}

/** A 64-bit Windows program with one section, which holds code and a table of functions imported from one library. */
export function pe(library: string, imports: readonly string[], code: Buffer): Buffer {
  const [address, start, tables] = [0x1000, 0x200, 40];
  const names = imports.map((name) => Buffer.concat([Buffer.alloc(2), text(name)]));
  const thunksAt = tables;
  const libraryAt = thunksAt + 8 * (imports.length + 1);
  let at = libraryAt + library.length + 1;
  const thunks = names.map((name) => {
    at += name.length;
    return Buffer.concat([word(address + at - name.length), word(0)]);
  });
  const content = Buffer.concat([
    ...[word(address + thunksAt), word(0), word(0), word(address + libraryAt), word(0), Buffer.alloc(20)],
    ...[...thunks, Buffer.alloc(8), text(library), ...names, code],
  ]);
  const head = Buffer.alloc(start);
  head.write('MZ');
  head.writeUInt32LE(0x80, 0x3c);
  head.write('PE', 0x80);
  head.writeUInt16LE(1, 0x86);
  head.writeUInt16LE(240, 0x94);
  head.writeUInt16LE(0x20b, 0x98);
  head.writeUInt32LE(address, 0x98 + 112 + 8);
  const section = 0x98 + 240;
  head.write('.text', section);
  head.writeUInt32LE(address, section + 12);
  head.writeUInt32LE(content.length, section + 16);
  head.writeUInt32LE(start, section + 20);
  return Buffer.concat([head, content]);
}
