/**
 * A number as GNU tar writes one that octal has no room for: the top bit of the first byte set, the rest big-endian, two's complement
 * below zero. Null when node-tar, npm's reader, does not take it.
 */
export function parseBase256(field: Buffer): number | null {
  const whole = BigInt(`0x${field.toString('hex')}`);
  const bits = BigInt(8 * field.length);
  const value = field[0] === 0x80 ? whole - (1n << (bits - 1n)) : whole - (1n << bits);
  const known = field[0] === 0x80 || field[0] === 0xff;
  return known && Number.isSafeInteger(Number(value)) ? Number(value) : null;
}

/** True for a field that is written so. */
export function isBase256(field: Buffer): boolean {
  return (field[0]! & 0x80) !== 0;
}
