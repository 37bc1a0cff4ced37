import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { npmConfiguration } from '../../../src/npm/configuration.js';
import { temporaryFolder } from '../../support/folder.js';

/** A home and a project, each with an `.npmrc` of the given lines. */
async function world(files: { user?: string; project?: string }, env: Record<string, string> = {}) {
  const home = await temporaryFolder();
  const cwd = await temporaryFolder();
  if (files.user !== undefined) await writeFile(join(home, '.npmrc'), files.user);
  await writeFile(join(cwd, 'package.json'), '{}');
  if (files.project !== undefined) await writeFile(join(cwd, '.npmrc'), files.project);
  const surroundings = {
    env: { PATH: '', HOME: home, npm_config_globalconfig: join(home, 'none'), ...env },
    cwd,
  };
  return { home, cwd, surroundings };
}

describe('npm configuration', () => {
  it('takes the registry from the project before the user, and from the environment before both', async () => {
    const files = { user: 'registry=http://user.example/', project: 'registry=http://project.example/' };
    const { surroundings } = await world(files);
    expect((await npmConfiguration({ offline: false }, surroundings)).registry).toBe(
      'http://project.example/',
    );
    const env = { ...surroundings.env, npm_config_registry: 'http://env.example/npm' };
    expect((await npmConfiguration({ offline: false }, { ...surroundings, env })).registry).toBe(
      'http://env.example/npm/',
    );
  });

  it("falls back to the registry of npm's own definitions", async () => {
    const { surroundings } = await world({});
    const options = await npmConfiguration({ offline: false }, surroundings);
    expect(new URL(options.registry).host).toBe(options.replaceRegistryHost);
  });

  it('knows registries and tokens of scopes', async () => {
    const { surroundings } = await world({
      user: [
        '@team:registry=https://npm.team.example/',
        `//npm.team.example/:_authToken=\${TEAM_TOKEN}`,
      ].join('\n'),
    });
    const env = { ...surroundings.env, TEAM_TOKEN: 's3cret' };
    const options = await npmConfiguration({ offline: false }, { ...surroundings, env });
    expect(options['@team:registry']).toBe('https://npm.team.example/');
    expect(options['//npm.team.example/:_authToken']).toBe('s3cret');
  });

  it('honours proxies, TLS settings, retries and timeouts', async () => {
    const { surroundings } = await world({
      user: 'https-proxy=http://proxy.example:3128\nstrict-ssl=false\nfetch-retries=7\nfetch-timeout=1234\n',
    });
    const options = await npmConfiguration({ offline: false }, surroundings);
    expect(options).toMatchObject({ strictSSL: false, retry: { retries: 7 }, timeout: 1234 });
    expect(options.httpsProxy).toBe('http://proxy.example:3128');
  });

  it('reads certificates of a cafile', async () => {
    const { surroundings, home } = await world({});
    const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    await writeFile(join(home, 'ca.pem'), `${certificate}\n`);
    const env = { ...surroundings.env, npm_config_cafile: join(home, 'ca.pem') };
    expect((await npmConfiguration({ offline: false }, { ...surroundings, env })).ca).toEqual([certificate]);
  });

  it('is offline when the command or the configuration says so', async () => {
    const { surroundings } = await world({ user: 'offline=true\n' });
    expect((await npmConfiguration({ offline: false }, surroundings)).offline).toBe(true);
    const plain = await world({});
    expect((await npmConfiguration({ offline: true }, plain.surroundings)).offline).toBe(true);
    expect((await npmConfiguration({ offline: false }, plain.surroundings)).offline).toBe(false);
  });

  it('that cannot be read is an error of usage', async () => {
    const { surroundings, home } = await world({});
    const env = { ...surroundings.env, npm_config_cafile: home };
    await expect(npmConfiguration({ offline: false }, { ...surroundings, env })).rejects.toMatchObject({
      code: 'E_NPM_CONFIGURATION',
      exitCode: 2,
    });
  });

  it('changes neither files nor the environment', async () => {
    const { surroundings, home, cwd } = await world({ user: 'fund=false\n' });
    const before = { ...process.env };
    const given = { ...surroundings.env };
    await npmConfiguration({ offline: false }, surroundings);
    expect(process.env).toEqual(before);
    expect(surroundings.env).toEqual(given);
    expect(await readdir(home)).toEqual(['.npmrc']);
    expect(await readdir(cwd)).toEqual(['package.json']);
  });
});
