import { expect, it } from 'vitest';
import { searchPatterns } from '../../../src/autotools/searched/patterns.js';

const found = (line: string, text: string) =>
  searchPatterns(line).some(({ expression }) => expression.test(text));

it('reads patterns of grep, basic and extended', () => {
  const xz = 'marker=`grep -aErls "#{4}[[:alnum:]]{5}#{4}$" $srcdir/`';
  expect(found(xz, 'noise\n####Hello####\nnoise')).toBe(true);
  expect(found(xz, 'noise\n####Hello!####\n')).toBe(false);
  expect(found(xz, '####Hello#### and more')).toBe(false);
  expect(found(xz.replace('[[:alnum:]]', '[[[:alnum:]]]'), '####Hello####')).toBe(true);
  expect(found("grep -l '^mark[a-c][0-9]\\{3\\}' tests/*", 'x\nmarkb123')).toBe(true);
  expect(found('sed -n "s_____begin_____p"', '_____begin_____')).toBe(false);
  expect(found("awk '/magic word/' data", 'magic word')).toBe(false);
  expect(found("fgrep 'magic word' data", 'a magic word')).toBe(true);
});

it('leaves out what it does not understand, says too little, or could take long', () => {
  for (const pattern of [
    '$var/tests',
    '(a+)+$',
    'a.*b.*c.*d',
    'abc',
    '[[:nothing:]]{4}',
    'x'.repeat(300),
    '\\(ab\\)\\1cd',
  ])
    expect([pattern, searchPatterns(`grep "${pattern}" file`)]).toEqual([pattern, []]);
  const started = performance.now();
  for (const { expression } of searchPatterns(`grep "${'a{99}'.repeat(8)}b*" f`))
    expression.test('a'.repeat(2 ** 20));
  expect(performance.now() - started).toBeLessThan(2_000);
});
