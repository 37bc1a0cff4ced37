import { textFile, whyUnreadable } from '../config/text-file.js';
import { CommandError } from './error.js';

const largest = { bytes: 64 * 2 ** 20, words: '64 MiB' };

/** Text of a lockfile, and the error to throw where it is none; `problem` is the error's beginning, such as `x can't be checked`. */
export async function lockfileText(
  path: string,
  problem: string,
): Promise<{ text: string; fail: (why: string) => CommandError }> {
  const fail = (why: string) =>
    new CommandError(
      `${problem}: ${why}`,
      'Give a package-lock.json, npm-shrinkwrap.json, pnpm-lock.yaml, yarn.lock or bun.lock.',
    );
  const text = await textFile(path, largest).catch((cause: unknown) => {
    throw fail(whyUnreadable(cause));
  });
  return { text, fail };
}
