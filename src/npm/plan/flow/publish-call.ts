import { posix } from 'node:path';
import { wordsOf } from '../shell-text.js';

/** A command that puts a package on a registry. */
export interface PublishCall {
  /** `registry`: a package manager's own command. Others are tools that end with it. */
  tool: 'registry' | 'np' | 'release-it' | 'semantic-release' | 'lerna' | 'changesets' | 'copy';
  /** Published folder as an argument says, relative to where the command runs; null when none does. */
  folder: string | null;
}

/** Options of the publish commands that take a value as a word of its own. */
const valued =
  /^--?(?:tag|access|otp|registry|userconfig|workspace|w|filter|F|C|dir|prefix|new-version|scope|auth-type|dist-tag|preid|loglevel|publish-branch|directory|contents)$/;
const starters = /^(?:npx|bunx|exec|dlx|run|sudo|env|time|cross-env|dotenv|--|-y|--yes|--no-install|--no)$/;
const copiers = /^(?:clean-publish|dual-publish)$/;

/** Reads a simple command; null when it publishes nothing. A trial run counts as nothing. */
export function publishCall(command: string): PublishCall | null {
  let words = wordsOf(command);
  while (words[0] !== undefined && (starters.test(words[0]) || /^[A-Za-z_]\w*=/.test(words[0])))
    words = words.slice(1);
  const [first, ...rest] = words;
  if (first === undefined || rest.includes('--dry-run')) return null;
  const program = posix.basename(first).replace(/@[\w.^~-]+$/, '');
  if (/^(?:npm|pnpm|yarn|bun)$/.test(program)) return managerCall(rest);
  if (program === 'np') return { tool: 'np', folder: option(rest, ['--contents']) };
  if (program === 'release-it' || program === 'semantic-release') return { tool: program, folder: null };
  if (program === 'lerna' && rest.includes('publish')) {
    const folder = option(rest, ['--contents', '--directory']);
    return { tool: 'lerna', folder };
  }
  if (program === 'changeset' && rest[0] === 'publish') return { tool: 'changesets', folder: null };
  if (copiers.test(program)) return { tool: 'copy', folder: null };
  return null;
}

/** Whether text somewhere holds a command that publishes. For text that is not understood in full. */
export function mentionsPublish(text: string): boolean {
  return text
    .split(/\n|&&|\|\||[;(){}]|\bthen\b|\belse\b|\bdo\b/)
    .some((part) => publishCall(part.trim().replace(/^[@!-]+/, '')) !== null);
}

function managerCall(words: string[]): PublishCall | null {
  const plain: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (valued.test(word)) at += 1;
    else if (!word.startsWith('-')) plain.push(word);
  }
  // `yarn npm publish`, `yarn workspace x npm publish`, `npm stage publish`, `pnpm exec np`.
  while (plain[0] === 'npm' || plain[0] === 'stage' || plain[0] === 'recursive') plain.shift();
  if (plain[0] === 'workspace') return managerCall(plain.slice(2));
  if (plain[0] !== 'publish') {
    const inner = plain[0] === undefined || /^(?:npm|pnpm|yarn|bun|run)$/.test(plain[0]) ? null : plain[0];
    if (inner === null || !/^(?:exec|dlx|x|np|lerna|release-it|semantic-release|changeset)$/.test(inner))
      return null;
    return publishCall(words.slice(words.indexOf(inner) + Number(/^(?:exec|dlx|x)$/.test(inner))).join(' '));
  }
  const given = plain[1] ?? option(words, ['-C', '--dir', '--prefix']);
  return { tool: 'registry', folder: given === undefined || given?.endsWith('.tgz') ? null : given };
}

function option(words: readonly string[], names: readonly string[]): string | null {
  for (const [index, word] of words.entries()) {
    for (const name of names) {
      if (word === name) return words[index + 1] ?? null;
      if (word.startsWith(`${name}=`)) return word.slice(name.length + 1);
    }
  }
  return null;
}
