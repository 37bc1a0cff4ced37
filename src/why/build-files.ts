import { posix } from 'node:path';
import { below } from '../compare/pairing.js';
import { objectOf, parseJson } from '../npm/json-object.js';
import type { Located } from '../source/locate.js';
import type { Place } from './schema.js';

/** The files of the source that say how it is built, and what they say. */
export interface BuildFiles {
  /** Text by path of the repository. */
  texts: ReadonlyMap<string, string>;
  /** Lines that match, of build files before others. */
  find(pattern: RegExp): Place[];
  /** Names of the programs that scripts start. */
  tools: readonly string[];
}

/** Files that are read, bytes of one, and lines that are given. */
const limits = { files: 300, bytes: 512 * 2 ** 10, places: 5, columns: 160 };

const config =
  /(?:^|\/)(?:(?:rollup|webpack|vite|vitest|tsup|tsdown|esbuild|babel|rolldown|microbundle|unbuild|build)\b[\w.-]*|gulpfile[\w.-]*|Gruntfile[\w.-]*|\.babelrc[\w.-]*)\.(?:[cm]?[jt]s|json)$|(?:^|\/)(?:Makefile|Jakefile|\.babelrc)$|(?:^|\/)(?:scripts?|build|tools?|tasks?)\/[\w./-]+\.(?:[cm]?[jt]s|sh)$/;
const program = /\.(?:[cm]?[jt]s|sh|mk)$|(?:^|\/)(?:Makefile|Jakefile)$/;

/** Reads what is run to build: the scripts of package.json, what they name, configurations of known tools, and what those require. */
export async function buildFiles({
  tree,
  source,
  repository,
}: Extract<Located, { ok: true }>): Promise<BuildFiles> {
  const texts = new Map<string, string>();
  const read = async (paths: Iterable<string>) => {
    const wanted = [...new Set(paths)].filter(
      (path) => !texts.has(path) && tree.files.get(path)?.type === 'blob',
    );
    const some = wanted.slice(0, Math.max(0, limits.files - texts.size));
    const contents = await repository.readBlobs(
      some.map((path) => tree.files.get(path)!.object),
      limits.bytes,
    );
    for (const path of some) {
      const content = contents.get(tree.files.get(path)!.object);
      if (content !== undefined && !content.includes(0)) texts.set(path, content.toString('utf8'));
    }
  };
  const folders = [...new Set([source.directory, ''])];
  await read(folders.map((folder) => below(folder, 'package.json')));
  const scripts = folders.flatMap((folder) => scriptsIn(texts.get(below(folder, 'package.json'))));
  const named = scripts.flatMap((script) => script.match(/[\w@./-]+/g) ?? []);
  await read(folders.flatMap((folder) => named.flatMap((path) => candidates(posix.join(folder, path)))));
  await read(
    [...tree.files.keys()].filter(
      (path) =>
        config.test(path) &&
        folders.some((folder) => (folder === '' ? depth(path) < 4 : path.startsWith(`${folder}/`))),
    ),
  );
  const required = [...texts].flatMap(([path, text]) =>
    [...text.matchAll(/(?:require\(|from\s|import\s|import\()\s*['"](\.{1,2}\/[^'"]+)['"]/g)].flatMap(
      (match) => candidates(posix.join(posix.dirname(path), match[1]!)),
    ),
  );
  await read(required);
  return { texts, find: (pattern) => find(texts, pattern), tools: toolsOf(scripts) };
}

const depth = (path: string): number => path.split('/').length;

const candidates = (path: string): string[] =>
  path.startsWith('..')
    ? []
    : ['', '.js', '.cjs', '.mjs', '.ts', '/index.js'].map((end) => posix.normalize(`${path}${end}`));

function scriptsIn(text: string | undefined): string[] {
  const scripts = objectOf(objectOf(text === undefined ? null : parseJson(text)).scripts);
  return Object.values(scripts).filter((script): script is string => typeof script === 'string');
}

/** What a script does at publish time is behind these words. */
function toolsOf(scripts: readonly string[]): string[] {
  const words = scripts.flatMap((script) =>
    script.split(/&&|\|\||[;|&]/).map(
      (part) =>
        part
          .trim()
          .replace(/^(?:[\w]+=\S*\s+|cross-env(?:-shell)?\s+|npx\s+)*/, '')
          .split(/\s+/)[0]!,
    ),
  );
  const shell =
    /^(?:npm|yarn|pnpm|run-[sp]|npm-run-all|node|cd|rm|cp|mv|mkdir|echo|git|test|exit|export|rimraf|del|true|)$/;
  return [...new Set(words)].filter(
    (word) => /^[\w@./-]+$/.test(word) && !shell.test(word) && !word.includes('/'),
  );
}

function find(texts: ReadonlyMap<string, string>, pattern: RegExp): Place[] {
  const places: Place[] = [];
  for (const [path, text] of texts) {
    if (!path.endsWith('package.json') && !program.test(path) && !config.test(path)) continue;
    const inScripts = path.endsWith('package.json') ? scriptsIn(text) : null;
    for (const [at, line] of text.split('\n').entries()) {
      if (places.length === limits.places) return places;
      if (/^\s*(?:\/\/|\*|#(?!!))/.test(line) || !pattern.test(line)) continue;
      if (
        inScripts !== null &&
        !inScripts.some(
          (script) => pattern.test(script) && line.includes(JSON.stringify(script).slice(1, -1)),
        )
      )
        continue;
      places.push({ path, line: at + 1, text: line.trim().slice(0, limits.columns) });
    }
  }
  return places;
}
