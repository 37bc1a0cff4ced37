import type { Command } from 'commander';
import { parseCount } from '../arguments.js';

/** Filters as commander hands them over. */
export interface InputOptions {
  production?: boolean;
  direct?: boolean;
  changedSince?: string;
  include?: string[];
  exclude?: string[];
  top?: number;
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** Adds what a batch is of, and the filters. */
export function withInputs(command: Command): Command {
  return command
    .argument(
      '<input...>',
      'a lockfile (npm, pnpm, yarn, bun) or a folder with one, package.json, a CycloneDX or SPDX SBOM, a list of specs or purls (- for stdin), a node_modules folder, org:<scope>, maintainer:<name>, or a spec',
    )
    .option('--production', 'leave out what is installed for development only')
    .option('--direct', 'only what the project asks for itself')
    .option('--changed-since <revision>', 'only what the files did not name at that git revision of theirs')
    .option('--include <glob>', 'only names, or name@version, that match; may be repeated', collect)
    .option('--exclude <glob>', 'leave these out; may be repeated', collect)
    .option('--top <n>', 'only the first n, after the other filters', parseCount(1, 1_000_000));
}
