import { closeSync, openSync, writeSync } from 'node:fs';

const tailBytes = 16 * 1024;
const tailLines = 20;

/** The output of one step, on disk up to a limit and its end in memory. */
export interface StepLog {
  /** Takes output; false once more came than the limit allows, of which nothing is kept. */
  write(chunk: Buffer): boolean;
  /** A line of our own, kept whatever the limit. */
  note(line: string): void;
  /** Bytes of output on disk. */
  bytes(): number;
  /** At most 20 lines, of at most 16 KiB together. */
  lastLines(): string[];
  close(): void;
}

/**
 * Opens a log at `path`, which must not exist yet as anything but our own file. Written synchronously: output of a step
 * is small beside what made it, and a killed process leaves what was said until then.
 */
export function stepLog(path: string, limit: number): StepLog {
  const file = openSync(path, 'w', 0o600);
  let written = 0;
  let tail = Buffer.alloc(0);
  const keep = (bytes: Buffer) => {
    writeSync(file, bytes);
    tail = Buffer.concat([tail, bytes.subarray(-tailBytes)]).subarray(-tailBytes);
  };
  return {
    write(chunk) {
      const kept = chunk.subarray(0, limit - written);
      if (kept.length > 0) keep(kept);
      written += kept.length;
      return kept.length === chunk.length;
    },
    note: (line) => keep(Buffer.from(`${tail.length === 0 || tail.at(-1) === 10 ? '' : '\n'}${line}\n`)),
    bytes: () => written,
    lastLines: () => tail.toString('utf8').replace(/\n$/, '').split('\n').slice(-tailLines).filter(Boolean),
    close: () => closeSync(file),
  };
}
