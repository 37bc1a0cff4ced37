import { describe, expect, it } from 'vitest';
import { isSameButForDates } from '../../../src/autotools/normalizers/index.js';

const same = (path: string, release: string, made: string) =>
  isSameButForDates(path, Buffer.from(release), Buffer.from(made));

describe('the day in the title of a manual page', () => {
  const page = (day: string, more = '') =>
    `.\\" tool\n.TH tool-x 1 ${day} "tool 1.2" "Manual"\n.SH NAME\n${more}`;
  const made = page('"November 28 2026"');

  it.each(['"February 19 2023"', '"Feb 15, 2023"', '"3 May 2022"', '"2023-02-15"'])('may be %s', (day) => {
    expect(same('doc/tool-x.1', page(day), made)).toBe(true);
  });

  it.each([
    ['another text', page('"February 19 2023"', 'more\n')],
    ['another version', page('"February 19 2023"').replace('1.2', '1.3')],
    ['another section', page('"February 19 2023"').replace('x 1', 'x 8')],
    ['a request in the place of the day', page('"\\*[evil] 19 2023"')],
    ['a day that goes on on the next line', page('"February 19 2023"').replace('2023"', '2023\\\n"')],
    ['a day without quotes', page('February')],
    ['no day', page('""')],
    ['two titles', `${page('"February 19 2023"')}.TH tool-x 1 "February 19 2023" "tool 1.2"\n`],
    ['a title within a line', page('"February 19 2023"').replace('.TH', ' .TH')],
  ])('does not make %s equal', (_, release) => {
    expect(same('doc/tool-x.1', release, made)).toBe(false);
  });

  it('is asked of manual pages alone', () => {
    expect(same('doc/tool-x.in', page('"February 19 2023"'), made)).toBe(false);
  });
});

describe('the time at which configure wrote rules for automake', () => {
  const rules = (time: string) =>
    `# aminclude_static.am generated automatically by Autoconf\n# from AX_AM_MACROS_STATIC on ${time}\nall:\n`;
  const made = rules('Wed Oct 27 06:06:54 UTC 2021');

  it.each(['Wed Oct 27 08:06:13 CEST 2021', 'Mon Jan  2 01:02:03 -03 2023'])('may be %s', (time) => {
    expect(same('aminclude_static.am', rules(time), made)).toBe(true);
  });

  it.each([
    ['a rule after it', rules('Wed Oct 27 08:06:13 CEST 2021\nevil:\n\tsh tests/data.bin')],
    ['something behind it', rules('Wed Oct 27 08:06:13 CEST 2021 \\')],
    ['no time', rules('$(shell date)')],
    ['a second one', `${rules('Wed Oct 27 08:06:13 CEST 2021')}# from AX_AM_MACROS_STATIC on x\n`],
  ])('does not make %s equal', (_, release) => {
    expect(same('aminclude_static.am', release, made)).toBe(false);
  });

  it('is asked of these files alone', () => {
    expect(same('Makefile.am', rules('Wed Oct 27 08:06:13 CEST 2021'), made)).toBe(false);
  });
});

describe('the time of a message catalogue', () => {
  const catalogue = (time: string, more = '') =>
    `msgid ""\nmsgstr ""\n"POT-Creation-Date: ${time}\\n"\n${more}`;
  const made = catalogue('2026-11-28 01:02+0000');

  it('may be another', () => {
    expect(same('po/de.po', catalogue('2023-01-02 03:04+0200'), made)).toBe(true);
  });

  it.each([
    ['another translation', catalogue('2023-01-02 03:04+0200', 'msgid "a"\nmsgstr "b"\n')],
    ['something else in its place', catalogue('yesterday')],
    ['two of them', `${catalogue('2023-01-02 03:04+0200')}"POT-Creation-Date: 2023-01-02 03:04+0200\\n"\n`],
  ])('does not make %s equal', (_, release) => {
    expect(same('po/de.po', release, made)).toBe(false);
  });
});
