/** Where helper scripts say of when they are: automake's own, those of config.git, and texinfo's macros. */
const stamps = [
  /^scriptversion=(\d{4}-\d\d-\d\d)\.\d\d/m,
  /^timestamp='(\d{4}-\d\d-\d\d)'/m,
  /^\\def\\texinfoversion\{(\d{4}-\d\d-\d\d)\.\d\d\}/m,
];

/** The day (YYYY-MM-DD) that a helper script says it is of; null where it says none, as those before 2003. Pure. */
export function dayOf(script: Buffer): string | null {
  const text = script.toString('latin1');
  for (const stamp of stamps) {
    const day = stamp.exec(text)?.[1];
    if (day !== undefined && !Number.isNaN(Date.parse(day))) return day;
  }
  return null;
}

/** Ms that a script may be older than what the tools bring: working folders are in use for long, and only a new one gets new scripts. */
const grace = 2 * 365 * 24 * 3_600_000;

/** Whether a script is so much older than the one that the tools bring that they did not put it there. One without a day is older than any with one. Pure. */
export const isOutdated = (day: string | null, brought: string | null): boolean =>
  brought !== null && (day === null || Date.parse(brought) - Date.parse(day) > grace);
