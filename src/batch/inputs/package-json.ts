import { isJson, objectOf, parseJson } from '../../npm/json-object.js';
import { wished } from '../../npm/wished.js';
import { defineInput, type Listed } from './define.js';
import { InputError } from './error.js';

/** A package.json: what it asks for itself, as the registry has it now. */
export const packageJson = defineInput({
  title: 'a package.json',
  accepts: ({ fileName }) => fileName === 'package.json',
  async read({ text, content }) {
    const manifest = parseJson((await content()).replace(/^\uFEFF/, ''));
    if (!isJson(manifest)) throw new InputError(`${text} can't be used: it is no package.json`);
    const of = (field: string, production: boolean): Listed[] =>
      Object.entries(objectOf(manifest[field])).map(([name, range]) => {
        const listed = wished(name, range);
        return listed.kind === 'foreign' ? listed : { ...listed, direct: true, production };
      });
    return [
      ...of('dependencies', true),
      ...of('optionalDependencies', true),
      ...of('devDependencies', false),
    ];
  },
});
