import { inflateWhole, isBounded } from './inflate.js';

/** One file of a zip archive. */
export interface ZipEntry {
  /** Everything both of its headers say, but for times, place and room taken. */
  header: Buffer;
  /** Bytes as they are stored. */
  data: Buffer;
  deflated: boolean;
  size: number;
  crc32: number;
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50, descriptor: 0x08074b50 };
const bytesOf = { local: 30, central: 46, end: 22, descriptor: 16 };
/** Flags that say how it was compressed (1, 2), that sizes follow the data (3) and that the name is UTF-8 (11). Encryption is none of them. */
const flags = { level: 0x0006, descriptor: 0x0008, utf8: 0x0800 };
/** Extra fields that hold times and the number of an account: Info-ZIP's, and those of NTFS. */
const ofPacker = new Set([0x5455, 0x7875, 0x000a]);
const longestOfPacker = 36;
const stored = 0;
const deflated = 8;

/**
 * Reads a zip archive that every reader reads alike, and that holds nothing else: files one after the other from the first byte on, the list
 * of them, its end. Null for anything else: bytes before, between or after, comments, encryption, a name twice, headers that disagree,
 * several disks, zip64, other methods than stored and deflate. Unpacks nothing; linear in the number of files. Never throws.
 *
 * Format: PKWARE's APPNOTE.TXT 6.3.10.
 */
export function readZip(bytes: Buffer): ZipEntry[] | null {
  try {
    return entriesOf(bytes);
  } catch (error) {
    // A field that lies outside of the file.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function entriesOf(bytes: Buffer): ZipEntry[] | null {
  const end = bytes.length - bytesOf.end;
  if (end < 0 || bytes.readUInt32LE(end) !== signatures.end) return null;
  const count = bytes.readUInt16LE(end + 8);
  const [listSize, listStart] = [bytes.readUInt32LE(end + 12), bytes.readUInt32LE(end + 16)];
  const oneDisk = bytes.readUInt32LE(end + 4) === 0 && bytes.readUInt16LE(end + 10) === count;
  const comment = bytes.readUInt16LE(end + 20);
  if (!oneDisk || comment !== 0 || count === 0xffff || listStart + listSize !== end) return null;
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let [inList, inFiles] = [listStart, 0];
  for (let index = 0; index < count; index += 1) {
    const entry = entryAt(bytes, inList, inFiles);
    if (entry === null || entry.filesEnd > listStart || names.has(entry.name)) return null;
    names.add(entry.name);
    entries.push(entry.entry);
    [inList, inFiles] = [entry.listEnd, entry.filesEnd];
  }
  return inList === end && inFiles === listStart ? entries : null;
}

/** The file whose line in the list begins at `at`, and which must begin at `start`; null where it isn't plain. */
function entryAt(bytes: Buffer, at: number, start: number) {
  const u16 = (offset: number) => bytes.readUInt16LE(offset);
  const u32 = (offset: number) => bytes.readUInt32LE(offset);
  if (u32(at) !== signatures.central || u32(start) !== signatures.local) return null;
  const [flag, method, crc32, packed, size] = [
    u16(at + 8),
    u16(at + 10),
    u32(at + 16),
    u32(at + 20),
    u32(at + 24),
  ];
  if ((flag & ~(flags.level | flags.descriptor | flags.utf8)) !== 0) return null;
  if ((method !== stored && method !== deflated) || (method === stored && packed !== size)) return null;
  // A comment, the disk it starts on, where it starts.
  if (u16(at + 32) !== 0 || u16(at + 34) !== 0 || u32(at + 42) !== start) return null;
  const [nameLength, extraLength] = [u16(at + 28), u16(at + 30)];
  const follows = (flag & flags.descriptor) !== 0;
  const sums = follows && u32(start + 14) === 0 ? [0, 0, 0] : [crc32, packed, size];
  const agree =
    u16(start + 6) === flag &&
    u16(start + 8) === method &&
    u32(start + 10) === u32(at + 12) &&
    [14, 18, 22].every((offset, index) => u32(start + offset) === sums[index]) &&
    u16(start + 26) === nameLength;
  if (!agree) return null;
  const name = bytes.subarray(at + bytesOf.central, at + bytesOf.central + nameLength);
  const localName = start + bytesOf.local;
  if (!name.equals(bytes.subarray(localName, localName + nameLength))) return null;
  const extraAt = at + bytesOf.central + nameLength;
  const dataAt = localName + nameLength + u16(start + 28);
  const extras = [
    extraFields(bytes.subarray(extraAt, extraAt + extraLength)),
    extraFields(bytes.subarray(localName + nameLength, dataAt)),
  ];
  if (extras.includes(null)) return null;
  let filesEnd = dataAt + packed;
  const data = bytes.subarray(dataAt, filesEnd);
  if (follows) {
    const described = [signatures.descriptor, crc32, packed, size];
    if (!described.every((value, index) => u32(filesEnd + 4 * index) === value)) return null;
    filesEnd += bytesOf.descriptor;
  }
  const fixed = Buffer.from(bytes.subarray(at, at + bytesOf.central));
  fixed.writeUInt16LE(flag & ~flags.level, 8);
  fixed.fill(0, 12, 16).fill(0, 20, 24).fill(0, 30, 32).fill(0, 42, 46);
  const header = Buffer.concat([fixed, bytes.subarray(start + 4, start + 6), name, ...(extras as Buffer[])]);
  const entry: ZipEntry = { header, data, deflated: method === deflated, size, crc32 };
  return { entry, name: name.toString('latin1'), listEnd: extraAt + extraLength, filesEnd };
}

/** Extra fields but for those that hold times and accounts, with a mark after them; null where they aren't whole. */
function extraFields(extra: Buffer): Buffer | null {
  const kept: Buffer[] = [];
  for (let at = 0; at < extra.length; ) {
    if (at + 4 > extra.length) return null;
    const [id, length] = [extra.readUInt16LE(at), extra.readUInt16LE(at + 2)];
    const end = at + 4 + length;
    // Zip64 states the sizes anew.
    if (end > extra.length || id === 0x0001) return null;
    if (!ofPacker.has(id) || length > longestOfPacker) kept.push(extra.subarray(at, end));
    at = end;
  }
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(kept.reduce((sum, { length }) => sum + length, 0));
  return Buffer.concat([...kept, mark]);
}

/** The bytes of a file; null unless they are whole, of the size and checksum stated, and no bomb. */
export function contentOf({ data, deflated, size, crc32 }: ZipEntry): Buffer | null {
  if (!isBounded(data.length, size)) return null;
  return deflated ? inflateWhole({ data, size, crc32 }) : data;
}
