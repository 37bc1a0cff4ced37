import type { ComparedEntry } from '../../compare/schema.js';
import type { Result } from '../../result.js';
import { grouped } from '../grouped.js';
import { byteCount, count } from './amount.js';
import { bounded, field } from './layout.js';
import { type Line, line, styled } from './line.js';
import type { TerminalOptions } from './options.js';
import { wasRebuilt } from './rebuilds.js';

/** What was compared, how much of it each kind of evidence covers, and what was not looked at. */
export function compared(result: Result, { verbose }: TerminalOptions): Line[] {
  const { comparison, archive } = result;
  const size = line`${count(archive.entries, 'entry', 'entries')}, ${byteCount(comparison?.bytes ?? archive.bytes)}`;
  if (comparison === null)
    return [field('compared', line`nothing (${size} in the release)`), ...oddities(result, verbose)];
  return [
    field('compared', line`${size}: ${tally(comparison.entries, wasRebuilt(result))}`),
    ...moved(comparison.entries),
    ...elsewhere(comparison.entries),
    ...upstream(comparison.entries, verbose),
    ...normalizers(comparison.entries, verbose),
    ...bounded(comparison.notRead, verbose ? Number.POSITIVE_INFINITY : 5, ({ path, reason }) =>
      field('not read', line`${styled('yellow', path)}: ${reason}`),
    ),
    ...oddities(result, verbose),
  ];
}

/** Entries by what accounts for them: `3 in the source, 86 rebuilt`. */
export function tally(entries: readonly ComparedEntry[], rebuilt: boolean): string {
  const of = (test: (entry: ComparedEntry) => boolean): number => entries.filter(test).length;
  const amounts: [number, string][] = [
    [of(({ evidence }) => evidence.kind === 'source'), 'in the source'],
    [of(({ evidence }) => evidence.kind === 'upstream'), 'known build files'],
    [of(({ evidence }) => evidence.kind === 'rebuild'), 'rebuilt'],
    [of(({ evidence }) => evidence.kind === 'equivalent'), 'equivalent'],
    [of(({ evidence, phantom }) => evidence.kind === 'none' && !phantom), 'different'],
    [
      of(({ evidence, phantom }) => evidence.kind === 'none' && phantom),
      rebuilt ? 'only in the release' : 'not in the source',
    ],
  ];
  return amounts
    .filter(([amount]) => amount > 0)
    .map(([amount, words]) => `${grouped(amount)} ${words}`)
    .join(', ');
}

/** Folder mappings that were needed, each with the number of entries it explains. */
function moved(entries: readonly ComparedEntry[]): Line[] {
  const mappings = new Map<string, number>();
  for (const { evidence } of entries) {
    if (evidence.kind !== 'source' || evidence.mapping === null) continue;
    mappings.set(evidence.mapping, (mappings.get(evidence.mapping) ?? 0) + 1);
  }
  return bounded([...mappings], 5, ([mapping, files]) =>
    field('', line`${mapping} (${count(files, 'file')})`),
  );
}

/** What else than the repository itself was needed, each with the number of entries it accounts for. */
function elsewhere(entries: readonly ComparedEntry[]): Line[] {
  const places = new Map<string, number>();
  for (const { evidence } of entries) {
    if (evidence.kind !== 'source' && evidence.kind !== 'equivalent') continue;
    if (evidence.via !== undefined) places.set(evidence.via, (places.get(evidence.via) ?? 0) + 1);
  }
  return bounded([...places], 5, ([via, files]) => field('', line`from ${via} (${count(files, 'file')})`));
}

/** Projects whose own files are in the release; in detail, each file. */
function upstream(entries: readonly ComparedEntry[], verbose: boolean): Line[] {
  const known = entries.flatMap(({ path, evidence }) =>
    evidence.kind === 'upstream' ? [{ at: path, ...evidence }] : [],
  );
  if (verbose)
    return known.map(({ at, project, path, since }) =>
      field('known', line`${at}: ${path} of ${project}, since ${since}`),
    );
  const files = new Map<string, number>();
  for (const { project } of known) files.set(project, (files.get(project) ?? 0) + 1);
  if (files.size === 0) return [];
  const words = [...files].map(([project, amount]) => `${project} (${count(amount, 'file')})`).join(', ');
  return [field('known', line`${words}`)];
}

/** Rules that were needed to call entries equal; in detail, what each did to which entry. */
function normalizers(entries: readonly ComparedEntry[], verbose: boolean): Line[] {
  const uses = entries.flatMap(({ path, evidence }) =>
    evidence.kind === 'equivalent' ? evidence.normalizations.map((one) => ({ path, ...one })) : [],
  );
  if (verbose) {
    return uses.map((use) =>
      field('equivalent', line`${use.path}: ${use.name} ${use.version}, ${use.detail}`),
    );
  }
  const files = new Map<string, number>();
  for (const { name, version } of uses)
    files.set(`${name} ${version}`, (files.get(`${name} ${version}`) ?? 0) + 1);
  if (files.size === 0) return [];
  const words = [...files].map(([name, amount]) => `${name} (${count(amount, 'file')})`).join(', ');
  return [field('normalized', line`${words}`)];
}

const oddities = ({ archive }: Result, verbose: boolean): Line[] =>
  bounded(archive.oddities, verbose ? Number.POSITIVE_INFINITY : 5, (oddity) =>
    field(
      'archive',
      line`${styled(oddity.overwrites ? 'red' : 'yellow', oddity.path ?? 'the archive')}: ${oddity.detail} ${styled('dim', `(${oddity.kind})`)}`,
    ),
  );
