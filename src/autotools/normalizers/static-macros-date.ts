import { defineNormalizer } from '../../compare/normalizer.js';

/** The whole comment, as AX_AM_MACROS_STATIC of the autoconf archive writes it by date(1). */
const line =
  /^# from AX_AM_MACROS_STATIC on [A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?: [AP]M)? [A-Z+\d-]{2,6} \d{4}$/gm;

/** When `configure` wrote a file of rules for automake. */
export const staticMacrosDate = defineNormalizer({
  name: 'static-macros-date',
  version: 1,
  needsProof: true,
  makesEqual: 'Rules for automake that `configure` of a rebuild wrote at another time.',
  mayHide: 'A comment that states a wrong time.',
  applies: (path) => /(?:^|\/)aminclude_static\.am$/.test(path),
  normalize({ release, reference, against }) {
    if (against !== 'rebuild') return null;
    const [ours, theirs] = [release, reference].map((bytes) => bytes.toString('latin1'));
    if (ours!.match(line)?.length !== 1 || theirs!.match(line)?.length !== 1) return null;
    const common = (text: string) =>
      Buffer.from(text.replace(line, '# from AX_AM_MACROS_STATIC on *'), 'latin1');
    return { release: common(ours!), reference: common(theirs!), detail: 'the time in its first comment' };
  },
});
