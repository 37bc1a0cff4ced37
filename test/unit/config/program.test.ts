import { access, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.js';
import { programEndings } from '../../../src/config/program-endings.js';
import { temporaryFolder } from '../../support/folder.js';

const typed = `
import { defineConfig } from 'reprove';
import { team } from './team.js';
const level: 'tar-identical' = 'tar-identical';
export default defineConfig({
  recipes: 'recipes',
  policy: { rules: [{ packages: [team satisfies string], level }] },
});
`;

/** Files in a new folder, which is home and current folder at once; a program that is run leaves a marker. */
async function world(files: Record<string, string>) {
  const folder = await temporaryFolder();
  const marker = join(folder, 'marker');
  const marking = `require('node:fs').writeFileSync(${JSON.stringify(marker)}, ''); module.exports = {};\n`;
  const importing = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(marker)}, ''); export default {};\n`;
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(
      join(folder, path),
      content === 'marks' ? (/\.c?js$/.test(path) ? marking : importing) : content,
    );
  }
  const load = (flag?: string, foreign?: string[]) =>
    loadConfig(flag, { cwd: folder, env: { HOME: folder } }, foreign);
  const isRun = () =>
    access(marker).then(
      () => true,
      () => false,
    );
  return { folder, load, isRun };
}

describe('a configuration that is a program', () => {
  it('is run where somebody names it, with its types and imports', async () => {
    const { folder, load } = await world({
      'config/reprove.config.ts': typed,
      'config/team.js': "export const team = '@team/*';\n",
    });
    expect(await load('config/reprove.config.ts')).toMatchObject({
      asked: true,
      config: {
        recipes: join(folder, 'config/recipes'),
        policy: { inert: 'pass', rules: [{ packages: ['@team/*'], level: 'tar-identical' }] },
      },
    });
    expect((await readdir(folder, { recursive: true })).filter((path) => /cache|jiti/.test(path))).toEqual(
      [],
    );
  });

  it.each(programEndings)('may be named by REPROVE_CONFIG: .%s', async (ending) => {
    const { folder, isRun } = await world({ [`a.${ending}`]: 'marks' });
    await loadConfig(undefined, { cwd: folder, env: { HOME: folder, REPROVE_CONFIG: `a.${ending}` } });
    expect(await isRun()).toBe(true);
  });

  it.each(programEndings)('is not run because it is there: reprove.config.%s', async (ending) => {
    const { load, isRun } = await world({ [`reprove.config.${ending}`]: 'marks' });
    await expect(load()).rejects.toMatchObject({ code: 'E_CONFIG_PROGRAM', exitCode: 2 });
    expect(await isRun()).toBe(false);
  });

  it('gives way to JSON beside it, unread', async () => {
    const { load, isRun } = await world({ 'reprove.config.ts': 'marks', 'reprove.config.json': '{}' });
    expect((await load()).file).toMatch(/reprove\.config\.json$/);
    expect(await isRun()).toBe(false);
  });

  it.each([
    ['an installed package', 'node_modules/evil/reprove.config.js'],
    ['the cache', 'cache/reprove.config.js'],
  ])('is not run from %s, even when named', async (_, path) => {
    const { folder, load, isRun } = await world({ [path]: 'marks' });
    const foreign = [join(folder, 'cache')];
    await expect(load(path, foreign)).rejects.toMatchObject({ code: 'E_CONFIG_PROGRAM' });
    await symlink(path, join(folder, 'reprove.config.js'));
    await expect(load('reprove.config.js', foreign)).rejects.toMatchObject({ code: 'E_CONFIG_PROGRAM' });
    expect(await isRun()).toBe(false);
  });

  it.each([
    ['throws', "throw new Error('no\\nluck');\n", 'E_CONFIG_PROGRAM', 'no'],
    ['is no program', 'export default {;\n', 'E_CONFIG_PROGRAM', 'could not be run'],
    ['exports nothing', 'export const policy = {};\n', 'E_CONFIG_INVALID', 'exports no object'],
    ['exports a fault', 'export default { polcy: {} };\n', 'E_CONFIG_INVALID', 'did you mean "policy"?'],
  ])('that %s is a fault', async (_, content, code, message) => {
    const { load } = await world({ 'a.ts': content });
    const error = await load('a.ts').catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code, exitCode: 2, message: expect.stringContaining(message) });
    expect((error as Error).message).not.toContain('\n');
  });

  it('that is missing is said to be', async () => {
    const { load } = await world({});
    await expect(load('gone.ts')).rejects.toMatchObject({ code: 'E_CONFIG_UNREADABLE' });
  });
});
