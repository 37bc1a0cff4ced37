import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ownerGone, ownerTag } from '../../../src/sandbox/owner.js';

describe('the owner of what outlives a process', () => {
  const [namespace, pid, start] = ownerTag().split('-');

  it('is not gone while it lives', () => expect(ownerGone(ownerTag())).toBe(false));

  it('is gone when no such process is there', () => {
    const ended = execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }).trim();
    expect(ownerGone(`${namespace}-${ended}-5`)).toBe(true);
  });

  it('is gone when its id belongs to another by now', () => {
    expect(ownerGone(`${namespace}-${pid}-${Number(start) + 1}`)).toBe(true);
  });

  it('is left alone when it is of another pid namespace, or no tag of ours', () => {
    expect(ownerGone(`${Number(namespace) + 1}-${pid}-1`)).toBe(false);
    expect(ownerGone('something')).toBe(false);
  });
});
