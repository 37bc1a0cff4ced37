import type { Normalizer, NormalizerInput } from '../../compare/normalizer.js';

/** What a rule of this kind says of itself. */
type Dated = Omit<Normalizer, 'needsProof' | 'normalize'> & {
  /** The line that states a time, whole or up to what follows; global and by lines. */
  line: RegExp;
  /** What takes its place, as of `replace`. */
  common: string;
  /** What was different. */
  detail: string;
};

/** A rule that needs no more than the bytes of both sides. */
export interface DatedLine extends Normalizer {
  normalize(
    input: Pick<NormalizerInput, 'release' | 'reference' | 'against'>,
  ): ReturnType<Normalizer['normalize']>;
}

/**
 * A rule that makes files equal but for one line, in which a program stated when it ran: it has to be there once on each side. Asked of what was made again, and
 * never of the source.
 */
export const datedLine = ({ line, common, detail, ...about }: Dated): DatedLine => ({
  ...about,
  needsProof: true,
  normalize({ release, reference, against }) {
    if (against !== 'rebuild') return null;
    const texts = [release, reference].map((bytes) => bytes.toString('latin1')) as [string, string];
    if (texts.some((text) => text.match(line)?.length !== 1)) return null;
    const [ours, theirs] = texts.map((text) => Buffer.from(text.replace(line, common), 'latin1'));
    return { release: ours!, reference: theirs!, detail };
  },
});
