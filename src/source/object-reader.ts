import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { SourceError } from './error.js';
import { readingEnvironment } from './git-environment.js';

/** What git says of an object before its bytes. */
export interface ObjectHeader {
  id: string;
  type: 'blob' | 'tree' | 'commit' | 'tag';
  /** Bytes. */
  size: number;
}

/** Receives an object's bytes; they are only lent. A promise holds the stream back. */
type Visitor = (chunk: Buffer) => void | Promise<void>;

interface Request {
  visit: (header: ObjectHeader) => Visitor | null;
  resolve: (header: ObjectHeader | null) => void;
  reject: (error: unknown) => void;
}

interface Current {
  request: Request;
  header: ObjectHeader;
  visitor: Visitor | null;
  hash: Hash;
  remaining: number;
  error: { thrown: unknown } | null;
}

/** Milliseconds without a byte from git, while an object is awaited. */
const patience = 120_000;

/**
 * One `git cat-file --batch` over a view, for as many objects as are asked for. Objects stream by: memory stays flat.
 * Every object's bytes are hashed on the way; those that don't have the id they are stored under count as missing, whatever
 * a pack's index says. See git-cat-file(1).
 */
export class ObjectReader {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #queue: Request[] = [];
  readonly #ended: Promise<void>;
  #current: Current | null = null;
  #failure: unknown = null;
  #timer: NodeJS.Timeout | null = null;
  #errors = '';

  constructor(view: string, signal: AbortSignal) {
    this.#child = spawn('git', ['--git-dir', view, 'cat-file', '--batch'], {
      cwd: '/',
      env: readingEnvironment(),
      signal,
      killSignal: 'SIGKILL',
    });
    this.#child.stdin.on('error', () => {});
    this.#child.stderr.on('data', (chunk) => {
      this.#errors = `${this.#errors}${chunk}`.slice(-2000);
    });
    this.#child.on('error', (error) => this.#fail(signal.aborted ? signal.reason : notStarted(error)));
    this.#ended = this.#pump().then(
      () => this.#fail(signal.aborted ? signal.reason : ended(this.#errors)),
      (error) => this.#fail(error),
    );
  }

  /**
   * Reads one object. `name` is an id, or `<id>^{commit}` and the like. `visit` sees the header and gives who takes the bytes, or
   * null to let them pass. Resolves when all bytes were taken; null when there is no such object, or its bytes aren't those
   * that its id promises. Rejects with what a visitor threw, or a `SourceError` when git ended.
   */
  read(name: string, visit: Request['visit']): Promise<ObjectHeader | null> {
    if (/[\n\0]/.test(name)) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) return reject(this.#failure);
      this.#queue.push({ visit, resolve, reject });
      this.#await();
      this.#child.stdin.write(`${name}\n`);
    });
  }

  /** Ends git; objects still awaited are rejected. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  async #pump(): Promise<void> {
    let head = Buffer.alloc(0);
    for await (const data of this.#child.stdout) {
      this.#rest();
      let chunk = data as Buffer;
      while (chunk.length > 0) {
        const current: Current | null = this.#current;
        if (current === null) {
          const end = chunk.indexOf(10);
          head = Buffer.concat([head, end < 0 ? chunk : chunk.subarray(0, end)]);
          if (end < 0) break;
          chunk = chunk.subarray(end + 1);
          this.#current = this.#begin(head.toString('utf8'));
          head = Buffer.alloc(0);
        } else {
          // One byte more than the object: the line end after it.
          const part = chunk.subarray(0, current.remaining);
          await take(current, part);
          chunk = chunk.subarray(part.length);
          current.remaining -= part.length;
          if (current.remaining > 0 || chunk.length === 0) continue;
          chunk = chunk.subarray(1);
          finish(current);
          this.#current = null;
        }
      }
      if (this.#queue.length > 0 || this.#current !== null) this.#await();
    }
  }

  #begin(line: string): Current | null {
    const request = this.#queue.shift();
    const match = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/.exec(line);
    if (request === undefined) return null;
    if (match === null) {
      request.resolve(null);
      return null;
    }
    const [, id = '', type = '', size = ''] = match;
    const header = { id, type: type as ObjectHeader['type'], size: Number(size) };
    const hash = createHash('sha1').update(`${type} ${size}\0`);
    const current: Current = { request, header, visitor: null, hash, remaining: header.size, error: null };
    try {
      current.visitor = request.visit(header);
    } catch (thrown) {
      current.error = { thrown };
    }
    return current;
  }

  #await(): void {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#fail(new SourceError({ code: 'E_GIT', message: 'git stopped answering', hint: rerun }));
      this.#child.kill('SIGKILL');
    }, patience).unref();
  }

  #rest(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#rest();
    this.#current?.request.reject(this.#failure);
    for (const request of this.#queue.splice(0)) request.reject(this.#failure);
  }
}

async function take(current: Current, part: Buffer): Promise<void> {
  if (part.length === 0 || current.error !== null) return;
  current.hash.update(part);
  try {
    await current.visitor?.(part);
  } catch (thrown) {
    current.error = { thrown };
  }
}

function finish({ request, header, hash, error }: Current): void {
  if (error !== null) request.reject(error.thrown);
  else request.resolve(hash.digest('hex') === header.id ? header : null);
}

const rerun = 'check the repository with `git fsck`, then run again';

function ended(errors: string): SourceError {
  const line = errors.trim().split('\n').at(-1) ?? '';
  return new SourceError({ code: 'E_GIT', message: `git ended early${line && `: ${line}`}`, hint: rerun });
}

function notStarted(cause: Error): SourceError {
  const hint = 'install git 2.30 or newer and make sure it is on PATH';
  return new SourceError({ code: 'E_GIT_MISSING', message: 'git could not be started', hint, cause });
}
