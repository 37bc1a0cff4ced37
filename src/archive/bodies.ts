import { once } from 'node:events';
import { type Extract, extract, type Header } from 'tar-stream';
import { ArchiveError, corrupt } from './error.js';
import type { Member, TarScanner } from './scanner.js';

/** Takes a file's bytes in order, then `end` once. */
export interface FileSink {
  data(chunk: Buffer): void;
  end(): void;
}

/** tar-stream, fed one piece after the other; `take` is asked at each member who wants its bytes. */
export class TarBodies {
  readonly #scanner: TarScanner;
  // Formats before ustar are read by npm too; the option is missing from the types.
  readonly #parser: Extract = extract({ allowUnknownFormat: true } as Parameters<typeof extract>[0]);
  readonly #failed: Promise<never>;

  constructor(scanner: TarScanner, take: (member: Member) => FileSink | null) {
    this.#scanner = scanner;
    this.#failed = new Promise<never>((_resolve, reject) => {
      this.#parser.on('error', (error) =>
        reject(error instanceof ArchiveError ? error : corrupt('its headers make no sense.', error)),
      );
    });
    // Looked at while waiting for the parser, and only then.
    this.#failed.catch(() => {});
    this.#parser.on('entry', (header, body, next) => {
      // It fails only along with the parser, which is heard.
      body.on('error', () => {});
      let sink: FileSink | null;
      try {
        sink = take(agreed(scanner.members.shift(), header));
      } catch (error) {
        this.#parser.destroy(error as Error);
        return;
      }
      if (header.type === 'directory') {
        // tar-stream never ends the body of a folder that states a size, although it reads none.
        queueMicrotask(next);
        return;
      }
      body.on('data', (chunk) => sink?.data(chunk as Buffer));
      body.on('end', () => {
        sink?.end();
        next();
      });
    });
  }

  /** Resolves when there is room for more. */
  async write(piece: Buffer): Promise<void> {
    if (!this.#parser.write(piece)) await Promise.race([once(this.#parser, 'drain'), this.#failed]);
  }

  /** Resolves when every body was handed over. */
  async end(): Promise<void> {
    const closed = once(this.#parser, 'close');
    this.#parser.end(undefined);
    await Promise.race([closed, this.#failed]);
    if (this.#scanner.members.length > 0) throw disagreement();
  }

  destroy(): void {
    this.#parser.destroy();
  }
}

/** Both readers must mean the same member, or one would see files where the other sees none. */
function agreed(member: Member | undefined, header: Header & { byteOffset?: number }): Member {
  const size = header.type === 'directory' ? 0 : header.size;
  if (member === undefined || member.bodyOffset !== header.byteOffset || member.size !== size) {
    throw disagreement();
  }
  return member;
}

function disagreement(): ArchiveError {
  return corrupt('readers of tar archives would not agree on where its files begin.');
}
