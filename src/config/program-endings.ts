import { basename } from 'node:path';

/** Endings of files that are programs: their default export is the configuration. */
export const programEndings = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'] as const;

/** Whether a configuration is a program, which has to be run to be read. */
export const isProgram = (path: string): boolean =>
  programEndings.some((ending) => basename(path).endsWith(`.${ending}`));
