import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/config/error.js';
import { loadConfig } from '../../../src/config/load.js';
import { configSchema } from '../../../src/config/schema.js';
import { temporaryFolder } from '../../support/folder.js';

/** Writes files below a new folder; the folder is home and current folder at once. */
async function world(files: Record<string, unknown> = {}) {
  const folder = await temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return { folder, at: { cwd: folder, env: { HOME: folder } } };
}

const failing = { policy: { inert: 'fail' } };
const passing = { policy: { inert: 'pass' } };

async function fault(content: unknown): Promise<ConfigError> {
  const { at } = await world({ 'reprove.config.json': content });
  const error = await loadConfig(undefined, at).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigError);
  return error as ConfigError;
}

describe('loadConfig', () => {
  it('has every default without a file', async () => {
    const { at } = await world();
    const { config, file } = await loadConfig(undefined, at);
    expect(file).toBeNull();
    expect(config.sandbox.engine).toBe('auto');
    expect(config.sandbox.limits.wallSeconds).toBe(1_800);
    expect(config).toEqual(configSchema.parse({}));
  });

  it('prefers the file that was named', async () => {
    const { folder, at } = await world({ 'reprove.config.json': passing, 'other.json': failing });
    expect(await loadConfig('other.json', at)).toMatchObject({
      file: join(folder, 'other.json'),
      config: failing,
    });
  });

  it('prefers the environment to the current folder', async () => {
    const { at, folder } = await world({ 'reprove.config.json': passing, 'other.json': failing });
    const env = { ...at.env, REPROVE_CONFIG: join(folder, 'other.json') };
    expect((await loadConfig(undefined, { ...at, env })).config).toMatchObject(failing);
  });

  it('prefers the current folder to the home folder', async () => {
    const { at } = await world({ 'reprove.config.json': failing, '.config/reprove/config.json': passing });
    expect((await loadConfig(undefined, at)).config).toMatchObject(failing);
  });

  it('falls back to the configuration folder of the user', async () => {
    const { at } = await world({ '.config/reprove/config.json': failing });
    expect((await loadConfig(undefined, at)).config).toMatchObject(failing);
  });

  it('takes XDG_CONFIG_HOME where it is absolute', async () => {
    const { at, folder } = await world({ 'xdg/reprove/config.json': failing });
    const set = (value: string) =>
      loadConfig(undefined, { ...at, env: { ...at.env, XDG_CONFIG_HOME: value } });
    expect((await set(join(folder, 'xdg'))).config).toMatchObject(failing);
    expect((await set('xdg')).file).toBeNull();
  });

  it.each(['gone.json', '.', 'folder/'])('refuses %s, which cannot be read', async (path) => {
    const { at } = await world({ 'folder/x': '' });
    await expect(loadConfig(path, at)).rejects.toMatchObject({ code: 'E_CONFIG_UNREADABLE', exitCode: 2 });
  });

  it('does not wait for a named pipe', async () => {
    const { at, folder } = await world();
    execFileSync('mkfifo', [join(folder, 'reprove.config.json')]);
    await expect(loadConfig(undefined, at)).rejects.toMatchObject({ code: 'E_CONFIG_UNREADABLE' });
  });

  it('reads a file that starts with a byte order mark', async () => {
    const { at } = await world({ 'reprove.config.json': `\ufeff${JSON.stringify(failing)}` });
    expect((await loadConfig(undefined, at)).config).toMatchObject(failing);
  });

  it('resolves relative mirror folders from the file, and nothing else', async () => {
    const targets = {
      'file:m/{name}': '/m/{name}',
      './m/{name}': '/m/{name}',
      'm/{name}': '/m/{name}',
      'file:///srv/{name}': null,
      '/srv/{name}': null,
      'https://git.example/{name}': null,
      'git.example:team/{name}': null,
    };
    const sourceMirrors = Object.keys(targets).map((to) => ({ from: 'https://x.example/{name}', to }));
    const { folder, at } = await world({ 'conf/reprove.config.json': { sourceMirrors } });
    const { config } = await loadConfig('conf/reprove.config.json', at);
    const expected = Object.entries(targets).map(([to, below]) =>
      below === null ? to : `${folder}/conf${below}`,
    );
    expect(config.sourceMirrors.map(({ to }) => to)).toEqual(expected);
  });

  it('expands no variables', async () => {
    const image = ['$', '{HOME}/x'].join('');
    const { at } = await world({ 'c.json': { sandbox: { image } } });
    expect((await loadConfig('c.json', at)).config.sandbox.image).toBe(image);
  });
});

describe('faults', () => {
  it.each([
    [{ sourceMirror: [] }, 'unknown key "sourceMirror": did you mean "sourceMirrors"?'],
    [
      { sandbox: { limits: { memorybytes: 1 } } },
      'unknown key "sandbox.limits.memorybytes": did you mean "memoryBytes"?',
    ],
    [{ sourceMirrors: [{ form: 'a', to: 'b' }] }, '"sourceMirrors[0].from"'],
    [{ policy: { zzz: 1 } }, 'unknown key "policy.zzz": known are inert'],
    [{ policy: { inert: 'maybe' } }, '"policy.inert": Invalid option: expected one of "pass"|"fail"'],
    [{ rebuild: { plans: 0 } }, '"rebuild.plans": Too small: expected number to be >=1'],
    [[], 'expected object, received array'],
    ['{"__proto__": {"polluted": 1}}', '__proto__'],
    ['{"a": 1,}', 'is no JSON'],
    ['', 'is no JSON'],
  ])('%j: %s', async (content, words) => {
    const { message, exitCode, code } = await fault(content);
    expect(message).toContain(words);
    expect({ exitCode, code }).toEqual({ exitCode: 2, code: 'E_CONFIG_INVALID' });
  });

  it('tells the first and counts the others', async () => {
    const { message } = await fault({ a: 1, b: 2, policy: { inert: 3 } });
    expect(message).toContain('(and 2 more)');
  });
});
