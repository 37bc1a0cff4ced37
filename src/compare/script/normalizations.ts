import type { Normalization } from '../schema.js';
import type { Sameness } from './same-program.js';

/**
 * Scripts of the same syntax tree: layout, comments, quotes, parentheses, semicolons, spelling of numbers, `{a: a}` for `{a}`. May hide
 * a change that only a program reading its own source text, or the place of an error in it, can see, a comment that a tool
 * unknown to us obeys, and names that such a tool finds exported from CommonJS by searching its text.
 */
const scriptLayout: Normalization = {
  name: 'script-layout',
  version: 3,
  detail: 'the same program in another layout',
};

/**
 * Scripts that differ in the names of local bindings, and consistently: see `consistentNames`. May hide a change that only a program
 * can see that reads the text of its functions (a framework that goes by the names of parameters does), the message of an error,
 * or, in another file, a stack trace.
 */
const scriptNames: Normalization = {
  name: 'script-names',
  version: 2,
  detail: 'the same program with other names of local bindings',
};

/** The normalizations that made two texts of a program equal. */
export const normalizationsOf = ({ layout, names }: Sameness): Normalization[] => [
  ...(layout ? [scriptLayout] : []),
  ...(names ? [scriptNames] : []),
];

/** All that there are. */
export const scriptNormalizations: readonly Normalization[] = [scriptLayout, scriptNames];
