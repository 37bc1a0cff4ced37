import type { Random } from '../random.js';
import type { Member } from '../tamperings/members.js';
import type { Honest, Tampered } from '../tamperings/tampering.js';

/** What a shape does to a release, and so what has to be said of it. */
export type Kind =
  /** Runs, or fetches what runs, when the release is installed: `suspicious`. */
  | 'install-time'
  /** Brings code along that the source does not have: `suspicious`. */
  | 'code-adding'
  /** Changes what is run or read without bringing code: `differs` or `suspicious`. */
  | 'change'
  /** One change of a script's syntax: `differs` or `suspicious`. */
  | 'mutation'
  /** Can't act by itself: named, and never `reproduced`. */
  | 'told'
  /** What honest publishers do: never `suspicious`, and nearly always `reproduced` or `inert`. */
  | 'control';

/** A copy of a release that was changed, and the installed paths that a report must name. */
export interface Injected extends Tampered {
  /** Fields that the registry states otherwise than the copy's package.json; undefined takes one away. */
  registry?: Record<string, unknown>;
  /** Packs the members where the archive itself is what was changed. */
  write?: (members: readonly Member[]) => Promise<Buffer>;
}

/** Stands for the archive as a whole among the paths that a report must name. */
export const wholeArchive = '(archive)';

/** A way to change a release. */
export interface Shape {
  /** As its file is called; part of a case's name. */
  id: string;
  kind: Kind;
  /** The incident that it was seen in, or who does it. */
  like: string;
  /** What only few releases have and this needs; such shapes are tried first. */
  needs?: string;
  /** Null where it does not apply to that release. The same choices lead to the same copy. */
  apply(honest: Honest, random: Random): Injected | null;
}

/** A shape as its file gives it. */
export const defineShape = (shape: Shape): Shape => shape;
