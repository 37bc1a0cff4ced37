import { posix } from 'node:path';
import { commandKind } from '../command-kind.js';
import { splitScript } from '../shell-text.js';
import type { SourceFacts } from '../source-facts.js';
import { mentionsPublish } from './publish-call.js';

const longest = 64 * 2 ** 10;
/** Texts looked into for one answer. */
const mostTexts = 200;

/**
 * Whether running text in `directory` comes to a publish: by itself, by a script of the package, or by a shell file; with `programs`
 * also by a program for node, which outside of CI may wait for a person's answers.
 */
export function leadsToPublish(
  facts: SourceFacts,
  text: string,
  directory: string,
  programs = false,
): boolean {
  const scripts = facts.manifests.get(directory)?.scripts;
  const texts = new Set([text]);
  for (const each of texts) {
    if (each.length > longest) continue;
    const plain = each.replace(/^\s*#.*$/gm, '');
    if (mentionsPublish(plain)) return true;
    if (programs && programsNamed(facts, plain, directory).some((program) => publishes.test(program)))
      return true;
    const inner = [
      ...scriptsNamed(plain, (name) => scripts?.has(name) === true).flatMap(
        (name) => scripts?.get(name) ?? [],
      ),
      ...shellFilesNamed(facts, plain, directory),
    ];
    for (const next of inner) if (texts.size < mostTexts) texts.add(next);
  }
  return false;
}

/** A string that is a command, or the words of one, in a program. */
const publishes = /['"`](?:npm|pnpm|yarn) publish\b|['"`](?:npm|pnpm|yarn)['"`],\s*\[\s*['"`]publish['"`]/;

/** Contents of the programs that a text starts with node. */
function programsNamed({ input }: SourceFacts, text: string, directory: string): string[] {
  const names = [...text.matchAll(/(?:^|[\s;&|])node\s+(?:--?[\w=-]+\s+)*([\w./-]+)(?=[\s;&|]|$)/gm)].map(
    ([, name]) => name!,
  );
  return [...new Set(names)].slice(0, 20).flatMap((name) => {
    const path = posix.join(directory, name);
    return input.files.get(path) ?? input.files.get(`${path}.js`) ?? [];
  });
}

function scriptsNamed(text: string, has: (name: string) => boolean): string[] {
  return text.split('\n').flatMap((line) =>
    (splitScript(line) ?? []).flatMap((part) => {
      const found = commandKind(part.text, has);
      return found.kind === 'run' ? found.scripts.filter(has) : [];
    }),
  );
}

/** Contents of the shell files that a text names. */
function shellFilesNamed({ input }: SourceFacts, text: string, directory: string): string[] {
  const names = new Set(
    [...text.matchAll(/(?:^|[\s"'=])((?:\.{0,2}\/)?[\w./-]+\.(?:sh|bash))\b/g)].map(([, name]) => name!),
  );
  return [...names].slice(0, 20).flatMap((name) => input.files.get(posix.join(directory, name)) ?? []);
}
