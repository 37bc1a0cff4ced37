import { posix } from 'node:path';
import { folded } from '../archive/path-forms.js';
import { type Candidate, type Candidates, concerns, fits, type Names } from './possible-names.js';
import { type Chain, chains, type Part } from './string-chains.js';

/** Files that a script may name without their name standing in it. */
export interface PutTogether {
  /** True where there are none. */
  nothing: boolean;
  covers(candidate: Candidate): boolean;
}

const everything: PutTogether = { nothing: false, covers: () => true };

/** What takes a file's name. */
const takesName =
  /(?:\brequire|\bimport|\bread\w*|\bcreateReadStream|\bopen\w*|\bl?stat\w*|\bexists\w*|\baccess\w*|\bjoin|\bresolve\w*|\bURL|\bfork|\bspawn\w*|\bexec\w*|\bWorker|\bload\w*|\bfetch|\bcopy\w*|\bcp\w*|\brename\w*|\bsendFile|\bstatic|\binclude\w*|\bimportScripts)\s*\(\s*[^()'"`;]{0,60}$/i;
/** What runs the file whose name it is given, and does nothing else with it. */
const runsName =
  /(?:\brequire(?:\.resolve)?|\bimport|\bfork|\bWorker|\bimportScripts)\s*\(\s*(?:[\w.]{0,40}\(\s*)?[\w.]{0,40}$/;
/** What asks for the names of files in a folder, or for those that fit a pattern. */
const lists =
  /\b(?:readdir|readdirSync|opendir|opendirSync|scandir|walk|klaw|glob|globSync|globby|fast-glob|fg|tinyglobby|require-dir|require-all|include-all|requireDirectory)\b|\brequire\.context\b|\bimport\.meta\.glob\w*/;
/** The call of those, up to the folder that it is given. */
const listsFolder =
  /\b(?:readdir|opendir|scandir|glob|walk)\w{0,20}\s*\(\s*(?:[\w.]{0,40}\(\s*)?[\w.]{0,40}$|\bcwd\s*:\s*(?:[\w.]{0,40}\(\s*)?[\w.]{0,40}$/;
/** The script's own folder, where its files may be asked for. */
const ownFolder =
  /\b(?:readdir|opendir|scandir|glob|walk)\w{0,20}\s*\(\s*(?:(?:__dirname|import\.meta\.dirname)(?!\s*\+)|['"`]\.\/?['"`])|[=:]\s*(?:__dirname|import\.meta\.dirname)\s*[;,)}\n]/;
/** What takes a name that is a variable. */
const takesVariable =
  /\b(?:require|import|readFile|readFileSync|createReadStream|sendFile|static|fork|Worker|importScripts|_load)\s*\(\s*[A-Za-z_$([]/;
/** What runs a file whose name is a variable, or is handed on to be called by another name; sums and joined paths are read as such. */
const runsVariable =
  /\b(?:require|import|fork|Worker|importScripts|_load)\s*\(\s*(?:\/\*[^*]{0,100}\*\/\s*)?(?!(?:__dirname|import\.meta\.dirname)\s*\+|(?:[\w$]{1,40}\.)?(?:join|resolve)\s*\()[A-Za-z_$([{]|(?:[=|&?:]|\breturn)\s*require\s*[;,)\]}\n]|\.\w+\(\s*require\s*[,)]|\bcreateRequire\s*\([^;\n]{0,80}\)\s*\(\s*[A-Za-z_$]/;
/** A function of that name is declared there, and no name is taken. */
const declares = /\bfunction\s*\*?\s*(?:require|import|fork)\s*\([^)]{0,100}\)|\btypeof\s+require\b/g;
/** Text that is decoded where it is run may name anything. */
const runsDecoded =
  /\b(?:eval|Function|runIn\w{0,20}Context|_compile)\s*\([^\n]{0,200}?(?:\bfromCharCode\b|\bfromCodePoint\b|\batob\s*\(|['"](?:base64|hex)['"])/;

/**
 * What the strings of a script, and what it does with them, tell of the files that it may name at run time. A name that comes whole from
 * the caller is not followed: it is the caller's.
 *
 * @param installs Whether the script may run on installation, in the package's folder.
 */
export function putTogether(
  path: string,
  script: string,
  candidates: Candidates,
  installs = false,
): PutTogether {
  const folder = posix.dirname(path) === '.' ? '' : `${posix.dirname(path)}/`;
  const text = script.replace(declares, '');
  if (runsDecoded.test(text)) return everything;
  const listing = lists.test(text);
  const names = new Map<string, Names>();
  const whole = new Set<string>();
  const takes = listing || takesVariable.test(text);
  const add = (found: Names) => {
    const each = { ...found, start: folded(found.start), end: folded(found.end) };
    if (concerns(each, candidates)) names.set(JSON.stringify(each), each);
  };
  let read = 0;
  for (const chain of chains(text)) {
    read++;
    for (const found of namesOf(chain, text, folder, listing)) {
      add(found);
      // On installation the working folder is the package's.
      if (installs && found.anchored) add({ ...found, start: found.start.slice(folder.length) });
    }
    if (takes)
      for (const each of foldersOf(chain, text, folder, listing).map(folded)) {
        if (each === '') add({ start: '', end: '', anchored: true, run: false });
        else if (candidates.folders.has(each)) whole.add(each);
      }
    // Past all measure: none is left out.
    if (names.size > most.names || read > most.chains) return everything;
  }
  if (listing && ownFolder.test(text))
    for (const start of installs ? [folder, ''] : [folder])
      add({ start, end: '', anchored: true, run: false });
  if (runsVariable.test(text)) add({ start: folder, end: '', anchored: true, run: true, bare: true });
  const all = [...names.values()];
  return {
    nothing: whole.size === 0 && all.length === 0,
    covers: (candidate) =>
      (whole.size > 0 && candidate.folders.some((each) => whole.has(each))) ||
      all.some((each) => fits(candidate, each)),
  };
}

/** Names that may concern a candidate, and strings that are read, of one script: three times those of the largest bundles. */
const most = { names: 2_000, chains: 500_000 };

/** Not part of a file's name: such strings are prose, addresses or markup. */
const noName = /[\s<>"|;=&,]|:\/\/|^(?:https?|data|node|npm|blob|mailto):|^\/\//;
/** Stands for text that is filled in later: `%s`, `{name}`, `[name]`, `:name`, `*`. */
const blank = /%[sdijo]|\$?\{[^{}/]{0,40}\}|\[[\w-]{1,40}\]/g;
/** The same, where patterns are looked for in folders. */
const glob = /%[sdijo]|\*+|\?|\$?\{[^{}]{0,100}\}|[@!+]?\([^()]{0,100}\)|\[[^[\]]{1,40}\]/g;

/** The paths that a string stands for where part of it is not known. */
function namesOf(
  { parts, at, joined, sum }: Chain,
  script: string,
  folder: string,
  listing: boolean,
): Names[] {
  const filled = parts.flatMap((part) => (part.kind === 'text' ? blanks(part.text, listing) : [part]));
  const first = filled.findIndex(({ kind }) => kind === 'unknown');
  if (first === -1) return sum ? wholeName(filled, folder) : [];
  const lead = script.slice(Math.max(0, at - 100), at);
  const run = runsName.test(lead);
  const rest = filled.slice(first);
  const head = filled.slice(0, first);
  const last = rest.at(-1)!;
  const end = last.kind === 'text' ? last.text : '';
  const ending = noName.test(end) ? '' : end.replace(/[?#].*$/s, '');
  if (head.length === 0) {
    // What comes first is not known: then a folder in the middle counts, or else the ending.
    const middle = rest.slice(1, -1).findLast((part) => part.kind === 'text' && part.text.includes('/'));
    const inner = middle?.kind === 'text' ? middle.text.slice(middle.text.indexOf('/') + 1) : '';
    if (inner !== '' && !noName.test(inner)) return [{ start: inner, end: ending, anchored: false, run }];
    const slash = ending.lastIndexOf('/');
    const name = ending.slice(slash + 1);
    if (/\.[A-Za-z][\w-]*$/.test(name) && !noName.test(end))
      return [{ start: '', end: slash === -1 ? name : `/${name}`, anchored: true, run }];
    return run ? [{ start: folder, end: '', anchored: true, run, bare: true }] : [];
  }
  const here = head[0]!.kind === 'here';
  const start = head.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  if (noName.test(start)) return [];
  const relative = /^\.{1,2}\//.test(start);
  if (here || relative) {
    const base = below(folder, start);
    const anchored = base === null ? [] : [{ start: base, end: ending, anchored: true, run }];
    // What is read relative to the working folder may mean the package's.
    const loose = start.replace(/^(?:\.{0,2}\/)+/, '');
    return here || loose === ''
      ? anchored
      : [...anchored, { start: loose, end: ending, anchored: false, run }];
  }
  const loose = start.replace(/^\/+/, '');
  if (loose === '' || (!loose.includes('/') && !joined && !takesName.test(lead))) return [];
  return [{ start: loose, end: ending, anchored: false, run }];
}

/** The one path that a sum of literals stands for. */
function wholeName(parts: readonly Part[], folder: string): Names[] {
  const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  const name = text.replace(/[?#].*$/s, '').replace(/^(?:\.{0,2}\/)+/, '');
  const inside = parts[0]!.kind === 'here' || text.startsWith('.') ? below(folder, text) : null;
  if (name === '' || noName.test(text)) return [];
  const one = { end: '', run: false, whole: true };
  return [
    { ...one, start: name, anchored: false },
    ...(inside === null ? [] : [{ ...one, start: inside.replace(/[?#].*$/s, ''), anchored: true }]),
  ];
}

/** A text with what is filled in later taken out. */
function blanks(text: string, listing: boolean): Part[] {
  const pieces = text.split(listing ? glob : blank);
  if (pieces.length < 2 || !/[/.]/.test(pieces.join('')) || noName.test(pieces.join('')))
    return [{ kind: 'text', text }];
  return pieces.flatMap((piece, index): Part[] => [
    ...(index === 0 ? [] : [{ kind: 'unknown' } as const]),
    ...(piece === '' ? [] : [{ kind: 'text', text: piece } as const]),
  ]);
}

/** A path prefix from a folder on, with its `.` and `..` resolved; null where it leads out of the package. */
function below(folder: string, start: string): string | null {
  const path = posix.join(`/${folder}`, start.startsWith('/') ? `.${start}` : start);
  const outside =
    start.split('/').filter((segment) => segment === '..').length > folder.split('/').length - 1;
  return outside ? null : path.slice(1);
}

/**
 * Folders that a string without gaps names, where it is a path or is given to what takes one. '' stands for the package's, which counts where
 * it is listed there and then: nearly every path is put together from it.
 */
function foldersOf({ parts, at, joined }: Chain, script: string, folder: string, listing: boolean): string[] {
  if (parts.some(({ kind }) => kind === 'unknown')) return [];
  const here = parts[0]?.kind === 'here';
  const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  if (text.length > 300 || noName.test(text)) return [];
  const lead = script.slice(Math.max(0, at - 100), at);
  const listed = listing && listsFolder.test(lead);
  const path = /^(?:\.{1,2})?\/+[^/]/.test(text);
  // Points and slashes alone are separators, of lists more often than of paths.
  if (!here && !listed && (/^[./\\]*$/.test(text) || !(path || joined || takesName.test(lead)))) return [];
  const anchored = here || /^\.{0,2}(?:\/|$)/.test(text) ? below(folder, text) : null;
  const found = [anchored, text.replace(/^(?:\.{0,2}\/)+/, '')].flatMap((each) => {
    const trimmed = each?.replace(/\/+$/, '') ?? '';
    return trimmed === '' || trimmed === '.' || trimmed === '..' ? [] : [trimmed];
  });
  return anchored === '' && listed ? ['', ...found] : found;
}
