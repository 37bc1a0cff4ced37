import { isBinary } from '../../compare/normalizers/text-kinds.js';
import { type Kind, kindOf } from '../../judge/kinds.js';
import { forPeople } from './for-people.js';

/** Requests by which a manual page reads other files or runs programs. */
const activeRoff = /^[.'][ \t]*(?:sy|pso|pi|open|opena|so|mso|cf|trf|output|psbb|device)\b/m;
const activeMarkup =
  /<\s*(?:script|iframe|object|embed|link|meta[^>]+refresh|foreignObject)\b|\bon[a-z]{3,20}\s*=|javascript:/i;

/** Of these it does not matter who reads them: there is nothing in them but what the sources say. */
export const template = {
  names: /\.pot$/,
  what: 'template of translations',
  text: true,
  active: null,
} as const;

/**
 * What is only read by people, besides what is so everywhere. Each with what its content must not hold to be that and no more; null for formats
 * that are not looked into.
 */
const documents: readonly { names: RegExp; what: string; text: boolean; active: RegExp | null }[] = [
  { names: forPeople, what: 'text for people', text: true, active: null },
  { names: /\.(?:[1-9][a-z]{0,3}|man|mdoc)$/, what: 'manual page', text: true, active: activeRoff },
  { names: /\.(?:html?|xhtml)$/i, what: 'document for browsers', text: true, active: activeMarkup },
  template,
  {
    names: /\.(?:css)$/i,
    what: 'style sheet of documents',
    text: true,
    active: /@import|expression\(|javascript:/i,
  },
  { names: /\.svg$/i, what: 'drawing', text: true, active: activeMarkup },
  {
    names: /\.txt$/i,
    what: 'text for people',
    text: true,
    active: /^\s*(?:cmake_minimum_required|project|add_\w+)\s*\(/im,
  },
  { names: /\.info(?:-\d+)?$/, what: 'info page', text: true, active: /^\(?defun\b|^#!/m },
  {
    names: /\.pdf$/i,
    what: 'document for printers',
    text: false,
    active: /\/(?:JavaScript|JS|Launch|EmbeddedFile|OpenAction)\b/,
  },
  {
    names: /\.ps$/i,
    what: 'document for printers',
    text: true,
    active: /\b(?:deletefile|renamefile|filter)\b|%pipe%/,
  },
];

/** Whether a text is nothing but messages to be translated, in gettext's form: what is not translated takes no other's place. Pure. */
function isUntranslated(text: string): boolean {
  return text.split(/\n\s*\n/).every((entry, at) => {
    const lines = entry.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
    let field = '';
    const said = new Map<string, string>();
    for (const line of lines) {
      const [, name, value] =
        /^(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) )?"((?:[^"\\]|\\.)*)"$/.exec(line) ?? [];
      if (value === undefined || (name === undefined && field === '')) return false;
      field = name ?? field;
      said.set(field, (said.get(field) ?? '') + value);
    }
    const isHeader = at === 0 && said.get('msgid') === '' && !said.has('msgctxt');
    return isHeader || [...said].every(([name, value]) => !name.startsWith('msgstr') || value === '');
  });
}

/**
 * What an entry of a source release is. On the closed list of what is only read by people, or able to act: everything that is not known may be
 * read by a build.
 */
export function documentOf(path: string, mode: number, content: Buffer | undefined): Kind {
  const kind = kindOf(path, mode, content);
  if (kind.inert || content === undefined) return kind;
  const unknown = /not known to be harmless|^markup|^style sheet/.test(kind.what);
  const document = documents.find(({ names }) => names.test(path));
  // A section of the manual may look like a library's version: `libx.so.1` is none.
  if (!unknown || document === undefined || /\.(?:so|a|o|dylib|dll)\.\d/.test(path)) return kind;
  const { what, text, active } = document;
  if (text && isBinary(content)) return { inert: false, what: `${what} by name, binary by content` };
  if (document === template && !isUntranslated(content.toString('latin1')))
    return { inert: false, what: `${what} with something else in it` };
  if (active?.test(content.toString('latin1')))
    return { inert: false, what: `${what} with something in it that acts` };
  return { inert: true, what };
}
