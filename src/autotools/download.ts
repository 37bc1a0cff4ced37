import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FetchOptions } from 'make-fetch-happen';
import type { Context } from '../context.js';
import { exitCodes } from '../errors.js';
import { ReleaseError } from './error.js';

/** What is to be had, and what is known of it. */
export interface Wanted {
  url: string;
  /** Hex; null where nobody states it: then it is asked for each time. */
  sha256: string | null;
  /** Bytes at most. */
  largest: number;
}

/** A file that was downloaded, under the digest of its bytes. */
export interface Downloaded {
  path: string;
  sha256: string;
}

/** Pauses before another try, in milliseconds. */
const pauses = [500, 2_000, 8_000];
const ends = /\.(?:tar\.\w+|txz|tbz2|tlz|tzst|\w{1,6})$/;

/**
 * Downloads a file into the cache, or takes it from there where its digest is known. Throws `ReleaseError` where it can't be had or has other
 * bytes than are stated, and the reason of the signal.
 */
export async function download({ url, sha256, largest }: Wanted, context: Context): Promise<Downloaded> {
  const folder = join(context.cache, 'sources');
  const end = ends.exec(new URL(url).pathname)?.[0] ?? '';
  const place = (hex: string) => join(folder, 'sha256', hex.slice(0, 2), `${hex.slice(2)}${end}`);
  if (sha256 !== null && (await sha256Of(place(sha256))) === sha256) return { path: place(sha256), sha256 };
  if (context.offline)
    throw new ReleaseError({
      code: 'E_OFFLINE',
      message: `${url} is not in the cache`,
      hint: 'Run again without --offline.',
      exitCode: exitCodes.environment,
    });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const partial = join(folder, `partial-${randomUUID()}`);
  try {
    const found = await withPatience(() => fetchTo(url, partial, largest, context.signal), context.signal);
    if (sha256 !== null && found !== sha256) throw otherBytes(url, sha256, found);
    await mkdir(dirname(place(found)), { recursive: true, mode: 0o700 });
    await rename(partial, place(found));
    return { path: place(found), sha256: found };
  } finally {
    await rm(partial, { force: true });
  }
}

/** SHA-256 (hex) of a file; null where there is none. */
async function sha256Of(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex');
  } catch {
    return null;
  }
}

async function fetchTo(url: string, to: string, largest: number, signal: AbortSignal): Promise<string> {
  const { default: fetch } = await import('make-fetch-happen');
  const answer = await fetch(url, {
    signal,
    retry: { retries: 0 },
    timeout: 60_000,
  } as unknown as FetchOptions);
  if (!answer.ok) throw refused(url, answer.status);
  const hash = createHash('sha256');
  const file = await open(to, 'w', 0o600);
  let bytes = 0;
  try {
    for await (const chunk of answer.body as unknown as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      bytes += chunk.length;
      if (bytes > largest)
        throw new ReleaseError({
          code: 'E_ARCHIVE_TOO_LARGE',
          message: `${url} is larger than ${largest} bytes`,
          hint: "Raise 'archive.bytes' in the configuration if that is expected.",
        });
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

async function withPatience<Value>(attempt: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
  for (let tried = 0; ; tried++) {
    try {
      return await attempt();
    } catch (cause) {
      signal.throwIfAborted();
      const pause = pauses[tried];
      if (cause instanceof ReleaseError && cause.code !== 'E_ARCHIVE_UNREACHABLE') throw cause;
      if (pause === undefined)
        throw cause instanceof ReleaseError ? cause : unreachable((cause as Error).message, cause);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

function refused(url: string, status: number): ReleaseError {
  if (status === 404 || status === 410)
    return new ReleaseError({
      code: 'E_NO_SUCH_FILE_THERE',
      message: `there is nothing at ${url} (${status})`,
      hint: 'What left an archive may be had from a snapshot of it: give the file or its address.',
    });
  return unreachable(`${url} answers ${status}`);
}

const unreachable = (message: string, cause?: unknown) =>
  new ReleaseError({
    code: 'E_ARCHIVE_UNREACHABLE',
    message,
    hint: 'Check the network, or the proxy in http_proxy and https_proxy.',
    exitCode: exitCodes.environment,
    cause,
  });

const otherBytes = (url: string, stated: string, found: string) =>
  new ReleaseError({
    code: 'E_OTHER_BYTES',
    message: `${url} has SHA-256 ${found}, not ${stated} as is stated`,
    hint: 'Look at who serves it: the file, or what states its digest, is not what it was.',
  });

/** SRI of a SHA-256 in hex. */
export const sriOf = (sha256: string): string => `sha256-${Buffer.from(sha256, 'hex').toString('base64')}`;
