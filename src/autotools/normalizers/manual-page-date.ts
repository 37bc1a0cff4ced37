import { defineNormalizer } from '../../compare/normalizer.js';

/** The title of a manual page: its name and section, then a day, as people or programs write one. */
const title =
  /^(\.TH [\w."-]+ "?\d[a-z]*"? )"(?:[A-Z][a-z]{2,8} \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4}|\d{4}-\d\d-\d\d)"(?= |$)/gm;

/** The day in the title of a manual page: programs that make one write the day on which they ran. */
export const manualPageDate = defineNormalizer({
  name: 'manual-page-date',
  version: 1,
  needsProof: true,
  makesEqual: 'Manual pages of a rebuild that state another day in their title.',
  mayHide: 'A manual page that states a wrong day.',
  applies: (path) => /\.[1-9]$/.test(path),
  normalize({ release, reference, against }) {
    if (against !== 'rebuild') return null;
    const [ours, theirs] = [release, reference].map((bytes) => bytes.toString('latin1'));
    if (ours!.match(title)?.length !== 1 || theirs!.match(title)?.length !== 1) return null;
    const common = (text: string) => Buffer.from(text.replace(title, '$1"*"'), 'latin1');
    return { release: common(ours!), reference: common(theirs!), detail: 'the day in its title' };
  },
});
