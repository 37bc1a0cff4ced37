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

/** What an input named, and which did. */
export interface One {
  listed: Listed;
  origin: string;
}

/**
 * Leaves out what filters say, and counts it. Throws where an input doesn't tell what a filter asks for.
 *
 * @param resolved Asks the registry for the versions of wishes: after what can be left out without, before a pattern that is over versions.
 */
export async function applyFilters(
  all: readonly One[],
  { production, direct, include = [], exclude = [], before, top }: Filters,
  resolved: (ones: readonly One[]) => Promise<One[]>,
): Promise<{ kept: One[]; leftOut: LeftOut }> {
  const leftOut: LeftOut = {};
  let kept = [...all];
  const keep = (filter: keyof LeftOut, wanted: (one: One, at: number) => boolean) => {
    const rest = kept.filter(wanted);
    if (rest.length < kept.length) leftOut[filter] = kept.length - rest.length;
    kept = rest;
  };
  const [included, excluded] = [matcher(include), matcher(exclude)];
  if (production) keep('production', (one) => role(one, 'production', '--production'));
  if (direct) keep('direct', (one) => role(one, 'direct', '--direct'));
  if (before !== undefined) keep('before', ({ listed }) => !before.has(identity(listed)));
  const patterns = [...include, ...exclude];
  // What a source release is called is known when it is found.
  const isNamed = ({ listed }: One) => listed.kind !== 'source';
  if (patterns.some(isOverVersions) || (patterns.length > 0 && !kept.every(isNamed)))
    kept = await resolved(kept);
  if (include.length > 0) keep('include', included);
  if (exclude.length > 0) keep('exclude', (one) => !excluded(one));
  if (top !== undefined) keep('top', (_, at) => at < top);
  return { kept: await resolved(kept), leftOut };
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
    'Lockfiles of npm 7 and later, pnpm and bun tell; those of yarn and npm 5 and 6 with every package.json of the project beside them.',
  );
}

/** Longest pattern, and longest name that one is held against: no registry has longer ones, and matching takes time that grows faster than they do. */
const longest = 500;

/** An `@` that begins no scope is before a version. */
const isOverVersions = (pattern: string): boolean => /.@/.test(pattern.replace(/^[!({[,]+/, ''));

function matcher(patterns: readonly string[]): (one: One) => boolean {
  const long = patterns.find(({ length }) => length > longest);
  if (long !== undefined) throw new InputError(`the pattern ${long.slice(0, 40)}… is too long`);
  const matches = patterns.map((pattern) =>
    picomatch(pattern, { dot: true, nocase: false, strictSlashes: true }),
  );
  return ({ listed }) => {
    const names = [nameOf(listed)];
    const version = versionOf(listed);
    if (version !== null) names.push(`${nameOf(listed)}@${version}`);
    return matches.some((match) => names.some((name) => name.length <= longest && match(name)));
  };
}

const nameOf = (listed: Listed): string =>
  listed.kind === 'source' && listed.found !== undefined && 'name' in listed.found
    ? listed.found.name
    : listed.name;

function versionOf(listed: Listed): string | null {
  if (listed.kind === 'registry') return listed.version;
  return (listed.kind === 'wish' || listed.kind === 'source') &&
    listed.found !== undefined &&
    'version' in listed.found
    ? listed.found.version
    : null;
}
