import { ecosystemOf } from '../../ecosystems.js';
import { parseSpec } from '../../npm/spec.js';
import { defineInput, hasText, type Listed } from './define.js';
import { InputError } from './error.js';
import { listedOf } from './purl.js';

/** A list of specs and purls, one in a line; `#` begins a comment. `-` is stdin. */
export const list = defineInput({
  title: 'a list of specs or purls, one in a line',
  // JSON or XML of no kind that we know is no list with a strange first line.
  accepts: async (named) => hasText(named) && !/^\uFEFF?\s*[{[<]/.test(await named.content()),
  async read({ text, content }) {
    const lines = (await content())
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim());
    const listed: Listed[] = [];
    for (const [at, line] of lines.entries()) {
      if (line !== '')
        listed.push(await listedSpec(line, `line ${at + 1} of ${text === '-' ? 'stdin' : text}`));
    }
    return listed;
  },
});

/** A spec or a purl itself. */
export const spec = defineInput({
  title: 'a spec or a purl',
  accepts: ({ text, path }) => path === null && text !== '-',
  read: async ({ text }) => [await listedSpec(text, text)],
});

/** A file of this machine, whatever it holds. */
const isPath = (text: string): boolean => !/^(?:deb:|https?:)/i.test(text);

/** What was asked for by name is direct, and for production. */
async function listedSpec(text: string, shown: string): Promise<Listed> {
  const role = { direct: true, production: true };
  if (/^pkg:/i.test(text)) {
    const listed = listedOf(text, null);
    return listed.kind === 'foreign' ? listed : { ...listed, ...role };
  }
  const { list: lists } = await ecosystemOf(text);
  if (lists !== undefined && isPath(text)) throw ofThisMachine(shown);
  if (lists !== undefined) return { kind: 'source', name: text, reference: text, integrity: null, ...role };
  const parsed = await parseSpec(text).catch((cause: Error) => {
    throw new InputError(`${shown} can't be used: ${cause.message}`, undefined, cause);
  });
  if (parsed.kind === 'file') throw ofThisMachine(shown);
  return { kind: 'wish', name: parsed.name, wanted: parsed.wanted, ...role };
}

const ofThisMachine = (shown: string): InputError =>
  new InputError(
    `${shown} can't be used: a batch is of releases that others can have too`,
    'Use `reprove verify` for a file.',
  );
