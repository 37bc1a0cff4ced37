import { readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formats } from '../../src/report/formats.js';
import { type BuiltWorld, builtWorld } from '../support/built-world.js';
import { type Engine, sandboxEngines } from '../support/sandbox-engines.js';

const secrets = {
  token: 'npm_PLANTEDtokenPLANTEDtokenPLANTED00',
  password: 'planted-git-password',
  header: 'planted-authorization-header',
  variable: 'planted-value-of-a-variable',
  user: 'planted-user',
  mail: 'planted@mail.invalid',
  host: 'planted-host-name',
};

const environment = {
  NPM_TOKEN: secrets.token,
  GITHUB_TOKEN: secrets.variable,
  AWS_SECRET_ACCESS_KEY: secrets.variable,
  USER: secrets.user,
  LOGNAME: secrets.user,
  USERNAME: secrets.user,
  HOSTNAME: secrets.host,
};

const engines = await sandboxEngines();
const engine: Engine | undefined = engines.usable[0];

describe.skipIf(engine === undefined)(`reports of a verification in ${engine}`, () => {
  let built: BuiltWorld;

  beforeAll(async () => {
    built = await builtWorld();
    const { world, local } = built;
    const { host } = new URL(local.url);
    await writeFile(
      join(world.folder, '.npmrc'),
      `//${host}/:_authToken=${secrets.token}\n//${host}/:email=${secrets.mail}\n`,
    );
    await writeFile(
      join(world.folder, '.gitconfig'),
      `[user]\n\tname = ${secrets.user}\n\temail = ${secrets.mail}\n` +
        `[url "https://${secrets.user}:${secrets.password}@git.example/"]\n\tinsteadOf = https://nowhere.example/\n` +
        `[http]\n\textraHeader = Authorization: ${secrets.header}\n`,
    );
  });

  afterAll(() => built?.remove());

  /** What no report may hold: what was planted, and where this machine keeps things. */
  const forbidden = (): string[] => [
    ...Object.values(secrets),
    built.world.folder,
    built.world.cache,
    built.origin.repository.path,
    ...(hostname().length > 4 ? [hostname()] : []),
  ];

  async function search(folder: string, printed: string): Promise<void> {
    const names = await readdir(folder);
    expect(names.length).toBe(Object.keys(formats).length);
    for (const name of names) {
      const text = await readFile(join(folder, name), 'utf8');
      for (const secret of forbidden()) expect(text.includes(secret), `${secret} in ${name}`).toBe(false);
    }
    for (const secret of Object.values(secrets)) expect(printed).not.toContain(secret);
  }

  const everyFormat = Object.keys(formats).flatMap((name) => ['--format', name]);

  it.each([
    ['reproduced', []],
    ['inconclusive', ['--no-rebuild']],
    ['without a revision', ['--ref', 'no-such-tag']],
    [
      'from a private address',
      ['--source', `https://${secrets.user}:${secrets.password}@git.example/team/none`],
    ],
    ['from a folder', ['--source', 'folder']],
    ['from a folder without the revision', ['--source', 'folder', '--ref', 'no-such-tag']],
  ])('name no secret, folder, user or host: %s', { timeout: 240_000 }, async (name, args) => {
    const { world } = built;
    const folder = join(world.folder, name.replaceAll(' ', '-'));
    const run = await world.run(
      [
        'verify',
        'tiny-built',
        '--sandbox',
        engine!,
        ...args.map((one) => (one === 'folder' ? built.origin.repository.path : one)),
        ...everyFormat,
        '--output',
        folder,
      ],
      environment,
    );
    expect([0, 3], run.stderr).toContain(run.exitCode);
    await search(folder, run.stdout + run.stderr);
  });
});

it.skipIf(engine !== undefined)('REPORTS OF A REBUILD WERE NOT SEARCHED FOR SECRETS: no sandbox works here');
