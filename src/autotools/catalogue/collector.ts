import { posix } from 'node:path';
import {
  type CatalogueContent,
  type KnownFile,
  type KnownStamped,
  type KnownText,
  sha256Of,
} from './format.js';
import { isOffered, roleOf } from './role.js';
import { serialOf } from './serial.js';
import { withoutStamp } from './stamp.js';

/** Bytes of a build file; the largest that is known has 400,000. */
export const largestFile = 2 ** 21;

/** Gathers files of a catalogue; what comes first stays, so that the surest sources go first. */
export class Collector {
  readonly #sources: CatalogueContent['sources'] = [];
  readonly #files: (KnownFile & { sha256: Buffer })[] = [];
  readonly #texts: KnownText[] = [];
  readonly #stamped: KnownStamped[] = [];
  readonly #serials = new Map<string, number>();
  readonly #seen = new Set<string>();
  readonly #seenTexts = new Set<string>();

  /** Whether a file of a project is one for others to build with. */
  static wants(path: string): boolean {
    return roleOf(path) !== null && isOffered(path);
  }

  /** Adds a file, unless the same bytes are known under the same name. */
  add(file: KnownFile, bytes: Buffer): void {
    if (bytes.length === 0) return;
    const sha256 = sha256Of(bytes);
    const key = `${sha256.toString('hex')} ${posix.basename(file.path)}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const at = this.#files.push({ ...file, sha256 }) - 1;
    const unstamped = withoutStamp(file.path, bytes);
    if (unstamped !== null) this.#stamped.push({ sha256: sha256Of(unstamped), file: at });
    const [name, serial] = [posix.basename(file.path), serialOf(bytes)];
    if (serial !== null && serial > (this.#serials.get(name) ?? -1)) this.#serials.set(name, serial);
    if (roleOf(file.path) === 'm4') this.#addText(bytes, at, posix.basename(file.path));
  }

  /** Tells where files came from, and counts what they added. */
  async from(
    source: { project: string; from: string; state: string },
    gather: () => Promise<void>,
  ): Promise<number> {
    const before = this.#files.length;
    await gather();
    const files = this.#files.length - before;
    this.#sources.push({ ...source, files });
    return files;
  }

  content(): CatalogueContent {
    const made = new Date().toISOString();
    return {
      made,
      sources: this.#sources,
      files: this.#files,
      texts: this.#texts,
      stamped: this.#stamped,
      serials: this.#serials,
    };
  }

  #addText(bytes: Buffer, file: number, name: string): void {
    const text = Buffer.from(withoutRemarks(bytes.toString('latin1')), 'latin1');
    const sha256 = sha256Of(text);
    const key = `${sha256.toString('hex')} ${name}`;
    if (text.length < 2 || this.#seenTexts.has(key)) return;
    this.#seenTexts.add(key);
    const lineEnd = text.indexOf(0x0a) + 1 || text.length;
    this.#texts.push({ sha256, bytes: text.length, firstLine: sha256Of(text.subarray(0, lineEnd)), file });
  }
}

/** A macro file as aclocal copies it: lines that begin with `##` are for those who read the file. */
const withoutRemarks = (text: string): string => text.replace(/^##.*(?:\n|$)/gm, '');
