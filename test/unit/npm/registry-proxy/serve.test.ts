import { createHash } from 'node:crypto';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testProxy } from '../../../support/proxy.js';
import { type LocalRegistry, registry } from '../../../support/registry.js';
import { npmTarball } from '../../../support/tarball.js';

const tarball = (name: string, version: string, extra: object = {}): Buffer =>
  npmTarball({ 'package.json': { name, version, ...extra }, 'index.js': `// ${name} ${version}\n` });
const sha512 = (bytes: Buffer): string => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
const sha1 = (bytes: Buffer): string => `sha1-${createHash('sha1').update(bytes).digest('base64')}`;
const versions = (answer: { json: { versions: object } }): string[] => Object.keys(answer.json.versions);

const years = (name: string) =>
  ['1.0.0', '1.1.0', '2.0.0', '3.0.0-beta.1'].map((version, index) => ({
    version,
    tarball: tarball(name, version, { scripts: { install: 'true' }, dependencies: { left: '^1.0.0' } }),
    publishedAt: `202${index}-01-01T00:00:00.000Z`,
  }));
const secret = tarball('mine', '1.0.0');
const large = npmTarball({
  'package.json': { name: 'large', version: '1.0.0' },
  // Bytes that don't compress, so that the tarball is sent from its file.
  'noise.bin': Buffer.concat(
    Array.from({ length: 40_000 }, (_, index) => createHash('sha512').update(String(index)).digest()),
  ),
});

