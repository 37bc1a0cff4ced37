import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResultPromise } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/batch/store/open.js';
import { chromiumHere, openBrowser } from '../support/chromium.js';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { suspicious } from '../support/reported.js';
import { finding, result } from '../support/result.js';
import { resultOf, runOf } from '../support/stored.js';

const chromium = chromiumHere();
/** With this set to a folder, pictures of the pages are left there. */
const pictures = process.env.REPROVE_TEST_PICTURES;
const { verdict } = result();

describe('reprove serve', { timeout: 240_000 }, () => {
  let world: CliWorld;
  let state: string;
  let server: ResultPromise;
  let address: string;
  let browser: Awaited<ReturnType<typeof openBrowser>>;

  beforeAll(async () => {
    if (chromium !== null) browser = await openBrowser(chromium);
    world = await cliWorld({});
    state = join(world.folder, 'state');
    const blobs = { kind: 'folder', folder: join(state, 'blobs') } as const;
    const store = await openStore({ kind: 'pglite', state, blobs }, { signal: new AbortController().signal });
    const names = ['left-pad', '@scope/tool', 'parser', 'logger'];
    await runOf(
      store,
      names.map((name) => resultOf(name, '1.0.0')),
    );
    await runOf(store, [
      ...names.slice(1).map((name) => resultOf(name, '1.0.0')),
      resultOf('left-pad', '1.0.1', {
        verdict: { ...verdict, kind: 'differs', level: null, summary: '1 of 4 entries is not accounted for' },
        findings: [
          finding({ signal: 'code-only-in-release', severity: 'medium', title: 'Code only in the release' }),
        ],
      }),
      suspicious(),
    ]);
    await store.close();
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    address = `http://127.0.0.1:${port}`;
    server = world.start(['serve', '--port', String(port), '--state', state]);
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => (said += chunk));
    for (let at = 0; at < 600 && !said.includes('listening'); at++) await sleep(100);
    expect(said).toBe(`listening at ${address} (loopback)\n`);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    server?.kill('SIGKILL');
    await server?.catch(() => undefined);
    await world?.remove();
  });

  it('answers, and lets go of an embedded database when nobody asks', async () => {
    expect((await fetch(`${address}/api/v1/runs`)).status).toBe(200);
    const { exitCode, stdout } = await world.run(['runs', '--state', state, '--json']);
    expect(exitCode).toBe(0);
    expect((JSON.parse(stdout) as { runs: unknown[] }).runs).toHaveLength(2);
    expect((await fetch(`${address}/api/v1/runs`)).status).toBe(200);
  });

  it('refuses to be read by everybody, and an address that is taken', async () => {
    const open = await world.run(['serve', '--host', '0.0.0.0', '--state', state]);
    expect(open).toMatchObject({ exitCode: 2 });
    expect(open.stderr).toContain('whoever reaches 0.0.0.0 could read everything');
    await writeFile(join(world.folder, 'short'), 'abc\n');
    expect((await world.run(['serve', '--token-file', 'short', '--state', state])).exitCode).toBe(2);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const taken = await world.run(['serve', '--port', String(port), '--state', state]);
    other.close();
    expect([taken.exitCode, taken.stderr]).toEqual([4, expect.stringContaining('something else does')]);
  });

  describe.skipIf(chromium === null)('in Chromium', () => {
    it('has pages that everybody can use and on which nothing runs', async () => {
      const page = await browser.context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('dialog', (dialog) => {
        complaints.push(dialog.message());
        void dialog.dismiss();
      });
      page.on('requestfailed', (request) => complaints.push(`${request.url()} failed`));
      const asked = new Set<string>();
      page.on('request', (request) => void asked.add(new URL(request.url()).origin));
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      await page.setViewportSize({ width: 1000, height: 700 });
      const paths = [
        '/',
        '/runs',
        '/runs/2',
        '/runs/2/changes?since=1',
        '/packages',
        '/packages/left-pad',
        '/findings',
        '/results/1',
        '/nowhere',
      ];
      for (const path of paths) {
        await page.goto(address + path);
        if (path === '/nowhere') complaints.length = 0;
        const name = path.replace(/\W+/g, '-').replace(/^-|-$/g, '') || 'overview';
        if (pictures !== undefined) await page.screenshot({ path: join(pictures, `serve-${name}.png`) });
        // The policy of the page lets nothing run; the debugger is not of the page.
        const violations = await page.evaluate(
          `${axe}; axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html).join(' ').slice(0, 300)))`,
        );
        expect([path, violations]).toEqual([path, []]);
        for (const width of [360, 1000]) {
          await page.setViewportSize({ width, height: 700 });
          const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          expect([path, width, Number(wide) <= 0]).toEqual([path, width, true]);
        }
      }
      expect(complaints).toEqual([]);
      expect([...asked]).toEqual([address]);
      await page.close();
    });

    it('is searched and gone through by keyboard', async () => {
      const page = await browser.context.newPage();
      await page.goto(address);
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to content');
      for (let at = 0; at < 5; at++) await page.keyboard.press('Tab');
      await page.keyboard.type('scope');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/packages?search=scope');
      expect(await page.locator('tbody tr').count()).toBe(1);
      await page.getByRole('link', { name: '@scope/tool' }).click();
      expect(await page.locator('h1').textContent()).toBe('@scope/tool');
      await page.getByRole('link', { name: '1.0.0' }).first().click();
      await page.getByRole('link', { name: 'The full report' }).click();
      expect(await page.title()).toContain('reproduced');
      await page.close();
    });
  });

  it('ends when it is told to', async () => {
    server.kill('SIGTERM');
    expect((await server).exitCode).toBe(143);
  });
});
