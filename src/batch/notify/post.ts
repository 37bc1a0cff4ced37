import { setTimeout as sleep } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';

/** Milliseconds for one try, and the longest that a server may make us wait for the next. */
const tryMilliseconds = 10_000;
const mostWait = 30_000;
const retries = 3;

/**
 * Posts JSON; tries again on faults of the network, 429 and 5xx, as late as the server asks for within a limit. A redirection is a failure: what is sent is
 * for that address only. Throws with a line that doesn't hold the address, which may be a secret.
 */
export async function post(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  await pRetry(
    async () => {
      const response = await fetch(address, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'user-agent': 'reprove', ...headers },
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(tryMilliseconds)]),
      }).catch((cause: Error) => {
        throw new Error(`no answer (${codeOf(cause)})`);
      });
      await response.body?.cancel();
      if (response.ok) return;
      const answered = new Error(`it answered ${response.status}`);
      if (response.status !== 429 && response.status < 500) throw new AbortError(answered);
      const wait = waitOf(response.headers.get('retry-after'));
      if (wait > mostWait) throw new AbortError(answered);
      if (wait > 0) await sleep(wait, undefined, { signal });
      throw answered;
    },
    { retries, minTimeout: 500, maxTimeout: 5_000, signal },
  );
}

const codeOf = (error: Error): string =>
  (error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.name;

/** Milliseconds; the header has seconds, or a date. */
function waitOf(header: string | null): number {
  if (header === null) return 0;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1_000;
  return Number.isNaN(wait) ? 0 : wait;
}