describe('the registry proxy', () => {
  let local: LocalRegistry;
  const env = () => local.env;

  beforeAll(async () => {
    local = await registry({
      packages: [
        {
          name: 'plain',
          versions: years('plain'),
          tags: { next: '3.0.0-beta.1', old: '1.0.0', latest: '2.0.0' },
        },
        { name: '@scope/plain', versions: years('@scope/plain') },
        {
          name: 'mine',
          versions: [
            { version: '0.9.0', tarball: tarball('mine', '0.9.0') },
            { version: '1.0.0', tarball: secret },
          ],
        },
        {
          name: 'copy',
          versions: [
            { version: '1.0.0', tarball: tarball('copy', '1.0.0') },
            { version: '2.0.0', tarball: secret },
            // The registry itself lies about the digest, or knows an old one only.
            { version: '3.0.0', tarball: secret, distOverrides: { integrity: undefined, shasum: undefined } },
            { version: '4.0.0', tarball: secret, distOverrides: { integrity: undefined } },
          ],
        },
        { name: 'large', versions: [{ version: '1.0.0', tarball: large }] },
      ],
    });
  });
  afterAll(() => local.close());

  const refuse = { name: 'mine', version: '1.0.0', integrity: [sha512(secret), sha1(secret)] };

  it('points every tarball of a packument at itself, and serves it', async () => {
    const proxy = await testProxy({ env: env() });
    const { json } = await proxy.get('/plain');
    expect(json.versions['1.0.0'].dist.tarball).toBe(`${proxy.url}plain/-/plain-1.0.0.tgz`);
    const served = await proxy.get('/plain/-/plain-1.0.0.tgz');
    expect(sha512(served.body)).toBe(json.versions['1.0.0'].dist.integrity);
    expect(proxy.log().materials).toEqual([
      { name: 'plain', version: '1.0.0', integrity: sha512(served.body) },
    ]);
    expect(proxy.log().refusals).toEqual([]);
  });

  it('names no host but its own', async () => {
    const proxy = await testProxy({ env: env() });
    const answers = await Promise.all(
      ['/plain', '/plain/1.0.0', '/absent', '/-/v1/search?text=x', '/plain/-/plain-1.0.0.tgz'].map((path) =>
        proxy.get(path, { headers: { host: '127.0.0.1' } }),
      ),
    );
    const told = JSON.stringify(answers.map(({ headers, json }) => [headers, json]));
    expect(told).not.toContain(local.url);
    expect(JSON.stringify(proxy.log())).not.toContain(local.url.replace('http://', ''));
  });

  it.each([['/@scope/plain'], ['/@scope%2fplain'], ['/@scope%2Fplain?write=true']])(
    'knows a scoped name as %s',
    async (path) => {
      const proxy = await testProxy({ env: env() });
      const { json } = await proxy.get(path);
      expect(json.versions['2.0.0'].dist.tarball).toBe(`${proxy.url}@scope/plain/-/plain-2.0.0.tgz`);
    },
  );

  it.each([
    ['/@scope/plain/-/plain-1.0.0.tgz'],
    ['/@scope%2fplain/-/plain-1.0.0.tgz?query'],
    ['/@scope/plain/-/@scope/plain-1.0.0.tgz'],
    ['/api/npm/some-repository/@scope/plain/-/plain-1.0.0.tgz'],
    ['/@scope/plain/download/@scope/plain-1.0.0.tgz'],
    ['/download/@scope/plain/1.0.0/0123456789abcdef'],
  ])('finds a tarball at %s', async (path) => {
    const proxy = await testProxy({ env: env() });
    expect((await proxy.get(path)).status).toBe(200);
    expect(proxy.log().materials).toMatchObject([{ name: '@scope/plain', version: '1.0.0' }]);
  });

  it('gives the abbreviated form to clients that ask for it', async () => {
    const proxy = await testProxy({ env: env() });
    const { json } = await proxy.get('/plain', {
      headers: { accept: 'application/vnd.npm.install-v1+json; q=1.0' },
    });
    expect(json.versions['1.0.0']).toMatchObject({
      hasInstallScript: true,
      dependencies: { left: '^1.0.0' },
    });
    expect(json.versions['1.0.0'].scripts).toBeUndefined();
    expect(json.time).toBeUndefined();
  });

  it('answers for a version, a tag and all tags', async () => {
    const proxy = await testProxy({ env: env() });
    expect((await proxy.get('/plain/1.1.0')).json).toMatchObject({ version: '1.1.0' });
    expect((await proxy.get('/plain/old')).json).toMatchObject({ version: '1.0.0' });
    expect((await proxy.get('/plain/9.9.9')).status).toBe(404);
    const tags = await proxy.get('/-/package/plain/dist-tags');
    expect(tags.json).toEqual({ latest: '2.0.0', next: '3.0.0-beta.1', old: '1.0.0' });
  });

  it('knows nothing of what was published later', async () => {
    const proxy = await testProxy({ env: env(), before: '2021-06-01T00:00:00.000Z' });
    const answer = await proxy.get('/plain');
    expect(versions(answer)).toEqual(['1.0.0', '1.1.0']);
    expect(answer.json['dist-tags']).toEqual({ latest: '1.1.0', old: '1.0.0' });
    expect(Object.keys(answer.json.time).sort()).toEqual(['1.0.0', '1.1.0', 'created', 'modified']);
    expect((await proxy.get('/plain/-/plain-2.0.0.tgz')).status).toBe(404);
    expect(proxy.log().refusals.join()).toContain('plain@2.0.0 does not exist');
    expect(proxy.log().notes).toEqual([]);
  });

  it('serves what a lockfile pins whenever it was published, and never as the latest', async () => {
    const pinned = { versions: [{ name: 'plain', version: '2.0.0', integrity: null }], note: null };
    const proxy = await testProxy({ env: env(), before: '2021-06-01T00:00:00.000Z', pinned });
    const answer = await proxy.get('/plain');
    expect(versions(answer)).toEqual(['1.0.0', '1.1.0', '2.0.0']);
    expect(answer.json['dist-tags'].latest).toBe('1.1.0');
    expect((await proxy.get('/plain/-/plain-2.0.0.tgz')).status).toBe(200);
  });

  it('says so when times leave nothing, and serves what there is', async () => {
    const proxy = await testProxy({ env: env(), before: '2010-01-01T00:00:00.000Z' });
    expect(versions(await proxy.get('/plain'))).toHaveLength(4);
    expect(proxy.log().notes).toEqual([
      'plain: all versions are dated later than 2010-01-01T00:00:00.000Z; the newest allowed version is served',
    ]);
  });

  it.each([
    ['by name', '/mine/-/mine-1.0.0.tgz'],
    ['by name in other case', '/MINE/-/MINE-1.0.0.tgz'],
    ['with build metadata', '/mine/-/mine-1.0.0+1.tgz'],
    ['by a path that only looks different', '/innocent/-/../../mine/-/mine-1.0.0.tgz'],
    ['by an escaped path', '/mine%2f-%2fmine-1.0.0.tgz'],
    ['by its manifest', '/mine/1.0.0'],
    ['under another name', '/copy/-/copy-2.0.0.tgz'],
    ['under another name that states no digest', '/copy/-/copy-3.0.0.tgz'],
    ['under another name that states a SHA-1 only', '/copy/-/copy-4.0.0.tgz'],
  ])('refuses the release under verification %s, even if a lockfile pins it', async (_, path) => {
    const pinned = {
      versions: ['mine@1.0.0', 'copy@2.0.0', 'copy@3.0.0', 'copy@4.0.0'].map((pin) => {
        const [name = '', version = ''] = pin.split('@');
        return { name, version, integrity: sha512(secret) };
      }),
      note: null,
    };
    const proxy = await testProxy({ env: env(), refuse, pinned });
    for (const attempt of [await proxy.get(path), await proxy.get(path)]) {
      expect(attempt.status).toBeGreaterThanOrEqual(403);
      expect(attempt.body.includes(secret)).toBe(false);
    }
    expect(proxy.log().materials).toEqual([]);
    expect(proxy.log().refusals).not.toEqual([]);
  });

  it('refuses bytes that another proxy has cached under an innocent name', async () => {
    const first = await testProxy({ env: env() });
    expect((await first.get('/copy/-/copy-2.0.0.tgz')).status).toBe(200);
    const pinned = { versions: [{ name: 'copy', version: '2.0.0', integrity: null }], note: null };
    const second = await testProxy({ env: env(), refuse, pinned, cache: first.cache });
    expect((await second.get('/copy/-/copy-2.0.0.tgz')).status).toBe(404);
    expect(second.log().refusals.join()).toContain('it is the release under verification');
  });

  it('leaves it out of packuments and tags, and serves the other versions', async () => {
    const proxy = await testProxy({ env: env(), refuse });
    const answer = await proxy.get('/mine');
    expect(versions(answer)).toEqual(['0.9.0']);
    expect(answer.json['dist-tags']).toEqual({ latest: '0.9.0' });
    expect(versions(await proxy.get('/copy'))).toEqual(['1.0.0', '3.0.0']);
    expect(proxy.log().refusals.join('\n')).toContain('mine@1.0.0 left out');
    expect(proxy.log().refusals.join('\n')).toContain('copy@2.0.0 left out');
    expect((await proxy.get('/mine/-/mine-0.9.0.tgz')).status).toBe(200);
    expect(proxy.log()).toMatchObject({ pinnedOnly: false, leftOut: true, faulty: false });
  });

  it('answers audits with nothing, in the form each client expects', async () => {
    const proxy = await testProxy({ env: env() });
    const post = (path: string) => proxy.get(path, { method: 'POST', body: '{"plain":["1.0.0"]}' });
    expect((await post('/-/npm/v1/security/advisories/bulk')).json).toEqual({});
    expect((await post('/-/npm/v1/security/audits')).json).toMatchObject({ advisories: {}, metadata: {} });
    expect((await post('/-/npm/v1/security/audits/quick')).json).toMatchObject({ actions: [] });
    expect((await proxy.get('/-/npm/v1/keys')).json).toEqual({ keys: [] });
    expect((await proxy.get('/-/ping')).status).toBe(200);
    expect(proxy.log().refusals).toEqual([]);
  });

  it.each([
    ['GET', '/-/v1/search?text=plain', 403],
    ['GET', '/-/whoami', 403],
    ['PUT', '/plain', 403],
    ['DELETE', '/plain/-/plain-1.0.0.tgz/-rev/1', 403],
    ['POST', '/-/v1/login', 403],
    ['GET', '/', 403],
    ['GET', '/../../../etc/passwd', 403],
    ['GET', '/%2e%2e/%2e%2e/etc/passwd', 403],
    ['GET', '/plain/-/plain-1.0.0.tgz/../../x', 403],
    ['GET', '/%zz', 403],
    ['GET', '/plain%00', 403],
    ['GET', `/${'x'.repeat(3_000)}`, 403],
    ['GET', 'http://127.0.0.1/plain', 403],
    ['GET', '/absent', 404],
    ['GET', '/absent/-/absent-1.0.0.tgz', 404],
  ])('refuses %s %.60s and writes it down', async (method, path, status) => {
    const proxy = await testProxy({ env: env() });
    expect((await proxy.get(path, { method })).status).toBe(status);
    expect(proxy.log().refusals).toHaveLength(1);
    expect(proxy.log().refusals[0]!.length).toBeLessThanOrEqual(240);
  });

  it('keeps its journal bounded', async () => {
    const proxy = await testProxy({ env: env() });
    for (let index = 0; index < 300; index += 1) await proxy.get(`/-/${index}`);
    expect(proxy.log().refusals).toHaveLength(201);
    expect(proxy.log().refusals.at(-1)).toBe('100 more requests were refused');
  });

  it('answers HEAD without a body', async () => {
    const proxy = await testProxy({ env: env() });
    const answer = await proxy.get('/large/-/large-1.0.0.tgz', { method: 'HEAD' });
    expect(answer).toMatchObject({ status: 200, headers: { 'content-length': String(large.length) } });
    expect(answer.body).toHaveLength(0);
  });

  it('asks the registry for nothing when pinned tarballs are in the cache', async () => {
    const pinned = {
      versions: ['plain', 'large'].map((name) => ({ name, version: '1.0.0', integrity: null })),
      note: null,
    };
    const first = await testProxy({ env: env(), pinned });
    const paths = ['/plain/-/plain-1.0.0.tgz', '/large/-/large-1.0.0.tgz'];
    for (const path of paths) expect((await first.get(path)).status).toBe(200);
    const asked = local.requests.length;
    const second = await testProxy({ env: env(), pinned, cache: first.cache, offline: true });
    const [, again] = await Promise.all(paths.map((path) => second.get(path)));
    expect(sha512(again!.body)).toBe(sha512(large));
    expect(second.log().materials).toHaveLength(2);
    expect([first, second].map((proxy) => proxy.log().pinnedOnly)).toEqual([true, true]);
    expect(local.requests).toHaveLength(asked);
  });

  it('never serves a cached tarball whose bytes have changed, and fetches it anew', async () => {
    const proxy = await testProxy({ env: env() });
    const path = '/plain/-/plain-1.0.0.tgz';
    const { body } = await proxy.get(path);
    const store = join(proxy.cache, 'tarballs', 'sha512');
    const [file] = (await readdir(store, { recursive: true })).filter((name) => name.endsWith('.tgz'));
    await writeFile(join(store, file!), 'something else');
    expect(sha512((await proxy.get(path)).body)).toBe(sha512(body));
  });

  it('serves nothing of a tarball that is not what the registry states', async () => {
    local.serve({
      name: 'swapped',
      versions: [
        {
          version: '1.0.0',
          tarball: tarball('swapped', '1.0.0'),
          distOverrides: { integrity: sha512(Buffer.from('another')) },
        },
      ],
    });
    const proxy = await testProxy({ env: env() });
    expect((await proxy.get('/swapped/-/swapped-1.0.0.tgz')).status).toBe(502);
    expect(proxy.log().faulty).toBe(true);
    expect(proxy.log()).toMatchObject({ materials: [], notes: [expect.stringContaining('E_INTEGRITY')] });
  });

  it('does not let a lockfile give one package the bytes of another', async () => {
    const pinned = {
      versions: [{ name: 'plain', version: '1.0.0', integrity: sha512(tarball('plain', '2.0.0')) }],
      note: null,
    };
    const proxy = await testProxy({ env: env(), pinned });
    await proxy.get('/plain/-/plain-2.0.0.tgz');
    const { body } = await proxy.get('/plain/-/plain-1.0.0.tgz');
    expect(sha512(body)).toBe(sha512(years('plain')[0]!.tarball));
  });

  it('sends credentials to the registry and to nobody else', async () => {
    const token = `${local.url.replace('http:', '')}/:_authToken`;
    const proxy = await testProxy({ env: { ...env(), [`npm_config_${token}`]: 'secret-token' } });
    const answer = await proxy.get('/@scope/plain');
    expect(local.requests.at(-1)!.headers.authorization).toBe('Bearer secret-token');
    expect(JSON.stringify([answer.headers, answer.json, proxy.log()])).not.toContain('secret-token');
  });

  it('is reachable for the sandbox’s user, and gone when closed', async () => {
    const proxy = await testProxy({ env: env() });
    expect((await stat(proxy.socket)).mode & 0o777).toBe(0o666);
    expect((await stat(dirname(proxy.socket))).mode & 0o077).toBe(0);
    await proxy.close();
    await expect(stat(proxy.socket)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('drops a request without an end and serves the next one', async () => {
    const proxy = await testProxy({ env: env() });
    const headers = { 'x-long': 'x'.repeat(64 * 1024) };
    await expect(proxy.get('/plain', { headers })).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect((await proxy.get('/plain')).status).toBe(200);
  });
});
