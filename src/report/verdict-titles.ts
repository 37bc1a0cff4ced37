import type { VerdictKind } from '../judge/schema.js';

/** What each verdict says, in a line. */
export const verdictTitles: Record<VerdictKind, string> = {
  reproduced: 'Every entry is accounted for',
  inert: 'Entries that nothing accounts for, none of which can act',
  differs: 'Entry that nothing accounts for and that could act',
  suspicious: 'Entries that nothing accounts for, with signs of malice',
  inconclusive: 'Release that could not be judged',
};
