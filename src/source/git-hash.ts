import { execFile } from 'node:child_process';
import type { FileSink } from '../archive/bodies.js';
import { readingEnvironment } from './git-environment.js';

/** Milliseconds for one file. */
const longest = 60_000;

/**
 * The id that git gives a content that is written to `sink`, computed by git itself: its SHA-1 notices contents that were made to collide, by
 * what all known ways to make them leave behind (sha1collisiondetection), and refuses them. Null where it does, or can't.
 */
export function gitHash(signal: AbortSignal): { sink: FileSink; id: Promise<string | null> } {
  const parameters = ['hash-object', '-t', 'blob', '--no-filters', '--stdin'];
  const options = { cwd: '/', env: readingEnvironment(), signal, timeout: longest };
  let done: (id: string | null) => void;
  const id = new Promise<string | null>((resolve) => {
    done = resolve;
  });
  const { stdin } = execFile('git', parameters, options, (error, output) =>
    done(error === null ? output.trim() : null),
  );
  stdin?.on('error', () => {});
  return { sink: { data: (chunk) => stdin?.write(Buffer.from(chunk)), end: () => stdin?.end() }, id };
}
