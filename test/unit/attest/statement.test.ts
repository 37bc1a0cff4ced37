import { expect, it } from 'vitest';
import { sha512Of } from '../../../src/attest/statement.js';

const digest = (byte: number) => Buffer.alloc(64, byte).toString('base64');
const hex = (byte: number) => Buffer.alloc(64, byte).toString('hex');

it.each([
  ['one alone', `sha512-${digest(1)}`],
  ['one beside weaker ones', `sha1-${'a'.repeat(27)}= sha512-${digest(1)}`],
  ['one twice', `sha512-${digest(1)} sha512-${digest(1)}`],
  ['one with an option', `sha512-${digest(1)}?from=cache`],
])('takes %s', (_, integrity) => {
  expect(sha512Of(integrity)).toBe(hex(1));
});

it.each([
  ['two', `sha512-${digest(1)} sha512-${digest(2)}`],
  ['two, of which one has an option', `sha512-${digest(1)} sha512-${digest(2)}?x`],
  ['two in lines of their own', `sha512-${digest(1)}\nsha512-${digest(2)}?x`],
  ['none', `sha1-${'a'.repeat(27)}=`],
  ['one that is cut off', `sha512-${digest(1).slice(0, 60)}`],
  ['nothing at all', ''],
])('takes none of %s, as an install would take any', (_, integrity) => {
  expect(sha512Of(integrity)).toBeNull();
});
