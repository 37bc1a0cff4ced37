/** Pixels of an image, as its header states them. */
export interface Size {
  width: number;
  height: number;
}

/** Markers of JPEG segments that state the size: start of frame, but for tables (C4), reserved (C8) and conditioning (CC). */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function jpegSize(bytes: Buffer): Size | null {
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    if (bytes[at] !== 0xff) return null;
    if (isFrame(bytes[at + 1]!))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
  }
  return null;
}

function webpSize(bytes: Buffer): Size | null {
  const form = bytes.toString('latin1', 12, 16);
  if (form === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (form === 'VP8 ')
    return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  if (form !== 'VP8L') return null;
  const packed = bytes.readUInt32LE(21);
  return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
}

function avifSize(bytes: Buffer): Size | null {
  const at = bytes.subarray(0, 4_096).indexOf('ispe');
  return at === -1 ? null : { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
}

/** By the names that `fileKind` gives. */
const readers: Readonly<Record<string, (bytes: Buffer) => Size | null>> = {
  'PNG image': (bytes) => ({ width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }),
  'GIF image': (bytes) => ({ width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }),
  'JPEG image': jpegSize,
  'WebP image': webpSize,
  'AVIF image': avifSize,
};

/** How large an image says it is; null for another kind of file and for a header that says nothing. */
export function imageSize(kind: string, bytes: Buffer): Size | null {
  try {
    return Object.hasOwn(readers, kind) ? readers[kind]!(bytes) : null;
  } catch (error) {
    // A header that is cut off.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
