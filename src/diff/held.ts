import type { Entry } from '../archive/schema.js';

/** Which of the two things compared: `a` is the old one, `b` the new one. */
export type SideName = 'a' | 'b';

interface Held {
  sha256: string;
  content: Buffer;
}

/**
 * Contents that two readings side by side leave over. An entry that the other side has with the same bytes needs no second look and
 * is let go at once; what differs, or whose counterpart has not come yet, is held while there is room, which spares unpacking both
 * again. Whoever asks states the hash of what is meant: what was replaced later in the same archive is never given.
 */
export class HeldContents {
  readonly #sides = { a: new Map<string, Held>(), b: new Map<string, Held>() };
  readonly #room: number;
  #bytes = 0;

  /** @param room - bytes held at most. */
  constructor(room: number) {
    this.#room = room;
  }

  /** Takes what one reading has come to. */
  offer(name: SideName, { path, sha256 }: Entry, content: Buffer): void {
    const [own, other] = [this.#sides[name], this.#sides[name === 'a' ? 'b' : 'a']];
    this.#drop(own, path);
    if (other.get(path)?.sha256 === sha256) {
      this.#drop(other, path);
      return;
    }
    if (this.#bytes + content.length > this.#room) return;
    this.#bytes += content.length;
    // A part of a larger buffer would hold all of that.
    const isWhole = content.buffer.byteLength === content.byteLength;
    own.set(path, { sha256, content: isWhole ? content : Buffer.from(content) });
  }

  /** The content with this hash that was read at a path; undefined when it is not held. */
  get(name: SideName, path: string, sha256: string): Buffer | undefined {
    const held = this.#sides[name].get(path);
    return held?.sha256 === sha256 ? held.content : undefined;
  }

  #drop(side: Map<string, Held>, path: string): void {
    this.#bytes -= side.get(path)?.content.length ?? 0;
    side.delete(path);
  }
}
