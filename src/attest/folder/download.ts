import type { FetchOptions } from 'make-fetch-happen';
import { exitCodes } from '../../errors.js';
import { AttestError } from '../error.js';

/** Milliseconds for one file, and how often it is asked for again. */
const patience = { timeout: 60_000, retries: 2 };

/**
 * The bytes at an address; null where the server has none. At most one byte more than the limit is read. Proxies are those of the
 * environment, as for npm; redirects are not followed unless `options` says so.
 *
 * @throws {AttestError} `E_ATTESTATIONS_UNREACHABLE` (exit code 4).
 */
export async function download(
  address: string,
  limit: number,
  signal: AbortSignal,
  options: Partial<FetchOptions> = {},
): Promise<Buffer | null> {
  const { default: fetch } = await import('make-fetch-happen');
  try {
    const answer = await fetch(address, {
      redirect: 'manual',
      ...options,
      retry: { retries: patience.retries, minTimeout: 200, maxTimeout: 2_000 },
      timeout: patience.timeout,
      signal,
    } as unknown as FetchOptions);
    if (answer.status === 404 || answer.status === 410) return null;
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) break;
    }
    return Buffer.concat(chunks).subarray(0, limit + 1);
  } catch (cause) {
    signal.throwIfAborted();
    throw new AttestError({
      code: 'E_ATTESTATIONS_UNREACHABLE',
      message: `cannot read ${address}: ${(cause as Error).message}`,
      hint: 'Check the address and the network; a copy that `reprove sync` made is read without either.',
      exitCode: exitCodes.environment,
      cause,
    });
  }
}
