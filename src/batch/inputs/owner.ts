import { defineInput } from './define.js';
import { InputError } from './error.js';

/** Packages that are taken from a search at most; registries page no further. */
const most = 5_000;

/** Everything of a scope, or of a maintainer, in its newest version. */
export const owner = defineInput({
  title:
    '`org:<scope>` or `maintainer:<name>`: all packages that the registry lists of them, in their newest versions',
  accepts: ({ text }) => /^(?:org|maintainer):/.test(text),
  async read({ text }, { search }) {
    const [, kind, name = ''] = /^(org|maintainer):@?([\w.~-]{1,214})$/.exec(text) ?? [];
    if (kind === undefined) throw new InputError(`${text} can't be used: there is no such name`);
    const found = await search(kind === 'org' ? `scope:${name}` : `maintainer:${name}`, most);
    const own = kind === 'org' ? found.filter((each) => each.startsWith(`@${name}/`)) : found;
    if (own.length === 0) throw new InputError(`${text}: the registry lists no packages of it`);
    return own.map((each) => ({ kind: 'wish', name: each, wanted: '', direct: true, production: true }));
  },
});
