import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openAttestations } from '../../../src/attest/folder/open.js';
import { openPlace } from '../../../src/attest/folder/place.js';
import { publishAttestations } from '../../../src/attest/folder/publish.js';
import { syncFolder } from '../../../src/attest/folder/sync.js';
import {
  attestationFolder,
  attested,
  bundle,
  bytesOf,
  sha256,
  signer,
  summary,
} from '../../support/attested.js';
import { temporaryFolder } from '../../support/folder.js';
import { expectDocumented } from '../../support/forged-evidence.js';

const { signal } = new AbortController();
const alice = signer();
const first = bundle(summary(), alice);
const second = bundle(summary({ policy: {} }), alice);
const third = bundle(summary({ policy: { uri: 'x' } }), alice);

const pathOf = (attestation: unknown): string => {
  const name = sha256(bytesOf(attestation));
  return join('sha256', name.slice(0, 2), `${name.slice(2)}.json`);
};

describe('publishing', () => {
  async function publish(text: string): Promise<{ folder: string; added: number }> {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'in.jsonl'), text);
    return {
      folder: join(folder, 'out'),
      ...(await publishAttestations([join(folder, 'in.jsonl')], join(folder, 'out'), signal)),
    };
  }

  it('files each line by its content and lists it', async () => {
    const { folder, added } = await publish(`${JSON.stringify(first)}\n${JSON.stringify(second)}\n`);
    expect(added).toBe(2);
    expect(await readFile(join(folder, pathOf(first)))).toEqual(bytesOf(first));
    const lines = (await readFile(join(folder, 'index.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).sha256)).toEqual([
      undefined,
      sha256(bytesOf(first)),
      sha256(bytesOf(second)),
    ]);
  });

  it('takes one that is laid out over lines as one', async () => {
    expect((await publish(JSON.stringify(first, null, 2))).added).toBe(1);
  });

  it.each([
    ['an unsigned statement', summary(), 'without an envelope'],
    ['an envelope without signatures', { ...first.dsseEnvelope, signatures: [] }, 'no signature'],
    ['another payload', bundle('x', alice, 'text/plain'), 'its payload is text/plain'],
    ['a payload that is no statement', bundle({ a: 1 }, alice), 'its statement is none'],
    ['a result', { schemaVersion: '1.0' }, 'neither bundle nor DSSE envelope'],
  ])('refuses %s, and takes nothing else of the file', async (_, attestation, words) => {
    const text = `${JSON.stringify(first)}\n${JSON.stringify(attestation)}\n`;
    await expect(publish(text)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(words),
    });
  });

  it('never writes into a folder of something else', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'thesis.tex'), '');
    await writeFile(join(folder, '../in.json'), '').catch(() => undefined);
    const file = join(await temporaryFolder(), 'in.json');
    await writeFile(file, JSON.stringify(first));
    await expect(publishAttestations([file], folder, signal)).rejects.toMatchObject({
      code: 'E_FOLDER_FOREIGN',
    });
    expect(await readdir(folder)).toEqual(['thesis.tex']);
  });

  it.each([
    ['the file', (folder: string) => join(folder, pathOf(first))],
    ['its folder', (folder: string) => dirname(join(folder, pathOf(first)))],
    ['the folder of all files', (folder: string) => join(folder, 'sha256')],
  ])('writes nothing through a link in place of %s', async (_, linkIn) => {
    const root = await temporaryFolder();
    const [to, elsewhere] = [join(root, 'to'), join(root, 'elsewhere')];
    await attestationFolder(to, [second]);
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, 'file'), 'mine');
    const link = linkIn(to);
    await rm(link, { recursive: true, force: true });
    await mkdir(dirname(link), { recursive: true });
    await symlink(link.endsWith('.json') ? join(elsewhere, 'file') : elsewhere, link);
    await writeFile(join(root, 'in.json'), JSON.stringify(first));
    await expect(publishAttestations([join(root, 'in.json')], to, signal)).rejects.toMatchObject({
      code: 'E_FOLDER_FOREIGN',
    });
    expect(await readdir(elsewhere)).toEqual(['file']);
    expect(await readFile(join(elsewhere, 'file'), 'utf8')).toBe('mine');
  });

  it('adds what several do at once', async () => {
    const folder = await temporaryFolder();
    const files = await Promise.all(
      [first, second, third].map(async (each, at) => {
        const file = join(folder, `${at}.json`);
        await writeFile(file, JSON.stringify(each));
        return file;
      }),
    );
    const to = join(folder, 'out');
    await Promise.all(files.map((file) => publishAttestations([file], to, signal)));
    expect((await readFile(join(to, 'index.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(4);
  });
});

async function world(...attestations: unknown[]) {
  const root = await temporaryFolder();
  const [from, to] = [join(root, 'from'), join(root, 'to')];
  await attestationFolder(from, attestations);
  const sync = async (place = from) => syncFolder(await openPlace(place, root, signal), to, signal);
  return { root, from, to, sync };
}

const editIndex = async (folder: string, edit: (lines: string[]) => string[]) => {
  const file = join(folder, 'index.jsonl');
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  await writeFile(
    file,
    edit(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
};

describe('syncing', () => {
  it('copies what is new, again and again', async () => {
    const { from, to, sync } = await world(first);
    expect(await sync()).toEqual({ added: 1, known: 0 });
    await attestationFolder(from, [first, second]);
    expect(await sync()).toEqual({ added: 1, known: 1 });
    expect(await readFile(join(to, pathOf(second)))).toEqual(bytesOf(second));
  });

  const broken: [string, string, (folder: string) => Promise<unknown>][] = [
    [
      'an index that lost an entry',
      'E_INDEX_ROLLBACK',
      (folder) => editIndex(folder, ([head, , ...rest]) => [head!, ...rest]),
    ],
    ['an index of another folder', 'E_INDEX_ROLLBACK', (folder) => attestationFolder(folder, [third])],
    [
      'an index that calls one otherwise than before',
      'E_INDEX_ROLLBACK',
      (folder) =>
        editIndex(folder, (lines) =>
          lines.map((line, at) => (at === 1 ? line.replace('tiny', 'other') : line)),
        ),
    ],
    ['an index that is gone', 'E_ATTESTATIONS_MISSING', (folder) => rm(join(folder, 'index.jsonl'))],
    ['an empty index', 'E_INDEX_INVALID', (folder) => writeFile(join(folder, 'index.jsonl'), '')],
    [
      'an index without its first line',
      'E_INDEX_INVALID',
      (folder) => editIndex(folder, (lines) => lines.slice(1)),
    ],
    [
      'an index of a later version',
      'E_INDEX_INVALID',
      (folder) => editIndex(folder, ([, ...lines]) => ['{"reprove":"attestations","version":2}', ...lines]),
    ],
    [
      'a key twice in a line of the index',
      'E_INDEX_INVALID',
      (folder) =>
        editIndex(folder, (lines) => lines.map((line) => line.replace('{"sha256"', '{"type":"x","sha256"'))),
    ],
    [
      'a key that no index has',
      'E_INDEX_INVALID',
      (folder) =>
        editIndex(folder, (lines) =>
          lines.map((line) => line.replace('{"sha256"', '{"path":"../../x","sha256"')),
        ),
    ],
    [
      'a name that leads elsewhere',
      'E_INDEX_INVALID',
      (folder) =>
        editIndex(folder, (lines) =>
          lines.map((line) => line.replace(/"sha256":"[^"]*/, '"sha256":"../../../etc/passwd')),
        ),
    ],
    [
      'an index that says two things of one',
      'E_INDEX_INVALID',
      (folder) => editIndex(folder, (lines) => [...lines, lines.at(-1)!.replace('tiny', 'other')]),
    ],
    [
      'an index that says that one is about something else',
      'E_ATTESTATION_CHANGED',
      (folder) =>
        editIndex(folder, (lines) =>
          lines.map((line, at) => (at === 2 ? line.replace('tiny', 'other') : line)),
        ),
    ],
    [
      'an attestation that is not there',
      'E_ATTESTATION_CHANGED',
      (folder) => rm(join(folder, pathOf(second))),
    ],
    [
      'an attestation that was changed',
      'E_ATTESTATION_CHANGED',
      (folder) => writeFile(join(folder, pathOf(second)), JSON.stringify(third)),
    ],
    [
      'a link to a file elsewhere',
      'E_ATTESTATION_CHANGED',
      async (folder) => {
        await writeFile(join(folder, 'elsewhere'), bytesOf(second));
        await rm(join(folder, pathOf(second)));
        await symlink(join(folder, 'elsewhere'), join(folder, pathOf(second)));
      },
    ],
  ];

  it('refuses what docs/forged-evidence.md lists', () =>
    expectDocumented(
      'Indexes and folders',
      broken.map(([what, code]) => [what, code]),
    ));

  it.each(broken)('refuses %s (%s)', async (_, code, spoil) => {
    const { from, to, sync } = await world(first);
    await sync();
    await attestationFolder(from, [first, second]);
    await spoil(from);
    await expect(sync()).rejects.toMatchObject({ code });
    expect((await readFile(join(to, 'index.jsonl'), 'utf8')).trimEnd().split('\n')).toHaveLength(2);
  });

  it('counts a line that a merge left twice once', async () => {
    const { from, sync } = await world(first);
    await editIndex(from, (lines) => [...lines, ...lines]);
    expect(await sync()).toEqual({ added: 1, known: 0 });
  });
});

describe('an address', () => {
  async function serve(folder: string, answer?: (path: string) => { status: number; body?: Buffer } | null) {
    const server: Server = createServer(async (request, response) => {
      const own = answer?.(request.url ?? '') ?? null;
      const body =
        own === null ? await readFile(join(folder, request.url ?? '')).catch(() => null) : (own.body ?? null);
      response
        .writeHead(own?.status ?? (body === null ? 404 : 200), { location: '/elsewhere' })
        .end(body ?? undefined);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.closeAllConnections());
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  it('is read like a folder, and remembered', async () => {
    const { root, from } = await world(first, second);
    const url = await serve(from);
    const options = { cwd: root, cache: join(root, 'cache'), offline: false, signal };
    const opened = await openAttestations(url, options);
    expect(opened.about(attested.purl, '').map(({ sha256: name }) => name)).toEqual(
      [first, second].map((each) => sha256(bytesOf(each))),
    );
    expect(await opened.read(sha256(bytesOf(first)))).toEqual(bytesOf(first));
    await attestationFolder(from, [first]);
    await expect(openAttestations(url, options)).rejects.toMatchObject({
      code: 'E_INDEX_ROLLBACK',
      exitCode: 1,
    });
  });

  it('is synced from', async () => {
    const { from, sync } = await world(first);
    expect(await sync(await serve(from))).toEqual({ added: 1, known: 0 });
  });

  it.each([
    ['that leads elsewhere', { status: 302 }, 'it answers 302'],
    ['that refuses', { status: 403 }, 'it answers 403'],
  ])('%s is not followed (exit code 4)', async (_, answer, words) => {
    const { sync } = await world();
    const url = await serve('/nonexistent', () => answer);
    await expect(sync(url)).rejects.toMatchObject({ exitCode: 4, message: expect.stringContaining(words) });
  });

  it.each([
    'ftp://git.example/',
    'http://user:secret@git.example/',
    'https://git.example/?a',
    'file:///etc/',
  ])('%s is refused before it is asked', async (url) => {
    const { sync } = await world();
    const error = await sync(url).catch((cause: Error) => cause);
    expect(error).toMatchObject({ code: 'E_ATTESTATIONS_MISSING', exitCode: 2 });
  });

  it('whose file has no end is cut off', async () => {
    const { from, sync } = await world(first);
    const endless = Buffer.alloc(9 * 2 ** 20, ' ');
    const url = await serve(from, (path) =>
      path.startsWith('/sha256') ? { status: 200, body: endless } : null,
    );
    await expect(sync(url)).rejects.toMatchObject({
      code: 'E_ATTESTATION_CHANGED',
      message: expect.stringContaining('larger than'),
    });
  });
});

it('is no folder of attestations without an index', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'a'));
  const options = { cwd: folder, cache: folder, offline: false, signal };
  await expect(openAttestations('a', options)).rejects.toMatchObject({
    code: 'E_ATTESTATIONS_MISSING',
    exitCode: 2,
  });
});
