/** What a file is by its first bytes. */
export interface FileKind {
  name: string;
  /** Machine code that an operating system or an engine runs. */
  native: boolean;
}

const startsWith = (bytes: Buffer, ...signature: number[]) =>
  signature.every((byte, at) => bytes[at] === byte);
const startsWithText = (bytes: Buffer, text: string, at = 0) =>
  bytes.toString('latin1', at, at + text.length) === text;

/** The signatures that matter here, each from its format's own specification. */
const kinds: readonly (FileKind & { matches(bytes: Buffer): boolean })[] = [
  { name: 'ELF', native: true, matches: (b) => startsWith(b, 0x7f, 0x45, 0x4c, 0x46) },
  {
    name: 'Mach-O',
    native: true,
    matches: (b) =>
      b.length >= 4 &&
      ([0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe].includes(b.readUInt32BE(0)) ||
        // A universal binary shares its signature with Java classes, whose next word is a version from 45 on.
        (b.length >= 8 && [0xcafebabe, 0xcafebabf].includes(b.readUInt32BE(0)) && b.readUInt32BE(4) < 40)),
  },
  { name: 'Java class', native: true, matches: (b) => startsWith(b, 0xca, 0xfe, 0xba, 0xbe) },
  { name: 'PE', native: true, matches: (b) => startsWithText(b, 'MZ') && b.length > 64 },
  { name: 'WebAssembly', native: true, matches: (b) => startsWith(b, 0x00, 0x61, 0x73, 0x6d) },
  { name: 'ar archive', native: true, matches: (b) => startsWithText(b, '!<arch>\n') },
  { name: 'zip', native: false, matches: (b) => startsWith(b, 0x50, 0x4b, 0x03, 0x04) },
  { name: 'gzip', native: false, matches: (b) => startsWith(b, 0x1f, 0x8b) },
  { name: 'xz', native: false, matches: (b) => startsWith(b, 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00) },
  { name: 'zstd', native: false, matches: (b) => startsWith(b, 0x28, 0xb5, 0x2f, 0xfd) },
  {
    name: 'PNG image',
    native: false,
    matches: (b) => startsWith(b, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  },
  { name: 'JPEG image', native: false, matches: (b) => startsWith(b, 0xff, 0xd8, 0xff) },
  { name: 'GIF image', native: false, matches: (b) => startsWithText(b, 'GIF8') },
  {
    name: 'WebP image',
    native: false,
    matches: (b) => startsWithText(b, 'RIFF') && startsWithText(b, 'WEBP', 8),
  },
  { name: 'AVIF image', native: false, matches: (b) => startsWithText(b, 'ftypavif', 4) },
  { name: 'icon', native: false, matches: (b) => startsWith(b, 0x00, 0x00, 0x01, 0x00) },
  { name: 'WOFF font', native: false, matches: (b) => startsWithText(b, 'wOFF') },
  { name: 'WOFF2 font', native: false, matches: (b) => startsWithText(b, 'wOF2') },
  { name: 'TrueType font', native: false, matches: (b) => startsWith(b, 0x00, 0x01, 0x00, 0x00) },
  { name: 'OpenType font', native: false, matches: (b) => startsWithText(b, 'OTTO') },
  { name: 'PDF', native: false, matches: (b) => startsWithText(b, '%PDF-') },
];

/** The kind of a file by its signature; null for text and for what has none of those known here. */
export function fileKind(bytes: Buffer): FileKind | null {
  const kind = kinds.find(({ matches }) => matches(bytes));
  return kind === undefined ? null : { name: kind.name, native: kind.native };
}
