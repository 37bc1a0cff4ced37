import type { SchemaObject } from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../src/batch/store/open.js';
import { siteApp } from '../../../src/serve/app.js';
import type { Access } from '../../../src/serve/guard.js';
import { storeAccess } from '../../../src/serve/store-access.js';
import { hostile } from '../../support/reported.js';
import { finding, result } from '../../support/result.js';
import { record, resultOf, runOf } from '../../support/stored.js';
import { eachWithStore, engines } from '../../support/stores.js';

const { verdict } = result();
const local = { headers: { host: 'localhost:8080' } };

describe.each(engines)('the site on %s', { timeout: 120_000 }, (engine) => {
  let store: Store;
  let app: Hono;
  eachWithStore(engine, (opened) => {
    store = opened;
    app = site({ kind: 'loopback' });
  });
  const site = (access: Access) =>
    // The store is the test's, which closes it.
    siteApp(
      storeAccess(async () => ({ ...store, close: async () => undefined }), { keep: true }),
      access,
    );
  const get = async (path: string, from = app) => {
    const response = await from.request(path, local);
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const json = async (path: string) => {
    const { status, text } = await get(`/api/v1${path}`);
    return { ...(JSON.parse(text) as { results: { resultId: number }[] }), status };
  };

  test('shows an empty store', async () => {
    for (const path of ['/', '/runs', '/packages', '/findings'])
      expect(await get(path)).toMatchObject({
        status: 200,
        text: expect.stringMatching(/Nothing here|No run was made/),
      });
  });

  test('shows runs, packages, findings, results and what changed', async () => {
    await runOf(store, [resultOf('tiny', '1.0.0'), resultOf('@scope/other', '1.0.0')]);
    const bad = resultOf('tiny', '1.1.0', {
      verdict: { ...verdict, kind: 'suspicious', level: null, summary: 'a file that nothing accounts for' },
      findings: [
        finding({
          signal: 'install-hook-added',
          severity: 'high',
          title: 'Install hook',
          message: 'postinstall',
        }),
      ],
    });
    const run = await runOf(store, [bad, resultOf('@scope/other', '1.0.0')]);
    expect((await get('/')).text).toMatch(/Trend over 2 runs; the newest: 1 passed, 0 open, 1 did not pass/);
    expect((await get('/runs')).text).toContain(`href="/runs/${run}"`);
    const page = (await get(`/runs/${run}`)).text;
    // What matters comes first.
    expect(page.indexOf('tiny 1.1.0')).toBeGreaterThan(0);
    expect(page.indexOf('tiny 1.1.0')).toBeLessThan(page.indexOf('@scope/other 1.0.0'));
    expect((await get(`/runs/${run}/changes?since=1`)).text).toMatch(/worse: .*reproduced.*→ .*suspicious/s);
    expect((await get('/packages?search=SCOPE')).text).toMatch(/@scope\/other/);
    expect((await get('/packages?search=%25')).text).toContain('Nothing here.');
    expect((await get('/packages/@scope%2Fother')).text).toContain('1.0.0');
    expect((await get('/findings?severity=high')).text).toContain('postinstall');
    expect((await get('/findings?severity=low')).text).not.toContain('postinstall');
    const { results } = await json('/packages/tiny');
    const id = results[0]!.resultId;
    expect((await get(`/results/${id}`)).text).toContain('a file that nothing accounts for');
    expect((await get(`/results/${id}/report`)).text).toContain('suspicious');
    expect(await json(`/results/${id}`)).toMatchObject({ release: { name: 'tiny', version: '1.1.0' } });
    expect((await get(`/api/v1/results/${id}/attestations`)).status).toBe(200);
  });

  test('answers as its own description of the API says', async () => {
    await runOf(store, [resultOf('tiny', '1.0.0')]);
    await runOf(store, [resultOf('tiny', '1.0.1')]);
    const { text } = await get('/api/openapi.json');
    const { paths } = JSON.parse(text) as {
      paths: Record<
        string,
        { get: { responses: { 200: { content: { 'application/json': { schema: SchemaObject } } } } } }
      >;
    };
    const values: Record<string, string> = { '{id}': '2', '{name}': 'tiny' };
    expect(Object.keys(paths).length).toBe(8);
    for (const [path, { get: described }] of Object.entries(paths)) {
      const address = path.replace(/\{\w+\}/g, (name) => values[name]!);
      const answer = await get(address + (path.endsWith('/changes') ? '?since=1' : ''));
      expect(answer.status, path).toBe(200);
      const ajv = addFormats.default(new Ajv2020.default({ strict: false, allErrors: true }));
      const validate = ajv.compile(described.responses[200].content['application/json'].schema);
      expect([path, validate(JSON.parse(answer.text)), validate.errors]).toEqual([path, true, null]);
    }
  });

  test('shows what packages say as text and nothing else', async () => {
    const evil = `${hostile.html}`;
    await runOf(
      store,
      [
        resultOf('tiny', '1.0.0', {
          verdict: { ...verdict, kind: 'differs', level: null, summary: `${evil} a\u202eb` },
          findings: [
            finding({
              signal: 'opaque-data',
              severity: 'high',
              title: evil,
              message: `"><svg onload=x> ${evil}`,
              path: evil,
            }),
          ],
        }),
      ],
      evil,
    );
    const { results } = await json('/packages/tiny');
    const id = results[0]!.resultId;
    for (const path of [
      '/',
      '/runs',
      '/runs/1',
      '/packages',
      '/packages/tiny',
      '/findings',
      `/results/${id}`,
      `/results/${id}/report`,
      `/packages?search=${encodeURIComponent(evil)}`,
      `/findings?package=${encodeURIComponent(evil.slice(0, 200))}`,
    ]) {
      const { status, text } = await get(path);
      expect(status, path).toBe(200);
      expect(text, path).not.toMatch(/<script|<svg onload|<img src=x|\u202e/);
    }
    expect((await get('/packages/%3Cscript%3E')).text).not.toContain('<script');
  });

  test('has pages of at most a hundred rows', async () => {
    for (let at = 0; at < 7; at++) await record(store, resultOf(`p${at}`, '1.0.0'));
    expect(await json('/packages?limit=3&page=3')).toMatchObject({ packages: [{ name: 'p6' }], total: 7 });
    expect((await get('/packages?limit=3&page=2')).text).toMatch(/4 to 6 of 7.*page=1.*page=3/s);
    expect(await json('/packages?limit=101')).toMatchObject({ status: 400 });
  });

  test.each([
    ['/runs?page=0', 400],
    ['/runs?page=x', 400],
    ['/runs/1e3', 404],
    ['/runs/abc', 400],
    ['/runs/99999999999999999999', 400],
    ['/runs/5', 404],
    ['/runs/1/changes', 400],
    ['/findings?severity=worst', 400],
    ['/packages/nothing', 404],
    ['/results/7', 404],
    ['/nowhere', 404],
    ['/badge/x.png', 404],
    ['/api/v1/nowhere', 404],
    ['/api/v1/runs?limit=-1', 400],
  ])('answers %s with %i, and no stack', async (path, status) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/at .*\.[jt]s|node_modules/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    if (path.startsWith('/api/')) expect(Object.keys(JSON.parse(answer.text))).toEqual(['error']);
  });

  test('has a badge for a package, a version, and for what is not known', async () => {
    await record(store, resultOf('@scope/tiny', '1.0.0'));
    const words = async (path: string) => (await get(path)).text;
    expect(await words('/badge/@scope%2Ftiny.svg')).toMatch(/reprove: @scope\/tiny 1\.0\.0: reproduced/);
    expect(await words('/badge/@scope%2Ftiny/1.0.0.svg')).toContain('reproduced');
    expect(await words('/badge/%3Cb%3E.svg')).toContain('reprove: &lt;b&gt;: not verified');
  });

  test('is read only, with strict headers', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
      expect((await app.request('/', { ...local, method })).status).toBe(405);
    const { headers } = await get('/');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'; style-src 'self'");
    expect(headers.get('set-cookie')).toBeNull();
    const again = await app.request('/', {
      headers: { ...local.headers, 'if-none-match': headers.get('etag')! },
    });
    expect(again.status).toBe(304);
  });

  test('is for whoever may read', async () => {
    const ask = async (access: Access, headers: Record<string, string>, path = '/') =>
      (await site(access).request(path, { headers })).status;
    expect(await ask({ kind: 'loopback' }, { host: 'evil.example' })).toBe(403);
    expect(await ask({ kind: 'loopback' }, { host: '127.0.0.1:8080' })).toBe(200);
    const token: Access = { kind: 'token', token: 'a-long-secret-token' };
    const basic = (password: string) => `Basic ${Buffer.from(`anyone:${password}`).toString('base64')}`;
    expect(await ask(token, {})).toBe(401);
    expect(await ask(token, { authorization: 'Bearer wrong' })).toBe(401);
    expect(await ask(token, { authorization: basic('wrong') })).toBe(401);
    expect(await ask(token, { authorization: `Bearer ${token.token}` })).toBe(200);
    expect(await ask(token, { authorization: basic(token.token) })).toBe(200);
    expect(await ask(token, {}, '/healthz')).toBe(200);
    expect(await ask(token, {}, '/api/v1/runs')).toBe(401);
    expect(await ask({ kind: 'proxy', header: 'x-user' }, {})).toBe(403);
    expect(await ask({ kind: 'proxy', header: 'x-user' }, { 'x-user': 'somebody' })).toBe(200);
    expect(await ask({ kind: 'public' }, {})).toBe(200);
  });
});
