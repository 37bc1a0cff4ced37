import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProvidedToolchain } from '../toolchains/provide.js';
import type { ConfigureRoot } from './inputs.js';

/**
 * Folders of macros for `aclocal`: automake's own, where a file of another version stands in for its own if the release has a copy of that,
 * and those that a system has, of which nothing but known files is there.
 */
export async function prepareMacros(
  config: string,
  { macros }: ConfigureRoot,
  tools: readonly ProvidedToolchain[],
): Promise<void> {
  const [acdir, sys] = [join(config, 'acdir'), join(config, 'sys')];
  await mkdir(sys, { recursive: true });
  await mkdir(acdir);
  const automake = tools.find(({ tool }) => tool === 'automake');
  if (automake !== undefined) {
    const share = join(automake.folder, 'share');
    const own = (await readdir(share)).find((name) => /^aclocal-/.test(name));
    if (own !== undefined) await cp(join(share, own), acdir, { recursive: true });
  }
  for (const [name, text] of macros) {
    const place = join(acdir, name);
    const there = await readFile(place).catch(() => null);
    if (there === null) await writeFile(join(sys, name), text);
    else if (!there.equals(text)) {
      await rm(place);
      await writeFile(place, text);
    }
  }
}
