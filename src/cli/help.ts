import type { Command } from 'commander';

/** Options of every command that reads configuration and cache. */
export interface CommonOptions {
  config?: string;
  cache?: string;
  verbose?: boolean;
}

/** The exit codes, as every help page ends. */
export const exitCodeHelp = `
Exit codes:
  0  every release passed
  1  a release differs or is suspicious
  2  wrong usage or configuration
  3  a release could not be judged
  4  this machine is the cause: registry unreachable, no sandbox, disk full
  Of several releases the first of 1, 2, 4, 3, 0 that occurs. Interrupted: 130 (Ctrl-C), 143 (SIGTERM).
`;

/** Adds the options that every command shares. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration file (REPROVE_CONFIG)')
    .option('--cache <dir>', 'cache folder (REPROVE_CACHE)')
    .option('-v, --verbose', 'show details, and stacks of errors');
}

/** Adds examples, and the exit codes, at the end of a command's help. */
export function withExamples(
  command: Command,
  examples: readonly (readonly [string, string])[],
  exitCodes: string = exitCodeHelp,
): Command {
  const width = Math.max(...examples.map(([line]) => line.length)) + 2;
  const lines = examples.map(([line, words]) => `  $ ${line.padEnd(width)}${words}`.trimEnd());
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}\n${exitCodes}`);
}
