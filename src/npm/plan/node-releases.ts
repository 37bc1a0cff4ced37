/** One release line of node. Days are ISO 8601. */
export interface NodeLine {
  /** `18`, or `0.10` before node 4. */
  line: string;
  started: string;
  /** First day of long-term support; null for lines that never got it. */
  lts: string | null;
  ended: string;
  codename: string | null;
}

/**
 * Release lines of node, from the schedule in nodejs/Release. A registry's publish times of node binaries are often years late,
 * so the line that a day implies is decided here and the registry's times only choose within a line.
 */
const lines: readonly NodeLine[] = [
  line('0.10', '2013-03-11', null, '2016-10-31'),
  line('0.12', '2015-02-06', null, '2016-12-31'),
  line('4', '2015-09-08', '2015-10-12', '2018-04-30', 'argon'),
  line('5', '2015-10-29', null, '2016-06-30'),
  line('6', '2016-04-26', '2016-10-18', '2019-04-30', 'boron'),
  line('7', '2016-10-25', null, '2017-06-30'),
  line('8', '2017-05-30', '2017-10-31', '2019-12-31', 'carbon'),
  line('9', '2017-10-31', null, '2018-06-30'),
  line('10', '2018-04-24', '2018-10-30', '2021-04-30', 'dubnium'),
  line('11', '2018-10-23', null, '2019-06-01'),
  line('12', '2019-04-23', '2019-10-21', '2022-04-30', 'erbium'),
  line('13', '2019-10-22', null, '2020-06-01'),
  line('14', '2020-04-21', '2020-10-27', '2023-04-30', 'fermium'),
  line('15', '2020-10-20', null, '2021-06-01'),
  line('16', '2021-04-20', '2021-10-26', '2023-09-11', 'gallium'),
  line('17', '2021-10-19', null, '2022-06-01'),
  line('18', '2022-04-19', '2022-10-25', '2025-04-30', 'hydrogen'),
  line('19', '2022-10-18', null, '2023-06-01'),
  line('20', '2023-04-18', '2023-10-24', '2026-04-30', 'iron'),
  line('21', '2023-10-17', null, '2024-06-01'),
  line('22', '2024-04-24', '2024-10-29', '2027-04-30', 'jod'),
  line('23', '2024-10-16', null, '2025-06-01'),
  line('24', '2025-05-06', '2025-10-28', '2028-04-30', 'krypton'),
  line('25', '2025-10-15', null, '2026-06-01'),
  line('26', '2026-05-05', '2026-10-28', '2029-04-30'),
];

/** The line a version belongs to, as `NodeLine.line` spells it: `18.1.0` is of `18`, `0.10.48` of `0.10`. */
export function lineOf(version: string): string {
  const [major = '', minor = ''] = version.split('.');
  return major === '0' ? `0.${minor}` : major;
}

/** Lines that had started on a day (ISO 8601), oldest first. */
export function linesOn(day: string): NodeLine[] {
  return lines.filter(({ started }) => started <= day.slice(0, 10));
}

/** Lines in long-term support on a day, oldest first. */
export function longTermLinesOn(day: string): NodeLine[] {
  const date = day.slice(0, 10);
  return lines.filter(({ lts, ended }) => lts !== null && lts <= date && ended >= date);
}

/** The line with a code name such as `hydrogen`; null when there is none. */
export function lineNamed(codename: string): NodeLine | null {
  return lines.find((candidate) => candidate.codename === codename.toLowerCase()) ?? null;
}

function line(
  name: string,
  started: string,
  lts: string | null,
  ended: string,
  codename: string | null = null,
): NodeLine {
  return { line: name, started, lts, ended, codename };
}
