import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { type CatalogueSections, firstLineBytes, idBytes, type KnownFile, sha256Of } from './format.js';
import { roleOf } from './role.js';

/** A stretch of a text that is a known macro file, but for its lines that begin with `##`. */
export interface FoundText {
  file: KnownFile;
  start: number;
  end: number;
}

/** Catalogues of known build files, to be looked up in. */
export class Catalogue {
  constructor(readonly parts: readonly CatalogueSections[]) {}

  /** The known file with these very bytes, this base name and this role; the catalogue that comes first has the word. */
  find(path: string, sha256: string): KnownFile | null {
    const [role, name] = [roleOf(path), posix.basename(path)];
    if (role === null) return null;
    const id = Buffer.from(sha256, 'hex').subarray(0, idBytes);
    for (const part of this.parts)
      for (let at = lowest(part.ids, idBytes, id); isAt(part.ids, idBytes, at, id); at++) {
        const file = fileAt(part, at);
        if (posix.basename(file.path) === name && roleOf(file.path) === role) return file;
      }
    return null;
  }

  /** The highest serial number that a macro file of this base name has; null where none is known. */
  highestSerial(path: string): number | null {
    const name = posix.basename(path);
    const all = this.parts.flatMap(({ tables }) => tables.serials.filter(([one]) => one === name));
    return all.length === 0 ? null : Math.max(...all.map(([, serial]) => serial));
  }

  /** Where projects have files of this base name, with the addresses of their repositories. */
  placesOf(path: string): { project: string; from: string; paths: string[] }[] {
    const name = posix.basename(path);
    return this.parts.flatMap(({ tables, header, index }) => {
      const named = tables.paths.map((one) => posix.basename(one) === name);
      if (!named.includes(true)) return [];
      const found = new Map<string, Set<string>>();
      for (let at = 0; at < index.length; at += 2) {
        if (!named[index[at + 1]!]) continue;
        const [project] = tables.origins[index[at]!]!;
        found.set(project, (found.get(project) ?? new Set()).add(tables.paths[index[at + 1]!]!));
      }
      return header.sources.flatMap(({ project, from }) =>
        found.has(project) && /^\w+:\/\//.test(from)
          ? [{ project, from, paths: [...found.get(project)!] }]
          : [],
      );
    });
  }

  /** The known file of this base name that a file is without its stamps, as `withoutStamp` gives it. */
  findStamped(path: string, unstamped: Buffer): KnownFile | null {
    const name = posix.basename(path);
    const id = sha256Of(unstamped).subarray(0, idBytes);
    for (const part of this.parts) {
      const { stampedIds: ids, stampedIndex } = part;
      for (let at = lowest(ids, idBytes, id); isAt(ids, idBytes, at, id); at++) {
        const file = fileAt(part, stampedIndex[at]!);
        if (posix.basename(file.path) === name) return file;
      }
    }
    return null;
  }

  /**
   * Known macro files that a text is made of, as `aclocal` puts them one after the other, in order and without overlap; of several that begin at
   * one place the longest.
   */
  textsIn(text: Buffer): FoundText[] {
    const found: FoundText[] = [];
    for (let at = 0; at < text.length; ) {
      const lineEnd = text.indexOf(0x0a, at) + 1 || text.length;
      const one = this.#textAt(text, at, lineEnd);
      if (one !== null) found.push(one);
      at = one?.end ?? lineEnd;
    }
    return found;
  }

  #textAt(text: Buffer, start: number, lineEnd: number): FoundText | null {
    if (lineEnd - start < 2) return null;
    const key = sha256Of(text.subarray(start, lineEnd)).subarray(0, firstLineBytes);
    let best: FoundText | null = null;
    for (const part of this.parts) {
      const hash = createHash('sha256');
      let hashed = start;
      const { firstLines, textIds, textIndex } = part;
      for (
        let at = lowest(firstLines, firstLineBytes, key);
        isAt(firstLines, firstLineBytes, at, key);
        at++
      ) {
        const end = start + textIndex[2 * at]!;
        if (end > text.length) break;
        // They are in order of length: one pass over the text serves all.
        if (end > hashed) hash.update(text.subarray(hashed, end));
        hashed = end;
        const id = hash.copy().digest().subarray(0, idBytes);
        if (isAt(textIds, idBytes, at, id) && end > (best?.end ?? start))
          best = { file: fileAt(part, textIndex[2 * at + 1]!), start, end };
      }
    }
    return best;
  }
}

function fileAt({ tables, index }: CatalogueSections, at: number): KnownFile {
  const [project, since] = tables.origins[index[2 * at]!]!;
  return { project, since, path: tables.paths[index[2 * at + 1]!]! };
}

function isAt(all: Buffer, width: number, at: number, wanted: Buffer): boolean {
  return (at + 1) * width <= all.length && all.compare(wanted, 0, width, at * width, (at + 1) * width) === 0;
}

/** The first place in a sorted list that is not before what is wanted. */
function lowest(all: Buffer, width: number, wanted: Buffer): number {
  let [low, high] = [0, all.length / width];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (all.compare(wanted, 0, width, middle * width, (middle + 1) * width) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
