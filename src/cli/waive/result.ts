import { newestResultOf } from '../../batch/store/newest-results.js';
import { storedResult } from '../../batch/store/stored-result.js';
import { exitCodes } from '../../errors.js';
import type { Result } from '../../result.js';
import { CommandError } from '../error.js';
import { isResultFile, readResults } from '../results.js';
import type { Session } from '../session.js';
import { withStore } from '../store/with-store.js';
import type { WaiveOptions } from './options.js';

/** The result that a waiver is made from: of a file, or the newest that is stored of `name@version`. */
export async function resultToWaive(
  subject: string,
  options: WaiveOptions,
  session: Session,
): Promise<Result> {
  if (!isResultFile(subject)) return fromStore(subject, options, session);
  const [result, ...more] = await readResults(subject, session.io.cwd);
  if (result !== undefined && more.length === 0) return result;
  throw new CommandError(`${subject} holds several results`, 'Give a file with one.');
}

async function fromStore(subject: string, options: WaiveOptions, session: Session): Promise<Result> {
  const at = subject.lastIndexOf('@');
  const none = new CommandError(
    `there is no stored result of ${subject}`,
    'Give name@version as a batch verified it, or a file that `reprove verify --json --output` wrote.',
  );
  if (at <= 0) throw none;
  const release = { name: subject.slice(0, at), version: subject.slice(at + 1) };
  let found: Result | null = null;
  await withStore(options, session, async (store) => {
    const place = await newestResultOf(store, release);
    found = place === null ? null : await storedResult(store.blobs, place.blob);
    return exitCodes.passed;
  });
  if (found === null) throw none;
  return found;
}
