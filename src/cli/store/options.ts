import type { Command } from 'commander';

/** Options of every command that reads the store. */
export interface StoreCommandOptions {
  state?: string;
  database?: string;
  json?: boolean;
  verbose?: boolean;
}

/** The exit codes of commands that only read or tidy the store. */
export const storeExitCodes = `
Exit codes:
  0  done
  2  wrong usage or configuration
  4  the database cannot be used: busy, unreachable, of another version, disk full
`;

/** Adds the options that say where the store is. */
export function withStorePlace(command: Command): Command {
  return command
    .option('--state <dir>', 'state folder with the embedded database (REPROVE_STATE)')
    .option(
      '--database <address>',
      'PostgreSQL instead: postgres://user@host/name (REPROVE_DATABASE, or a file in REPROVE_DATABASE_FILE)',
    );
}

/** Adds the options of commands that only read or tidy it. */
export function withStoreOptions(command: Command): Command {
  return withStorePlace(command)
    .option('--json', 'print it as JSON')
    .option('-v, --verbose', 'show details, and stacks of errors');
}
