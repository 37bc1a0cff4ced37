import { z } from 'zod';
import type { Context } from '../context.js';
import { exitCodes } from '../errors.js';
import { npmConfiguration } from './configuration.js';
import { RegistryError } from './registry-error.js';
import { isPackageName } from './registry-proxy/tarball-path.js';
import { registryRequest } from './registry-request.js';

/** Packages that one request asks for: the most that registries give. */
const page = 250;

/** Bytes of one answer; a full page has some hundred kilobytes. */
const largestAnswer = 16 * 2 ** 20;

const foundSchema = z
  .object({
    package: z.object({
      name: z.string(),
      maintainers: z
        .array(z.looseObject({ username: z.string().optional(), name: z.string().optional() }))
        .optional()
        .catch(undefined),
    }),
  })
  .nullable()
  .catch(null);
const answerSchema = z.object({ objects: z.array(foundSchema) });

/**
 * Names of the packages of a scope (`org`, without the `@`) or of a maintainer, as the registry's search lists them (`GET /-/v1/search`), sorted; at
 * most `most`, and whether these are all that it lists. Searches of some registries take what they are asked for as words: whatever is of somebody else
 * is left out. Throws `RegistryError`.
 */
export async function searchOwner(
  { kind, name }: { kind: 'org' | 'maintainer'; name: string },
  most: number,
  context: Context,
): Promise<{ names: string[]; isWhole: boolean }> {
  const npm = await npmConfiguration(context);
  const { default: regFetch } = await import('npm-registry-fetch');
  // A scope may have a registry of its own.
  const registry = kind === 'org' ? regFetch.pickRegistry(`@${name}/x`, npm as object) : npm.registry;
  const seen = new Set<string>();
  const names = new Set<string>();
  for (let from = 0; ; from += page) {
    if (from >= most) return { names: sorted(names), isWhole: false };
    const query = new URLSearchParams({
      text: `${kind === 'org' ? 'scope' : 'maintainer'}:${name}`,
      size: String(page),
      from: String(from),
    });
    const objects = await answerOf(`${registry.replace(/\/*$/, '/')}-/v1/search?${query}`);
    const before = seen.size;
    for (const found of objects) {
      const one = found?.package;
      if (one === undefined || !isPackageName(one.name)) continue;
      seen.add(one.name);
      const isTheirs =
        kind === 'org'
          ? one.name.startsWith(`@${name}/`)
          : (one.maintainers?.some((each) => (each.username ?? each.name) === name) ?? true);
      if (isTheirs) names.add(one.name);
    }
    // Registries that know no pages give the same again.
    if (objects.length < page || seen.size === before) return { names: sorted(names), isWhole: true };
  }

  function answerOf(address: string): Promise<z.infer<typeof answerSchema>['objects']> {
    const what = `the packages of ${name}`;
    return registryRequest(
      { what, name, address },
      {
        npm,
        cache: null,
        accept: 'application/json',
        signal: context.signal,
        onWait: (message) => context.progress({ subject: name, stage: 'resolve', message }),
      },
      async ({ body }) => {
        const parsed = answerSchema.safeParse(parse(await textOf(body)));
        if (parsed.success) return parsed.data.objects;
        throw unusable(`the registry's answer to a search for ${what} can't be used`, parsed.error);
      },
    ).catch((error: unknown) => {
      if (error instanceof RegistryError && error.status === 404)
        throw unusable(`the registry has no search, which would list ${what}`, error);
      throw error;
    });
  }
}

const sorted = (names: ReadonlySet<string>): string[] => [...names].sort();

async function textOf(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > largestAnswer)
      throw unusable(`the registry's answer to a search is larger than ${largestAnswer} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unusable(message: string, cause?: unknown): RegistryError {
  return new RegistryError({
    code: 'E_SEARCH',
    message,
    hint: 'Give a list of the packages instead; registry in .npmrc says who is asked.',
    exitCode: exitCodes.environment,
    cause,
  });
}
