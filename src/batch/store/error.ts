import { type ErrorDetails, exitCodes, ReproveError } from '../../errors.js';

/** A store that can't be opened, read or written now. */
export class StoreError extends ReproveError {
  constructor(details: Omit<ErrorDetails, 'exitCode'>) {
    super({ ...details, exitCode: exitCodes.environment });
  }
}

/** Classes and codes of SQLSTATE that say that the server or the way to it is gone, not that the statement is wrong. */
const lostStates = /^(08|57P0[1-5]|53300|40001|40P01)/;
const lostCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);
const lostWords =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/;

/** Whether the same work can succeed a moment later: the server stopped, the connection broke, two transactions met. */
export function isTransient(error: unknown): boolean {
  return causes(error).some((each) => {
    const code = (each as NodeJS.ErrnoException).code ?? '';
    return lostStates.test(code) || lostCodes.has(code) || lostWords.test(each.message);
  });
}

/** Whether the disk under the database is full. */
function isFull(error: unknown): boolean {
  return causes(error).some((each) => {
    const code = (each as NodeJS.ErrnoException).code ?? '';
    return code === '53100' || code === 'ENOSPC' || /No space left on device/i.test(each.message);
  });
}

/** An error and what it was caused by; drizzle wraps what the driver threw. */
function causes(error: unknown): Error[] {
  const all: Error[] = [];
  for (let at = error; at instanceof Error && all.length < 10; at = at.cause) {
    all.push(at);
    if (at instanceof AggregateError) all.push(...at.errors.filter((each) => each instanceof Error));
  }
  return all;
}

/** What the driver threw, as an error that says what to do; ours come back as they are. */
export function storeError(error: unknown, place: string): unknown {
  if (error instanceof ReproveError) return error;
  const [first] = causes(error).toReversed();
  const said = first?.message || (first as NodeJS.ErrnoException | undefined)?.code || String(error);
  if (isFull(error)) {
    return new StoreError({
      code: 'E_STORE_FULL',
      message: `the disk of the database is full: ${place}`,
      hint: 'Make room and run the same command again: what was recorded is kept, and only unfinished work is repeated.',
      cause: error,
    });
  }
  if (isTransient(error)) {
    return new StoreError({
      code: 'E_STORE_UNREACHABLE',
      message: `the database cannot be used: ${place}: ${said}`,
      hint: 'See that it runs and accepts this user, and run the same command again.',
      cause: error,
    });
  }
  return error;
}
