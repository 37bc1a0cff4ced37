/** What came of a build with some variations: which paths came out otherwise than without, or null where nothing was packed. */
export type Outcome = ReadonlySet<string> | null;

/** To which variation each path goes back, and which variations a build does not survive. */
export interface Attribution<Name> {
  byPath: Map<string, Name[]>;
  failing: Name[];
  /** Paths that only several variations together change. */
  together: Map<string, Name[]>;
}

/** So many are tried one by one: halves would cost as many builds. */
const few = 3;

/**
 * Finds for each path that differs the variations that make it differ: halves are tried, and halves of those that change something. Builds are what costs: one
 * variation out of n is found with about log₂(n) of them, and where nothing differs one is all.
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
  if (found.failing.length === 0)
    for (const path of all ?? []) if (!found.byPath.has(path)) found.together.set(path, [...names]);
  return found;
}

/** @param outcome What came of a build with these, or what is left to them when others change nothing. */
async function split<Name>(
  names: readonly Name[],
  outcome: Outcome,
  build: (names: readonly Name[]) => Promise<Outcome>,
  found: Attribution<Name>,
): Promise<void> {
  if (outcome !== null && outcome.size === 0) return;
  if (names.length <= few) {
    for (const name of names) record(name, await build([name]), found);
    return;
  }
  const middle = Math.ceil(names.length / 2);
  const [first, second] = [names.slice(0, middle), names.slice(middle)];
  const came = await build(first);
  await split(first, came, build, found);
  const changesNothing = came !== null && came.size === 0;
  await split(second, changesNothing ? outcome : await build(second), build, found);
}

function record<Name>(name: Name, outcome: Outcome, { byPath, failing }: Attribution<Name>): void {
  if (outcome === null) failing.push(name);
  for (const path of outcome ?? []) byPath.set(path, [...(byPath.get(path) ?? []), name]);
}
