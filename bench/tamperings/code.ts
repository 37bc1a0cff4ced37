import type { Random } from '../random.js';
import { rewritten, textAt } from './members.js';
import {
  builtScriptsOf,
  type Honest,
  isModule,
  scriptsOf,
  type Tampered,
  type Tampering,
} from './tampering.js';
import { type Token, tokensOf } from './tokens.js';

/** Operators and words, and what stands for the other meaning. */
const opposites: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
  '&&': '||',
  '||': '&&',
  '<': '>=',
  '>': '<=',
  '<=': '>',
  '>=': '<',
  '+=': '-=',
  '++': '--',
  '*': '+',
  '-': '+',
};

/** What becomes of one token; null where nothing does. */
type Change = (token: Token, before: Token | undefined) => string | null;

const operator: Change = ({ kind, text }) => (kind === 'operator' ? (opposites[text] ?? null) : null);

const literal: Change = ({ kind, text }) => {
  if (text === 'true') return 'false';
  if (text === 'false') return 'true';
  if (kind === 'number' && /^\d{1,9}$/.test(text)) return String(Number(text) + 1);
  if (kind !== 'string' || text.includes('\\')) return null;
  const changed = text.replace(/[a-z]/, (letter) => (letter === 'z' ? 'y' : 'z'));
  return changed === text ? null : changed;
};

/** Names after a dot only: a local name that is changed wherever it stands may mean the same as before. */
const property: Change = ({ kind, text }, before) =>
  kind === 'word' && before?.kind === 'operator' && ['.', '?.'].includes(before.text) ? `${text}_` : null;

const any: Change = (token, before) =>
  operator(token, before) ?? literal(token, before) ?? property(token, before);

const minified = (text: string) => text.length > 2_000 && text.length / text.split('\n').length > 400;

/** One token of one of the scripts, both chosen at random among those that can be changed so. */
function changeOne(
  { members }: Honest,
  scripts: readonly string[],
  change: Change,
  random: Random,
): Tampered | null {
  for (const path of random.shuffle(scripts)) {
    const text = textAt(members, path);
    const tokens = tokensOf(text);
    const places = tokens.flatMap((token, index) => {
      const changed = change(token, tokens[index - 1]);
      return changed === null ? [] : [{ token, changed }];
    });
    const place = random.pick(places);
    if (place === undefined) continue;
    const { token, changed } = place;
    const tampered = text.slice(0, token.start) + changed + text.slice(token.start + token.text.length);
    return { members: rewritten(members, path, tampered), paths: [path] };
  }
  return null;
}

const tokenChange = (name: string, change: Change): Tampering => ({
  name,
  apply: (honest, random) => changeOne(honest, builtScriptsOf(honest), change, random),
});

/** What a payload would be; it does nothing. */
const marker = 'globalThis.marker = 1;';

/** Changes of code that the release has. */
export const codeTamperings: Tampering[] = [
  tokenChange('an operator changed in a built file', operator),
  tokenChange('a literal changed in a built file', literal),
  tokenChange('a property name changed in a built file', property),
  {
    name: 'a token changed in a minified file',
    apply: (honest, random) =>
      changeOne(
        honest,
        scriptsOf(honest).filter((path) => minified(textAt(honest.members, path))),
        any,
        random,
      ),
  },
  {
    name: 'a statement appended to a script',
    apply(honest, random) {
      const path = random.pick(builtScriptsOf(honest));
      if (path === undefined) return null;
      const text = textAt(honest.members, path);
      return { members: rewritten(honest.members, path, `${text}\n${marker}\n`), paths: [path] };
    },
  },
  {
    name: 'a statement off the screen, behind spaces',
    apply(honest, random) {
      for (const path of random.shuffle(builtScriptsOf(honest))) {
        const text = textAt(honest.members, path);
        const ends = tokensOf(text).filter(
          ({ text: token, start }) => token === ';' && /[\r\n]/.test(text[start + 1] ?? ''),
        );
        const end = random.pick(ends)?.start;
        if (end === undefined) continue;
        const tampered = `${text.slice(0, end + 1)}${' '.repeat(400)}${marker}${text.slice(end + 1)}`;
        return { members: rewritten(honest.members, path, tampered), paths: [path] };
      }
      return null;
    },
  },
  {
    name: 'a module loaded that package.json does not name',
    apply(honest, random) {
      const path = random.pick(builtScriptsOf(honest));
      if (path === undefined) return null;
      const load = isModule(honest, path) ? "import 'plain-marker';" : "try{require('plain-marker')}catch{};";
      const text = textAt(honest.members, path);
      return { members: rewritten(honest.members, path, `${load}\n${text}`), paths: [path] };
    },
  },
];
