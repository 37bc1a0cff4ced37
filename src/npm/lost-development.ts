import { isJson, parseJson } from './json-object.js';

/** What a build may do without, `dependencies` are never left out; and what only says where to take something from. */
const kinds = ['devDependencies', 'optionalDependencies', 'resolutions', 'overrides'] as const;

/** A package that a package.json can be without, with the name that the registry knows it by. */
interface Dispensable {
  kind: (typeof kinds)[number];
  key: string;
  name: string;
}

/** What a package.json can be without; of resolutions and overrides, those that lead to another package. Pure; nothing for what can't be read. */
export function dispensable(text: string): Dispensable[] {
  const json = parseJson(text);
  return kinds.flatMap((kind) => {
    const fields = json?.[kind];
    return Object.entries(isJson(fields) ? fields : {}).flatMap(([key, range]): Dispensable[] => {
      const alias = /^npm:(@?[^@\s]+)(?:@|$)/.exec(String(range))?.[1];
      const redirects = kind === 'resolutions' || kind === 'overrides';
      return alias === undefined && redirects ? [] : [{ kind, key, name: alias ?? key }];
    });
  });
}

/** A package.json without what it can be without of the packages of these names. Pure; text that can't be read stays as it is. */
export function withoutPackages(text: string, names: ReadonlySet<string>): { text: string; names: string[] } {
  const gone = dispensable(text).filter(({ name }) => names.has(name));
  if (gone.length === 0) return { text, names: [] };
  const json = parseJson(text) as Record<string, Record<string, unknown>>;
  for (const { kind, key } of gone) delete json[kind]![key];
  return { text: `${JSON.stringify(json, null, 2)}\n`, names: [...new Set(gone.map(({ name }) => name))] };
}
