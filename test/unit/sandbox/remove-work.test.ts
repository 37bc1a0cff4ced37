import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeWork } from '../../../src/sandbox/remove-work.js';

const scratch = () => mkdtempSync(join(tmpdir(), 'reprove-remove-'));

describe('removeWork', () => {
  it('removes folders that nobody may enter', async () => {
    const work = join(scratch(), 'work');
    mkdirSync(join(work, 'closed', 'deeper'), { recursive: true });
    writeFileSync(join(work, 'closed', 'deeper', 'file'), '');
    chmodSync(join(work, 'closed', 'deeper'), 0);
    chmodSync(join(work, 'closed'), 0);
    await removeWork(work);
    expect(existsSync(work)).toBe(false);
  });

  it('removes a link and leaves what it points to', async () => {
    const root = scratch();
    const work = join(root, 'work');
    mkdirSync(join(root, 'outside'));
    writeFileSync(join(root, 'outside', 'kept'), 'kept');
    chmodSync(join(root, 'outside'), 0o500);
    mkdirSync(work);
    symlinkSync(join(root, 'outside'), join(work, 'link'));
    await removeWork(work);
    expect(existsSync(work)).toBe(false);
    expect(readFileSync(join(root, 'outside', 'kept'), 'utf8')).toBe('kept');
  });

  it('removes trees whose paths are longer than the system takes', async () => {
    const work = join(scratch(), 'work');
    mkdirSync(work);
    // Wrapped from the inside out: no single path ever has to be spelt.
    const wrap =
      'mkdir deep; i=0; while [ $i -lt 60 ]; do mkdir n && mv deep n/$(printf %0200d 0) && mv n deep || exit 1; i=$((i+1)); done';
    execFileSync('sh', ['-c', wrap], { cwd: work });
    await removeWork(work);
    expect(existsSync(work)).toBe(false);
  });

  it('takes a missing folder for removed', async () => {
    await expect(removeWork(join(scratch(), 'never-made'))).resolves.toBeUndefined();
  });
});
