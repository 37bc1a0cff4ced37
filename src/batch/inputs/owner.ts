import { defineInput } from './define.js';
import { InputError } from './error.js';

/** Packages that are taken from a search at most; registries page no further. */
const most = 5_000;

/** Everything of a scope, or of a maintainer, in its newest version. */
export const owner = defineInput({
  title: 'org:<scope> or maintainer:<name>',
  accepts: ({ text }) => /^(?:org|maintainer):/.test(text),
  async read({ text }, { search, note }) {
    const [, kind, name = ''] = /^(org|maintainer):@?([\w.~-]{1,214})$/.exec(text) ?? [];
    if (kind === undefined) throw new InputError(`${text} can't be used: there is no such name`);
    const { names, isWhole } = await search({ kind: kind as 'org' | 'maintainer', name }, most);
    if (names.length === 0) throw new InputError(`${text}: the registry lists no packages of it`);
    if (!isWhole) note(`${text}: the registry lists more than ${most} packages; the rest is not in this run`);
    return names.map((each) => ({ kind: 'wish', name: each, wanted: '', direct: true, production: true }));
  },
});
