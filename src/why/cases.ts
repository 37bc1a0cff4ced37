import type { Entry } from '../archive/schema.js';
import { openAccounts } from '../compare/accounts.js';
import { compareWithRebuild } from '../compare/compare.js';
import type { Normalization } from '../compare/schema.js';
import type { ResolvedRelease } from '../ecosystem.js';
import type { Built } from './builder.js';
import type { Case } from './cause.js';
import { changesOf, type TextChange } from './changes.js';
import { differing, type Experiments } from './experiments.js';
import type { VariationName } from './variation.js';

/** Every entry that two builds differ in, for each variation alone. */
export async function variedCases(
  first: Built,
  { unsteady, second, base, attribution, alone }: Experiments,
): Promise<Case[]> {
  const cases: Case[] = [];
  for (const [name, built] of alone) {
    const paths = [...attribution.byPath].flatMap(([path, names]) => (names.includes(name) ? [path] : []));
    cases.push(...(await casesBetween(base, built, paths, 'variation', [name])));
  }
  if (second === null) return cases;
  const repeated = differing(first, second);
  const others = [...unsteady].filter((path) => repeated.has(path));
  cases.push(...(await casesBetween(first, second, others, 'repeat', [])));
  for (const path of unsteady)
    if (!repeated.has(path))
      cases.push({
        ...sides(path, base, base),
        against: 'repeat',
        variations: [],
        changes: [],
        normalizations: [],
      });
  return cases;
}

/** Some entries as two builds have them. */
export async function casesBetween(
  left: Built,
  right: Built,
  paths: Iterable<string>,
  against: Case['against'],
  names: readonly VariationName[],
): Promise<Case[]> {
  const wanted = [...paths];
  const [before, now] = [await left.read(wanted), await right.read(wanted)];
  return wanted.map((path) => ({
    ...sides(path, left, right),
    against,
    variations: names,
    changes: textChanges(before.get(path), now.get(path)),
    normalizations: [],
  }));
}

const entryOf = (entries: readonly Entry[], path: string): Entry | null =>
  entries.find((entry) => entry.path === path) ?? null;

const sides = (path: string, left: Pick<Built, 'archive'>, right: Pick<Built, 'archive'>) => ({
  path,
  before: entryOf(left.archive.entries, path),
  now: entryOf(right.archive.entries, path),
});

/** Entries of the release that are not as the ordinary build has them. */
export async function releaseCases(
  { archive }: ResolvedRelease,
  first: Built,
  options: Parameters<typeof compareWithRebuild>[2],
): Promise<Case[]> {
  const paths = [...differing({ archive }, first)];
  const accounts = await compareWithRebuild(openAccounts(archive.entries), first.reference, options);
  const [before, now] = [await first.read(paths), await options.readRelease(new Set(paths))];
  return paths.map((path) => {
    const evidence = accounts.byPath.get(path)?.evidence;
    const normalizations: Normalization[] = evidence?.kind === 'equivalent' ? evidence.normalizations : [];
    return {
      ...sides(path, first, { archive }),
      against: 'release',
      variations: [],
      changes: textChanges(before.get(path), now.get(path)),
      normalizations,
    };
  });
}

function textChanges(before: Buffer | undefined, now: Buffer | undefined): TextChange[] {
  if (before === undefined || now === undefined || before.includes(0) || now.includes(0)) return [];
  return before.equals(now) ? [] : changesOf(before.toString('utf8'), now.toString('utf8'));
}
