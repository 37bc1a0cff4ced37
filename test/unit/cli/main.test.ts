import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execa } from 'execa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../support/folder.js';

const main = new URL('../../../dist/bundle/reprove.js', import.meta.url).pathname;

/** Starts the built command line in a home of its own. */
async function start(argv: readonly string[], env: Record<string, string> = {}) {
  const folder = await temporaryFolder();
  const child = execa(process.execPath, [main, ...argv], {
    cwd: folder,
    reject: false,
    stdin: 'ignore',
    extendEnv: false,
    env: { PATH: process.env.PATH ?? '', HOME: folder, ...env },
  });
  return { child };
}

/** A registry that takes every request and never answers; `asked` settles with the first. */
async function silentRegistry() {
  let ask = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const server = createServer(() => ask());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    asked,
    env: { npm_config_registry: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` },
  };
}

describe('the process', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends after %s with %i and one word', async (signal, code) => {
    const { asked, env } = await silentRegistry();
    const { child } = await start(['doctor'], env);
    await Promise.race([asked, child]);
    child.kill(signal);
    const { exitCode, stdout, stderr } = await child;
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toMatch(/(^|\n)interrupted$/);
  });

  it('says nothing when its reader goes away', async () => {
    const { stdout, stderr } = await execa('/bin/sh', [
      '-c',
      '"$0" "$1" verify --help | true',
      process.execPath,
      main,
    ]);
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  });

  it('passes on the exit code of wrong usage', async () => {
    const { child } = await start(['verify', 'a', '--config', 'gone.json']);
    expect((await child).exitCode).toBe(2);
  });
});
