import { describe, expect, it } from 'vitest';
import { HeldContents } from '../../../src/diff/held.js';
import { entriesOf } from '../../support/reference.js';

const entry = (path: string, content: string) => entriesOf({ [path]: content })[0]!;
const offered = (held: HeldContents, side: 'a' | 'b', path: string, content: string) => {
  const made = entry(path, content);
  held.offer(side, made, Buffer.from(content));
  return held.get(side, path, made.sha256)?.toString();
};

describe('HeldContents', () => {
  it('lets go of what both have, and holds what differs', () => {
    const held = new HeldContents(100);
    expect(offered(held, 'a', 'x', 'same')).toBe('same');
    expect(offered(held, 'b', 'x', 'same')).toBeUndefined();
    expect(held.get('a', 'x', entry('x', 'same').sha256)).toBeUndefined();
    expect([offered(held, 'b', 'y', 'one'), offered(held, 'a', 'y', 'two')]).toEqual(['one', 'two']);
  });

  it('holds no more than there is room for, and again when there is', () => {
    const held = new HeldContents(10);
    expect(offered(held, 'a', 'x', '12345678')).toBe('12345678');
    expect(offered(held, 'a', 'y', '12345678')).toBeUndefined();
    offered(held, 'b', 'x', '12345678');
    expect(offered(held, 'a', 'z', '12345678')).toBe('12345678');
  });

  it('never gives content of another hash, such as what a later entry replaced', () => {
    const held = new HeldContents(10);
    offered(held, 'a', 'x', 'first');
    expect(held.get('a', 'x', entry('x', 'last').sha256)).toBeUndefined();
    held.offer('a', entry('x', 'too long to hold'), Buffer.from('too long to hold'));
    expect(held.get('a', 'x', entry('x', 'first').sha256)).toBeUndefined();
  });
});
