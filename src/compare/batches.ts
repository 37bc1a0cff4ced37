/** Splits a list into runs whose sizes add up to at most `limit`; an item above it stands alone. */
export function batches<T>(items: readonly T[], size: (item: T) => number, limit: number): T[][] {
  const runs: T[][] = [];
  let held = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const bytes = size(item);
    if (held + bytes > limit) {
      runs.push([]);
      held = 0;
    }
    runs.at(-1)!.push(item);
    held += bytes;
  }
  return runs;
}
