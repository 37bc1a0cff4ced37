import { basename } from 'node:path';

/** Endings of files that are programs: their default export is the configuration. */
export const programEndings = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'] as const;

/** Names under which a program is the configuration of the folder that it lies in. */
export const programNames: readonly string[] = programEndings.map((ending) => `reprove.config.${ending}`);

/** Whether a configuration is a program, which has to be run to be read. */
export const isProgram = (path: string): boolean =>
  programEndings.some((ending) => basename(path).endsWith(`.${ending}`));
