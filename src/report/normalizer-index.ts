import { autotoolsNormalizers } from '../autotools/normalizers/index.js';
import type { Normalizer } from '../compare/normalizer.js';
import { generalNormalizers } from '../compare/normalizers/index.js';
import { modeBits } from '../compare/normalizers/mode-bits.js';
import { npmNormalizers } from '../npm/normalizers/index.js';

/** What a reader is told of a normalizer before its own page. */
type Summary = Pick<Normalizer, 'name' | 'needsProof' | 'makesEqual' | 'mayHide'>;

/** Asked about many scripts at once, and so no `Normalizer`s with a function of one file. */
const scriptLayout: Summary = {
  name: 'script-layout',
  needsProof: false,
  makesEqual:
    'Scripts and type declarations of the same syntax tree: layout, comments, quotes, parentheses, semicolons, spelling of numbers.',
  mayHide:
    'A change only a program that reads its own source text, or the place of an error in it, can see; a comment that a tool unknown to us obeys; exports that such a tool, or an old node, finds in the text of CommonJS.',
};

const scriptNames: Summary = {
  name: 'script-names',
  needsProof: false,
  makesEqual:
    'Scripts and type declarations with consistently renamed local bindings: each reference leads to the same binding, or out of the file under the same name.',
  mayHide:
    'A change only a program that reads the text of its functions, an error message or, in another file, a stack trace can see.',
};

/** Every normalizer that a report can name, in the order in which they are asked. */
export const summaries: readonly Summary[] = [
  ...generalNormalizers,
  ...npmNormalizers,
  scriptLayout,
  scriptNames,
  ...autotoolsNormalizers,
  modeBits,
];

/** The page that leads to those of the normalizers. */
export function normalizerIndex(): string {
  const rows = summaries.map(
    ({ name, needsProof, makesEqual, mayHide }) =>
      `| [\`${name}\`](${name}.md) | ${makesEqual} | ${mayHide} | ${needsProof ? 'yes' : 'no'} |`,
  );
  return `# Normalizers

<!-- Written by \`npm run docs\` from what the code says of itself. -->

An entry that differs from its counterpart is still accounted for where named rules make the two equal; its evidence is \`equivalent\` then, and the
report names each rule that was needed, with its version and what it found. A rule fails closed: what it can't parse is unequal. None makes two
programs equal that could behave differently, and each says what it may hide all the same. They are asked in this order, each on what the ones before
left; of those that were needed, the fewest are named. One that needs proof relies on what the source or the release's making shows, and takes no
part in [\`reprove diff\`](../diff.md).

| name | makes equal | may hide | needs proof |
| --- | --- | --- | --- |
${rows.join('\n')}

Images, fonts, WebAssembly and other machine code are never normalized, however they were encoded: their bytes are the same, or they differ.
`;
}
