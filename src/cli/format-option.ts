import type { Command } from 'commander';
import { formats } from '../report/formats.js';

const names = Object.keys(formats).join(', ');

/** Adds `--format`, which may be given several times. */
export const withFormatOption = (command: Command): Command =>
  command.option(
    '--format <format>',
    `write a report in a format, for each release: ${names}; may be given again`,
    (name: string, before: string[] = []) => [...before, name],
  );
