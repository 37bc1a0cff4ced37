import type { Command } from 'commander';
import { parseCount } from '../arguments.js';

/** Filters as commander hands them over. */
export interface InputOptions {
  production?: boolean | undefined;
  direct?: boolean | undefined;
  changedSince?: string;
  include?: string[] | undefined;
  exclude?: string[] | undefined;
  top?: number | undefined;
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** Adds what a batch is of, and the filters. */
export const withInputs = (command: Command): Command =>
  withFilters(
    command.argument(
      '<input...>',
      'a lockfile (npm, pnpm, yarn, bun) or a folder with one, package.json, a CycloneDX or SPDX SBOM, a list of specs or purls (- for stdin), a node_modules folder, org:<scope>, maintainer:<name>, or a spec, of a package or of a source release (deb:<name>, a purl, an address)',
    ),
  ).option('--changed-since <revision>', 'only what the files did not name at that git revision of theirs');

/** Adds the filters that any input takes. */
export function withFilters(command: Command): Command {
  return command
    .option('--production', 'leave out what is installed for development only')
    .option('--direct', 'only what the project asks for itself')
    .option('--include <glob>', 'only names, or name@version, that match; may be repeated', collect)
    .option('--exclude <glob>', 'leave these out; may be repeated', collect)
    .option('--top <n>', 'only the first n, after the other filters', parseCount(1, 1_000_000));
}

/**
 * Inputs and filters as a run is listed and found again by: one that leaves something out is another run than one that doesn't, and is
 * compared with the last of its own kind.
 */
export function inputsText(
  named: readonly string[],
  { production, direct, changedSince, include = [], exclude = [], top }: InputOptions,
): string {
  return [
    ...named,
    ...(production ? ['--production'] : []),
    ...(direct ? ['--direct'] : []),
    ...[...include].sort().map((pattern) => `--include ${pattern}`),
    ...[...exclude].sort().map((pattern) => `--exclude ${pattern}`),
    ...(changedSince === undefined ? [] : [`--changed-since ${changedSince}`]),
    ...(top === undefined ? [] : [`--top ${top}`]),
  ].join(' ');
}
