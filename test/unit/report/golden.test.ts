import { describe, expect, it } from 'vitest';
import { formats } from '../../../src/report/formats.js';
import { resultSchema } from '../../../src/result.js';
import { fixtures } from '../../support/reported.js';

/** Pages of docs/ are changed for other reasons than a report. */
const withoutPages = (text: string): string =>
  text.replace(
    /("(?:text|markdown)": )"(?:[^"\\]|\\.)*The same in a terminal: reprove explain[^"]*"/g,
    '$1"(its page)"',
  );

describe.each(fixtures)('the report of a result that is %s', (name, make) => {
  it('is made of a valid result', () => {
    expect(resultSchema.parse(make())).toEqual(make());
  });

  it.each(Object.keys(formats))('as %s is what was looked at and found good', async (of) => {
    const { format } = await formats[of]!();
    const text = withoutPages(await format.write(make()));
    await expect(text).toMatchFileSnapshot(`golden/${name}.${format.extension}`);
  });
});
