import { corrupt } from './error.js';
import { blockBytes, decodeHeader, isNullBlock, type TarHeader } from './header.js';
import { addOverride, applyOverrides, noOverrides, type Overrides } from './overrides.js';
import { bytesNotZero } from './padding.js';
import { readPax } from './pax.js';

/** One member of an archive with everything said about it: extension headers applied, but no member of their own. */
export interface Member {
  type: string;
  path: string;
  /** What a link leads to; '' for all else. */
  linkname: string;
  mode: number;
  /** Bytes of the body; 0 for a directory, whatever its header says. */
  size: number;
  /** As its own header says, in seconds since 1970. */
  modified: number;
  /** Where its body begins in the tar stream. */
  bodyOffset: number;
  /** Why its stored name is not a plain one; null where it is. */
  oddName: string | null;
  oddOverrides: string[];
  sparse: boolean;
}

/** What lies around the members. */
export interface ArchiveShape {
  /** Bytes other than zero after the end of the archive. */
  bytesAfterEnd: number;
  /** A null block stands before a member, where some readers stop. */
  endsEarly: boolean;
  /** What headers for the whole archive override, one line each. */
  globalOverrides: string[];
}

/** What node-tar reads of one extension header at most; it drops longer ones, others don't. */
const longestExtension = 2 ** 20;
/** Extension headers before one member; two or three are what packers write. */
const mostExtensions = 8;
const extensions = new Set(['x', 'g', 'L', 'K']);

/**
 * Walks the headers of a tar stream beside tar-stream, which is the parser of the bodies but hides the raw names, the bytes after the
 * end and its own leniency. It sees every chunk first and passes on what belongs to the archive as node-tar, npm's reader, understands
 * it; where the two could disagree on where the next header is, the archive is refused.
 *
 * Known disagreements: tar-stream goes on after two null blocks, prefers PAX to GNU names whatever their order, reads a PAX value
 * across lines, takes a body for a file whose name ends in a slash, and applies the size of a PAX header to every type. node-tar drops a
 * header without a path, of a file with a link target, or with some numbers, and takes the bytes of the file for the next header.
 */
export class TarScanner {
  readonly members: Member[] = [];
  readonly shape: ArchiveShape = { bytesAfterEnd: 0, endsEarly: false, globalOverrides: [] };
  #state: 'header' | 'body' | 'ended' = 'header';
  #partial: Buffer = Buffer.alloc(0);
  #left = 0;
  #extension: { type: string; size: number; parts: Buffer[] } | null = null;
  #overrides: Overrides = noOverrides();
  #nullBlocks = 0;
  #offset = 0;
  #headers = 0;
  #extensions = 0;

  /** Looks at the next bytes; returns those of the archive proper, whole headers only. */
  push(chunk: Buffer): Buffer[] {
    const held = this.#partial;
    let at = 0;
    let passed = 0;
    while (at < chunk.length && this.#state !== 'ended') {
      if (this.#state === 'body') {
        const part = chunk.subarray(at, at + this.#left);
        at += part.length;
        this.#body(part);
      } else {
        const part = chunk.subarray(at, at + blockBytes - this.#partial.length);
        at += part.length;
        this.#partial = this.#partial.length === 0 ? part : Buffer.concat([this.#partial, part]);
        if (this.#partial.length < blockBytes) break;
        const block = this.#partial;
        this.#partial = Buffer.alloc(0);
        this.#offset += blockBytes;
        this.#header(block);
      }
      passed = at;
    }
    if (this.#state === 'ended') this.shape.bytesAfterEnd += bytesNotZero(chunk.subarray(at));
    return passed === 0 ? [] : [held, chunk.subarray(0, passed)].filter(({ length }) => length > 0);
  }

  /** To be called when nothing more comes. */
  end(): void {
    if (this.#state === 'body') throw corrupt('it is cut off in a file.');
    this.shape.bytesAfterEnd += bytesNotZero(this.#partial);
    if (this.#headers === 0) throw corrupt('there is nothing in it, or it is no tar archive.');
  }

  #header(block: Buffer): void {
    if (isNullBlock(block)) {
      this.#nullBlocks++;
      if (this.#nullBlocks === 2) this.#state = 'ended';
      return;
    }
    const header = decodeHeader(block);
    if (this.#nullBlocks > 0) this.shape.endsEarly = true;
    this.#nullBlocks = 0;
    this.#headers++;
    if (extensions.has(header.type)) {
      refuseSkipped(header, header.path);
      this.#extensions++;
      if (this.#extensions > mostExtensions) throw corrupt('too many extended headers follow each other.');
      // node-tar applies it to the next header of any kind, and would read the body of this one as headers.
      if (this.#overrides.records.size !== undefined)
        throw corrupt('an extended header states the size of another extended header.');
      // An empty one makes tar-stream take what follows the next file for its body.
      if (header.size === 0) throw corrupt('an extended header is empty.');
      if (header.size > longestExtension) throw corrupt('an extended header is longer than npm reads.');
      this.#extension = { type: header.type, size: header.size, parts: [] };
      this.#expect(header.size);
      return;
    }
    this.#member(header);
  }

  #member(header: TarHeader): void {
    const overrides = this.#overrides;
    this.#overrides = noOverrides();
    this.#extensions = 0;
    const { path, size: stated, odd } = applyOverrides(header, overrides);
    refuseSkipped(header, path);
    const directory = header.type === '5' || (header.type === '0' && path.endsWith('/'));
    const size = directory ? 0 : stated;
    this.members.push({
      type: directory ? '5' : header.type,
      path,
      linkname: overrides.records.linkpath ?? header.linkname,
      mode: header.mode,
      size,
      modified: header.modified,
      bodyOffset: this.#offset,
      oddName: overrides.records.path === undefined ? header.oddName : null,
      oddOverrides: odd,
      sparse: overrides.sparse || header.type === 'S',
    });
    this.#expect(size);
  }

  #expect(size: number): void {
    this.#left = Math.ceil(size / blockBytes) * blockBytes;
    if (this.#left > 0) this.#state = 'body';
    else this.#extended();
  }

  #body(part: Buffer): void {
    this.#extension?.parts.push(part);
    this.#left -= part.length;
    this.#offset += part.length;
    if (this.#left > 0) return;
    this.#state = 'header';
    this.#extended();
  }

  #extended(): void {
    if (this.#extension === null) return;
    const { type, size, parts } = this.#extension;
    this.#extension = null;
    const body = Buffer.concat(parts).subarray(0, size);
    if (type !== 'g') {
      this.#overrides = addOverride(this.#overrides, type, body);
      return;
    }
    const { records, odd } = readPax(body);
    if (records.size !== undefined) throw corrupt('a header for all files states one size for them.');
    const names = Object.keys(records).map((key) => `a header for all files gives their '${key}'`);
    for (const line of [...names, ...odd]) {
      if (!this.shape.globalOverrides.includes(line)) this.shape.globalOverrides.push(line);
    }
  }
}

/** What node-tar drops, going on with the body as if it were headers, and what only some readers know. */
function refuseSkipped({ type, linkname }: TarHeader, path: string): void {
  const isLink = type === '1' || type === '2';
  const mayLink = isLink || type === 'x' || type === 'g';
  if (path === '') throw corrupt('a header has no path.');
  if (isLink && linkname === '') throw corrupt('a link has no target.');
  if (!mayLink && linkname !== '') throw corrupt('a file has the target of a link.');
  if (type === 'X' || type === 'N') {
    throw corrupt(`a header of type '${type}' means different things to different readers.`);
  }
}
