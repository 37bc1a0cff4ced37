/** Conditions of `exports` and `imports` whose targets hold types and are never run. */
const typesOnly = /^types(?:@.*)?$/;

/**
 * Every string that a field leads to: of `exports` and `imports` under all conditions, of arrays all alternatives, of `browser` and
 * `bin` the values. What an exact `null` shuts out of a pattern counts all the same. Depth does not matter: a hostile manifest may
 * nest as it likes.
 */
export function fieldTargets(field: unknown): string[] {
  const targets: string[] = [];
  const open = [field];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') targets.push(value);
    else if (Array.isArray(value)) for (const item of value) open.push(item);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) if (!typesOnly.test(key)) open.push(item);
    }
  }
  return targets.reverse();
}
