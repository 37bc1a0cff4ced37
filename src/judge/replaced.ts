/** Words that programs of every kind have in common. */
const common = new Set(
  (
    'function return const this else true false null undefined typeof instanceof delete throw catch finally while switch case default ' +
    'break continue class extends super static async await yield import export from require module exports prototype length string ' +
    'number object boolean Object Array String Number Error Symbol Promise toString name value index data type test'
  ).split(' '),
);

/** Words of its own from which a text can be told from another. */
const enough = 8;
/** Share of them that another program has by chance, and how many of a few. */
const byChance = { share: 0.1, words: 1 };

/**
 * Whether a program has hardly a word of another, though that one has words enough: names of properties and texts survive every build
 * tool, so it was not made of the same source. Linear.
 */
export function isAnotherProgram(text: string, before: string): boolean {
  const own = wordsOf(before);
  if (own.size < enough) return false;
  const others = wordsOf(text);
  let shared = 0;
  for (const word of own) if (others.has(word)) shared += 1;
  return shared <= byChance.words || shared < byChance.share * own.size;
}

function wordsOf(text: string): Set<string> {
  const words = new Set<string>();
  for (const [word] of text.matchAll(/[A-Za-z_$][\w$]{3,}/g)) if (!common.has(word)) words.add(word);
  return words;
}
