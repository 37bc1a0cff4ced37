import { InvalidArgumentError } from 'commander';

const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** Timers of Node overflow beyond this. */
const longest = 24 * 24 * 3_600_000;

/** `90s`, `20m`, `1.5h` in milliseconds. Throws commander's error for anything else: a bare number would leave the unit open. */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  const milliseconds = Math.round(Number(amount) * (units[unit ?? ''] ?? Number.NaN));
  if (!(milliseconds > 0 && milliseconds <= longest)) {
    throw new InvalidArgumentError('Expected a duration such as 90s, 20m or 2h.');
  }
  return milliseconds;
}

/** A whole number from `least` to `most`. */
export function parseCount(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}
