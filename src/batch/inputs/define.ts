import type { ListedRelease } from '../../ecosystem.js';
import type { Locked } from '../../npm/locked.js';
import type { Resolved } from '../../npm/registry-names.js';
import type { Wish } from '../../npm/wished.js';

/** Something that was named on the command line, and what lies there. */
export interface Named {
  /** As typed. */
  text: string;
  /** Absolute path; null for what is no file and no folder. */
  path: string | null;
  isFolder: boolean;
  /** Name of the file, without folders; '' for what is none. */
  fileName: string;
  /** The file's text, or stdin's; '' for what has none. Throws `InputError` where it can't be had. */
  content(): Promise<string>;
}

/** What an input names: as lockfiles have it, or a wish that the registry has to be asked about, or a source release, or what no registry of ours serves. */
export type Listed =
  | Locked
  | (Wish & { direct?: boolean; production?: boolean; found?: Resolved })
  | {
      kind: 'source';
      name: string;
      /** Names a source release, as its ecosystem reads it. */
      reference: string;
      /** SRI that the input states of its bytes, which they must have; null where it states none. */
      integrity: string | null;
      direct?: boolean;
      production?: boolean;
      /** What it is now; a fault where that can't be had. */
      found?: ListedRelease | { fault: string };
    }
  | { kind: 'foreign'; name: string; reason: string };

/** What inputs ask of the world. */
export interface InputServices {
  /** Names of an owner's packages, as the registry's search lists them; at most `most`, and whether these are all. */
  search(owner: Owner, most: number): Promise<{ names: string[]; isWhole: boolean }>;
  /** Tells what should not go unsaid although the run goes on, in one line. */
  note(line: string): void;
}

/** Whose packages: those of a scope (without its `@`), or of a person. */
interface Owner {
  kind: 'org' | 'maintainer';
  name: string;
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

/** Whether something has text: a file, or stdin. */
export const hasText = ({ text, path, isFolder }: Named): boolean =>
  text === '-' || (path !== null && !isFolder);
