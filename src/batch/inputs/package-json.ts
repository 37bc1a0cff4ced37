import { z } from 'zod';
import { wished } from '../../npm/wished.js';
import { defineInput, type Listed } from './define.js';
import { InputError } from './error.js';

const ranges = z.record(z.string(), z.string().catch('')).optional().catch(undefined);
const manifestSchema = z.looseObject({
  dependencies: ranges,
  devDependencies: ranges,
  optionalDependencies: ranges,
});

/** A package.json: what it asks for itself, as the registry has it now. */
export const packageJson = defineInput({
  title: 'a package.json, whose own dependencies are resolved now',
  accepts: ({ fileName }) => fileName === 'package.json',
  async read({ text, content }) {
    const { dependencies, devDependencies, optionalDependencies } = parse(await content(), text);
    const of = (asked: Record<string, string> | undefined, production: boolean): Listed[] =>
      Object.entries(asked ?? {}).map(([name, range]) => ({
        ...wished(name, range),
        direct: true,
        production,
      }));
    return [...of(dependencies, true), ...of(optionalDependencies, true), ...of(devDependencies, false)];
  },
});

function parse(content: string, shown: string): z.infer<typeof manifestSchema> {
  try {
    return manifestSchema.parse(JSON.parse(content.replace(/^\uFEFF/, '')));
  } catch (cause) {
    throw new InputError(`${shown} can't be used: it is no package.json`, undefined, cause);
  }
}
