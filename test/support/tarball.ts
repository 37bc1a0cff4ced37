import { gzipSync } from 'node:zlib';

/** One member of an archive, written as said: nothing is normalised, so that a test can write what no packer would. */
export interface TarEntry {
  /** As stored. A path over 100 bytes is cut, and a PAX `path` record holds it whole, as packers do. */
  path: string;
  content?: string | Buffer;
  /** Default 0o644. */
  mode?: number;
  /** When it was last changed, in seconds since 1970; default: npm's own day in 1985. */
  modified?: number;
  /** Type flag: `0` file (default), `1` hard link, `2` symbolic link, `5` directory, `x`, `g`, `L`, `K`… */
  type?: string;
  linkname?: string;
  /** Records of a PAX header before the member; an array of pairs may repeat a key. */
  pax?: Record<string, string> | readonly (readonly [string, string])[];
  /** Size the header claims; default: that of the content. */
  size?: number;
  /** Used instead of the header that would be made. */
  rawHeader?: Buffer;
}

/** How an archive is closed and packed. */
export interface TarballOptions {
  /** False leaves the tar stream uncompressed. */
  gzip?: boolean;
  /** What follows the last member; default: two null blocks. */
  end?: Buffer;
}

const block = 512;

/** A ustar header with a valid checksum; `change` may alter fields first. */
export function tarHeader(entry: TarEntry, change: (header: Buffer) => void = () => {}): Buffer {
  const header = Buffer.alloc(block);
  Buffer.from(entry.path).copy(header, 0, 0, 100);
  header.write(`${(entry.mode ?? 0o644).toString(8).padStart(6, '0')} \0`, 100);
  header.write('000000 \x000000 \0', 108);
  header.write(`${(entry.size ?? bytesOf(entry).length).toString(8).padStart(11, '0')} `, 124);
  header.write(`${(entry.modified ?? 499_162_500).toString(8).padStart(11, '0')} `, 136);
  header.write(entry.type ?? '0', 156, 'latin1');
  header.write(entry.linkname ?? '', 157, 100);
  header.write('ustar\x0000', 257);
  change(header);
  return withChecksum(header);
}

/** Sets a header's checksum to the one its bytes have. */
export function withChecksum(header: Buffer): Buffer {
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** One PAX record: its length counts itself. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (Buffer.byteLength(`${length}${rest}`) !== length) length = Buffer.byteLength(`${length}${rest}`);
  return `${length}${rest}`;
}

/** An archive of exactly these members, the same bytes every time. */
export function tarball(entries: readonly TarEntry[], options: TarballOptions = {}): Buffer {
  const tar = Buffer.concat([...entries.flatMap(memberOf), options.end ?? Buffer.alloc(2 * block)]);
  return options.gzip === false ? tar : gzipSync(tar, { level: 9 });
}

/** What `npm pack` makes of these files: objects become JSON, every path gets the root `package/`. */
export function npmTarball(
  files: Record<string, string | Buffer | object>,
  options: { root?: string } = {},
): Buffer {
  const root = options.root ?? 'package';
  return tarball(
    Object.entries(files).map(([path, content]) => ({ path: `${root}/${path}`, content: textOf(content) })),
  );
}

function textOf(content: string | Buffer | object): string | Buffer {
  if (typeof content === 'string' || Buffer.isBuffer(content)) return content;
  return `${JSON.stringify(content, null, 2)}\n`;
}

function bytesOf(entry: TarEntry): Buffer {
  return Buffer.from(entry.content ?? '');
}

function memberOf(entry: TarEntry): Buffer[] {
  const header = entry.rawHeader ?? tarHeader(entry);
  const member = [header, padded(bytesOf(entry))];
  const records = recordsOf(entry);
  if (records === '') return member;
  return [...memberOf({ path: 'PaxHeader/entry', type: 'x', content: records }), ...member];
}

function recordsOf(entry: TarEntry): string {
  const given: readonly (readonly [string, string])[] = Array.isArray(entry.pax)
    ? entry.pax
    : Object.entries(entry.pax ?? {});
  const long = Buffer.byteLength(entry.path) > 100 && entry.rawHeader === undefined;
  const path: (readonly [string, string])[] =
    long && !given.some(([key]) => key === 'path') ? [['path', entry.path]] : [];
  return [...path, ...given].map(([key, value]) => paxRecord(key, value)).join('');
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((block - (bytes.length % block)) % block)]);
}
