/** A path as file systems that ignore letter case and Unicode form know it. */
export const folded = (path: string): string => path.normalize('NFC').toLowerCase();
