import type { Child } from 'hono/jsx';
import type { Result } from '../../result.js';
import { differences } from './differences.js';
import { entries } from './entries.js';
import { findings } from './findings.js';
import { materials } from './materials.js';
import { pipeline } from './pipeline.js';
import { repeat } from './repeat.js';
import { unexplained } from './unexplained.js';

/** A part of the page with a heading. */
export interface Section {
  /** Also the anchor. */
  id: string;
  title: string;
  /** Null where there is nothing to say: then the heading is left out too. */
  render(result: Result): Child | null;
}

/** The page's parts, in their order. */
export const sections: readonly Section[] = [
  findings,
  unexplained,
  differences,
  pipeline,
  entries,
  materials,
  repeat,
];
