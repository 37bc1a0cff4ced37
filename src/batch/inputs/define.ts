import type { Locked } from '../../npm/locked.js';

/** Something that was named on the command line, and what lies there. */
export interface Named {
  /** As typed. */
  text: string;
  /** Absolute path; null for what is no file and no folder. */
  path: string | null;
  isFolder: boolean;
  /** Name of the file, without folders; '' for what is none. */
  fileName: string;
  /** The file's text, or stdin's; '' for a folder. Throws `InputError` where it can't be had. */
  content(): Promise<string>;
}

/** What an input names: as lockfiles have it, or a wish that the registry has to be asked about, or what no registry of ours serves. */
export type Listed =
  | Locked
  /** To be resolved now. */
  | { kind: 'wish'; name: string; wanted: string; alias?: string; direct?: boolean; production?: boolean }
  | { kind: 'foreign'; name: string; reason: string };

/** What inputs ask of the world. */
export interface InputServices {
  /** Names of packages that the registry's search finds, at most `most`. */
  search(text: string, most: number): Promise<string[]>;
}

/** A kind of input. */
export interface Input {
  /** For messages: `a lockfile`. */
  title: string;
  accepts(named: Named): boolean | Promise<boolean>;
  /** Throws an error with one line for what can't be used. */
  read(named: Named, services: InputServices): Listed[] | Promise<Listed[]>;
}

/** Makes an input; here to give every one the same shape. */
export const defineInput = (input: Input): Input => input;
