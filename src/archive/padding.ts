const zeros = Buffer.alloc(65_536);

/** How many bytes are other than zero; quick for what is all zero, as padding should be. */
export function bytesNotZero(bytes: Buffer): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const part = bytes.subarray(at, at + zeros.length);
    if (!part.equals(zeros.subarray(0, part.length))) count += part.filter((byte) => byte !== 0).length;
  }
  return count;
}
