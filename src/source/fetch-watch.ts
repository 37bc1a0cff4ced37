import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';

/** Name in the environment that marks the processes of one fetch. */
const name = 'REPROVE_FETCH';

/**
 * Ends what carries the mark, once its input ends: when the fetch is over, or this process is gone however it went.
 * Without /proc nothing is found, and nothing done.
 */
const script = `read -r _
for file in $(grep -lzx "${name}=$1" /proc/[0-9]*/environ 2>/dev/null); do
  pid=\${file#/proc/}
  kill -KILL "\${pid%/environ}" 2>/dev/null
done`;

/**
 * Runs a fetch so that none of its processes outlives it. Git talks to hosts through children (`git-remote-https`, ssh), which go on
 * waiting for a silent host when git is ended, and git goes on when we are. `run` is given what its environment must have.
 */
export async function watched<T>(run: (mark: Record<string, string>) => Promise<T>): Promise<T> {
  const id = randomUUID();
  const watch = spawn('sh', ['-c', script, 'sh', id], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const over = once(watch, 'close').catch(() => {});
  watch.stdin.on('error', () => {});
  try {
    return await run({ [name]: id });
  } finally {
    watch.stdin.end();
    await over;
  }
}
