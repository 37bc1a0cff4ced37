import picomatch from 'picomatch';
import type { Listed } from './define.js';
import { InputError } from './error.js';

/** What is to be left out of what inputs name. */
export interface Filters {
  /** Only what is installed without development dependencies. */
  production?: boolean | undefined;
  /** Only what the project asks for itself. */
  direct?: boolean | undefined;
  /** Globs over `name` or `name@version`. */
  include?: readonly string[] | undefined;
  exclude?: readonly string[] | undefined;
  /** Only the first so many. */
  top?: number | undefined;
  /** What inputs named before: left out where it is the same. */
  before?: ReadonlySet<string>;
}

/** How many were left out, by the filter that was the first to leave them out. */
export type LeftOut = Partial<
  Record<'production' | 'direct' | 'include' | 'exclude' | 'before' | 'top', number>
>;

interface One {
  listed: Listed;
  origin: string;
}

/** Leaves out what filters say, and counts it. Throws where an input doesn't tell what a filter asks for. */
export async function applyFilters(
  all: readonly One[],
  { production, direct, include, exclude, before, top }: Filters,
): Promise<{ kept: One[]; leftOut: LeftOut }> {
  const leftOut: LeftOut = {};
  let kept = [...all];
  const keep = (filter: keyof LeftOut, wanted: (one: One, at: number) => boolean) => {
    const rest = kept.filter(wanted);
    if (rest.length < kept.length) leftOut[filter] = kept.length - rest.length;
    kept = rest;
  };
  if (production) keep('production', (one) => role(one, 'production', '--production'));
  if (direct) keep('direct', (one) => role(one, 'direct', '--direct'));
  if (include !== undefined && include.length > 0) keep('include', matcher(include));
  if (exclude !== undefined && exclude.length > 0) {
    const excluded = matcher(exclude);
    keep('exclude', (one) => !excluded(one));
  }
  if (before !== undefined) keep('before', ({ listed }) => !before.has(identity(listed)));
  if (top !== undefined) keep('top', (_, at) => at < top);
  return { kept, leftOut };
}

/** What makes something the same as before. */
export function identity(listed: Listed): string {
  switch (listed.kind) {
    case 'registry':
      return JSON.stringify([listed.kind, listed.name, listed.version, listed.integrity]);
    case 'wish':
      return JSON.stringify([listed.kind, listed.name, listed.wanted]);
    case 'foreign':
      return JSON.stringify([listed.kind, listed.name]);
    default:
      return JSON.stringify([listed.kind, listed.name, listed.reference]);
  }
}

function role({ listed, origin }: One, which: 'direct' | 'production', option: string): boolean {
  // What is not verified anyway stays listed.
  if (listed.kind === 'foreign') return true;
  const known = listed[which];
  if (known !== undefined) return known;
  throw new InputError(
    `${option} can't be used with ${origin}: it does not tell which packages these are`,
    'A package.json beside a lockfile of yarn Classic tells; so do lockfiles of npm 7 and later, pnpm and bun.',
  );
}

/** Longest pattern; longer ones name nothing that a registry has. */
const longest = 500;

function matcher(patterns: readonly string[]): (one: One) => boolean {
  const long = patterns.find(({ length }) => length > longest);
  if (long !== undefined) throw new InputError(`the pattern ${long.slice(0, 40)}… is too long`);
  const matches = patterns.map((pattern) =>
    picomatch(pattern, { dot: true, nocase: false, strictSlashes: true }),
  );
  return ({ listed }) => {
    const names = [listed.name];
    if (listed.kind === 'registry') names.push(`${listed.name}@${listed.version}`);
    return matches.some((match) => names.some((name) => match(name)));
  };
}
