import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, it } from 'vitest';
import { code, prose } from '../../../src/report/markdown/text.js';
import { format } from '../../../src/report/markdown.js';
import type { Result } from '../../../src/result.js';
import { fixtures, hostile, suspicious } from '../../support/reported.js';
import { differingEntry, finding, result } from '../../support/result.js';

/** As GitHub and GitLab read it, with raw HTML let through to see what would be there. */
const rendered = (text: string): string =>
  micromark(text, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });

/** What is left when code is taken away: there a platform looks for mentions, references, links and commands. */
const outsideCode = (html: string): string =>
  html.replace(/<pre><code[^>]*>[\s\S]*?<\/code><\/pre>|<code>[\s\S]*?<\/code>/g, '');

const ownTags = /<\/?(?:h2|h3|ul|li|p|strong|br)>/g;

describe('Markdown', () => {
  it.each(fixtures)('of a result that is %s holds no markup but ours', async (_, make) => {
    const rest = outsideCode(rendered(await format.write(make()))).replace(ownTags, '');
    expect(rest).not.toMatch(/[<@#[\]$~]|:\/\/|^\//m);
  });

  it('has at most 60,000 characters, and says what it leaves out', async () => {
    const long = 'x'.repeat(3_900);
    const lines = Array.from({ length: 120 }, () => ({ sign: '+' as const, text: long }));
    const paths = Array.from({ length: 3_000 }, (_, at) => `lib/${at}${'`'.repeat(50)}.js`);
    const huge: Result = result({
      findings: paths.map((path) => finding({ path, message: long, excerpt: long })),
      comparison: {
        entries: paths.map((path) => differingEntry(path, lines)),
        missing: paths.map((path) => ({ path, from: 'source' })),
        bytes: 0,
        notRead: [],
      },
      verdict: { ...suspicious().verdict, summary: long },
    });
    const text = await format.write(huge);
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/^- … 2,970 more, in the JSON result$/m);
    expect(text).toContain('### What to do next');
  });

  it('any text is one span of code, or plain words and spans of code', () => {
    const hard = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(
          '`',
          '~',
          '|',
          '\\',
          '\n',
          ' ',
          '<',
          '>',
          '[',
          ']',
          '(',
          ')',
          '@',
          '#',
          '!',
          'a',
          '1',
          '.',
          '-',
          '*',
          '_',
          '&',
          ';',
          '$',
          '/',
        ),
      }),
      fc.constantFrom(...Object.values(hostile)),
    );
    fc.assert(
      fc.property(hard, (text) => {
        const one = rendered(`- ${code(text)}, after`);
        expect(one).toMatch(/^<ul>\n<li><code>[^<]*<\/code>, after<\/li>\n<\/ul>$/);
        const rest = outsideCode(rendered(`- before ${prose(text)} after`)).replace(ownTags, '');
        expect(rest).toMatch(/^[\sA-Za-z0-9(),.;:?!'’-]*$/);
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
