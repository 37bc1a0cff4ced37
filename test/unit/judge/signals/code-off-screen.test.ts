import { describe, expect, it } from 'vitest';
import { codeOffScreen } from '../../../../src/judge/signals/code-off-screen.js';
import { findingsOf, ofChange, severities } from '../../../support/signal-input.js';

const file = 'a();\nb();\n';
const far = ' '.repeat(400);

describe('code-off-screen', () => {
  it.each([
    `a();${far}marker();\nb();\n`,
    `a();\nb();\n${far}marker();\n`,
    `a();${'\t'.repeat(150)}x = 1;\nb();\n`,
    `a();${'\u00a0'.repeat(150)}x = 1;\nb();\n`,
  ])('is high for %j', (release) => {
    expect(ofChange(codeOffScreen, file, release)).toEqual(['high']);
  });
  it('shows what is behind the blanks, and where', () => {
    const [finding] = findingsOf(codeOffScreen, {
      release: { 'a.js': `a();\nb();${far}marker();\n` },
      rebuild: { 'a.js': file },
    });
    expect(finding).toMatchObject({
      line: 2,
      excerpt: 'marker();',
      message: expect.stringContaining('400 blanks'),
    });
  });
  it('sees it in a file that differs all over, and in one that only the release has', () => {
    expect(ofChange(codeOffScreen, 'x();\ny();\n', `a();${far}marker();\n`)).toEqual(['high']);
    expect(severities(codeOffScreen, { release: { 'a.js': `a();${far}marker();` } })).toEqual([
      ['a.js', 'high'],
    ]);
  });
  it('sees it on the first line, and after an empty one', () => {
    expect(ofChange(codeOffScreen, 'x();\n', `${far}marker();\nx();\n`)).toEqual(['high']);
    expect(ofChange(codeOffScreen, 'x();\n', `\n${far}marker();\nx();\n`)).toEqual(['high']);
  });
  it('is no alarm in a file that nobody could build', () => {
    const release = { 'a.js': `a();${far}marker();` };
    expect(severities(codeOffScreen, { release, rebuilt: false })).toEqual([['a.js', 'medium']]);
  });
  it.each([
    ['a comment', `a();${far}// see b(x);\nb();\n`],
    ['the rest of a string', `a("x${far}");\nb();\n`],
    ['words', `a(\`x${far}words and words\`);\nb();\n`],
    ['an indentation', `a();\n${' '.repeat(200)}c();\nb();\n`],
  ])('says nothing of %s', (_, release) => {
    expect(ofChange(codeOffScreen, file, release)).toEqual([]);
  });
  it('says nothing where the counterpart has such lines too', () => {
    expect(ofChange(codeOffScreen, `a();${far}b();\n`, `a();${far}b();\nc();${far}d();\n`)).toEqual([]);
  });
});
