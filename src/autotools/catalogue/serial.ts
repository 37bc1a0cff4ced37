/** Bytes of a macro file's beginning in which its serial number is; see "Serial Numbers" in automake's manual. */
const head = 2_048;

/** The serial number of a macro file, by which tools decide which of two is newer; null where it has none. */
export function serialOf(bytes: Buffer): number | null {
  const found = /^#.{0,100}\bserial (\d{1,9})\b/m.exec(bytes.toString('latin1', 0, head));
  return found === null ? null : Number(found[1]);
}
