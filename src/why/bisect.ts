/** What came of a build with some variations: which paths came out otherwise than without, or null where nothing was packed. */
export type Outcome = ReadonlySet<string> | null;

/** To which variation each path goes back, and which variations a build does not survive. */
export interface Attribution<Name> {
  byPath: Map<string, Name[]>;
  failing: Name[];
  /** Paths that only several variations together change. */
  together: Map<string, Name[]>;
}

/**
 * Finds for each path that differs the variations that make it differ: halves are tried, and halves of those that change something. Builds are what costs: one
 * variation out of n is found with about 2·log₂(n) of them, and where nothing differs one is all.
 *
 * @param all What came of a build with every variation.
 */
export async function attribute<Name>(
  names: readonly Name[],
  all: Outcome,
  build: (names: readonly Name[]) => Promise<Outcome>,
): Promise<Attribution<Name>> {
  const found: Attribution<Name> = { byPath: new Map(), failing: [], together: new Map() };
  await split(names, all, build, found);
  return found;
}

async function split<Name>(
  names: readonly Name[],
  outcome: Outcome,
  build: (names: readonly Name[]) => Promise<Outcome>,
  found: Attribution<Name>,
): Promise<void> {
  if (outcome !== null && outcome.size === 0) return;
  const [only] = names;
  if (names.length === 1) {
    if (outcome === null) found.failing.push(only!);
    for (const path of outcome ?? []) found.byPath.set(path, [...(found.byPath.get(path) ?? []), only!]);
    return;
  }
  const middle = Math.ceil(names.length / 2);
  const halves = [names.slice(0, middle), names.slice(middle)];
  const outcomes: Outcome[] = [];
  for (const half of halves) {
    const came = await build(half);
    outcomes.push(came);
    await split(half, came, build, found);
  }
  const seen = new Set(outcomes.flatMap((came) => [...(came ?? [])]));
  for (const path of outcome ?? [])
    if (!seen.has(path) && !outcomes.includes(null)) found.together.set(path, [...names]);
}
