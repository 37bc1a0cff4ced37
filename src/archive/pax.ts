/** The records of a PAX header that change where a file lands or where the next header begins; others change nothing here. */
export interface PaxRecords {
  path?: string;
  linkpath?: string;
  size?: string;
}

/** A PAX header's body, read. */
export interface PaxHeader {
  /** As npm's reader (node-tar) understands it. */
  records: PaxRecords;
  /** What is wrong with it, one line each. */
  odd: string[];
  /** It describes a file with holes, which npm installs as it is stored and others expand. */
  sparse: boolean;
}

const overriding = ['path', 'linkpath', 'size'] as const;

/**
 * Reads the body of a PAX header in both ways in use: POSIX has records of a stated length, in which a value may hold anything;
 * node-tar takes it line by line, and drops lines whose length isn't the stated one. What they disagree on is odd.
 */
export function readPax(body: Buffer): PaxHeader {
  const byLine = readLines(body.toString('utf8'));
  const byLength = readRecords(body);
  const odd: string[] = [];
  for (const key of overriding) {
    if (byLine.records[key] !== byLength.records[key]) odd.push(`its '${key}' depends on who reads it`);
    if ((byLength.count.get(key) ?? 0) > 1) odd.push(`it has '${key}' more than once`);
  }
  const sparse = [...byLength.count.keys()].some((key) => key.startsWith('GNU.sparse.'));
  return { records: byLine.records, odd, sparse };
}

/** As node-tar 7 does in `pax.js`. */
function readLines(text: string): { records: PaxRecords } {
  const records: PaxRecords = {};
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const length = Number.parseInt(line, 10);
    if (length !== Buffer.byteLength(line) + 1) continue;
    const [key, ...rest] = line.slice(`${length} `.length).split('=');
    const value = rest.join('=').replace(/\0.*/, '');
    if (isOverriding(key)) records[key] = value;
  }
  return { records };
}

/** As POSIX.1-2017 says: `length key=value\n`, where the length counts the whole record. Stops at what is no record. */
function readRecords(body: Buffer): { records: PaxRecords; count: Map<string, number> } {
  const records: PaxRecords = {};
  const count = new Map<string, number>();
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const digits = space === -1 ? '' : body.toString('latin1', at, space);
    const length = /^\d{1,10}$/.test(digits) ? Number(digits) : 0;
    const record = body.subarray(space + 1, at + length - 1);
    const equals = record.indexOf(0x3d);
    if (length <= digits.length + 1 || at + length > body.length || equals === -1) break;
    const key = record.toString('utf8', 0, equals);
    count.set(key, (count.get(key) ?? 0) + 1);
    if (isOverriding(key)) records[key] = record.toString('utf8', equals + 1);
    at += length;
  }
  return { records, count };
}

function isOverriding(key: string | undefined): key is (typeof overriding)[number] {
  return overriding.includes(key as (typeof overriding)[number]);
}
