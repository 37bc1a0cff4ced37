import { defineNormalizer } from '../../compare/normalizer.js';

/** The whole line, as gettext writes it. */
const line = /^"POT-Creation-Date: \d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4}\\n"$/gm;

/** When a message catalogue was brought up to date: `make dist` writes the minute it ran. */
export const potCreationDate = defineNormalizer({
  name: 'pot-creation-date',
  version: 1,
  needsProof: true,
  makesEqual:
    'Message catalogues of a rebuild that state another time at which they were brought up to date.',
  mayHide: 'A catalogue that states a wrong time.',
  applies: (path) => /\.(?:po|pot)$/.test(path),
  normalize({ release, reference, against }) {
    if (against !== 'rebuild') return null;
    const [ours, theirs] = [release, reference].map((bytes) => bytes.toString('latin1'));
    if (ours!.match(line)?.length !== 1 || theirs!.match(line)?.length !== 1) return null;
    const common = (text: string) => Buffer.from(text.replace(line, '"POT-Creation-Date: *\\n"'), 'latin1');
    return { release: common(ours!), reference: common(theirs!), detail: 'the time of its last update' };
  },
});
