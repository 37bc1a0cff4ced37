/** Fields of one paragraph of a control file, by name in lower case; lines that go on are joined by line feeds. */
export type Paragraph = ReadonlyMap<string, string>;

/** Reads the paragraphs of a control file (deb822). Lines that are no field are left out; never throws. */
export function* paragraphsOf(text: string): Generator<Paragraph> {
  let fields = new Map<string, string>();
  let last: string | null = null;
  for (const line of [...text.split(/\r?\n/), '']) {
    if (line.trim() === '') {
      if (fields.size > 0) yield fields;
      fields = new Map();
      last = null;
    } else if (/^[ \t]/.test(line)) {
      if (last !== null) fields.set(last, `${fields.get(last)}\n${line.trim()}`);
    } else if (!line.startsWith('#')) {
      const found = /^([!-9;-~]+):(.*)$/.exec(line);
      last = found === null ? null : found[1]!.toLowerCase();
      if (last !== null) fields.set(last, found![2]!.trim());
    }
  }
}

/** A file that a control file lists with its SHA-256. */
export interface ListedFile {
  sha256: string;
  size: number;
  name: string;
}

/** The files of a `SHA256` or `Checksums-Sha256` field. */
export function filesOf(field: string | undefined): ListedFile[] {
  return (field ?? '').split('\n').flatMap((line) => {
    const found = /^([0-9a-f]{64})\s+(\d{1,15})\s+(\S+)$/.exec(line.trim());
    return found === null ? [] : [{ sha256: found[1]!, size: Number(found[2]), name: found[3]! }];
  });
}
