/** A time as lists show it: `2026-02-03 04:05` in UTC, so that two machines print the same. */
export const day = (time: Date): string => time.toISOString().slice(0, 16).replace('T', ' ');
