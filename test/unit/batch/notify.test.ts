import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BatchResult } from '../../../src/batch/conclude.js';
import { notify } from '../../../src/batch/notify/index.js';
import { type Config, configSchema } from '../../../src/config/schema.js';

const evil = '<!channel> <script>x</script> @octocat [a](https://evil.example) ```\n# y \u202e';
const batch = (fields: Partial<BatchResult> = {}): BatchResult => ({
  run: 2,
  since: 1,
  counts: { waiting: 0, verified: 3, reused: 2, failed: 0, notVerified: 0 },
  verdicts: { reproduced: 2, suspicious: 1 },
  failed: [],
  newlyFailed: 0,
  changes: [
    {
      kind: 'verdict',
      name: 'tiny',
      version: '1.0.1',
      before: '1.0.0',
      direction: 'worse',
      from: 'reproduced',
      to: 'suspicious',
      summary: evil,
    },
  ],
  policy: null,
  exitCode: 1,
  ...fields,
});
const quiet = batch({ changes: [], exitCode: 0, verdicts: { reproduced: 3 } });

let folder: string;
const servers: { close(): unknown }[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reprove-notify-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(folder, { recursive: true, force: true });
});

const configured = (...notifications: object[]): Config['notifications'] =>
  configSchema.parse({ notifications }).notifications;
const tell = (channels: Config['notifications'], result = batch()) =>
  notify(
    channels,
    { inputs: 'package-lock.json', result, site: 'https://site.example/' },
    { folder, signal: new AbortController().signal },
  );

/** A server that keeps what it was sent and answers as told, one after the other, the last one for ever. */
async function receiver(...answers: ((request: IncomingMessage, response: ServerResponse) => void)[]) {
  const got: { headers: IncomingMessage['headers']; body: string; at: number }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk));
    request.on('end', () => {
      got.push({ headers: request.headers, body, at: Date.now() });
      (answers[Math.min(got.length, answers.length) - 1] ?? ok)(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}
const answer =
  (status: number, headers: Record<string, string> = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status, headers).end();
const ok = answer(200);

describe('a webhook', () => {
  it('is signed so that a receiver can tell who sent it, and when', async () => {
    await writeFile(join(folder, 'key'), 'a-secret\n');
    const { got, url } = await receiver();
    expect(await tell(configured({ kind: 'webhook', url, secretFile: 'key' }))).toEqual([]);
    const [{ headers, body }] = got as [(typeof got)[number]];
    const stamp = String(headers['x-reprove-timestamp']);
    expect(Math.abs(Number(stamp) - Date.now() / 1_000)).toBeLessThan(60);
    const own = createHmac('sha256', 'a-secret').update(`${stamp}.${body}`).digest('hex');
    expect(headers['x-reprove-signature']).toBe(`sha256=${own}`);
    // As the documentation tells receivers to.
    const docs = await readFile(new URL('../../../docs/notifications.md', import.meta.url), 'utf8');
    const snippet = /```js\n([\s\S]*?)```/.exec(docs)![1]!;
    await writeFile(join(folder, 'receiver.mjs'), snippet);
    const { isOurs } = (await import(join(folder, 'receiver.mjs'))) as {
      isOurs(...parts: unknown[]): boolean;
    };
    expect(isOurs(headers, body, 'a-secret')).toBe(true);
    expect(isOurs(headers, `${body} `, 'a-secret')).toBe(false);
    expect(isOurs({ ...headers, 'x-reprove-timestamp': '1' }, body, 'a-secret')).toBe(false);
    expect(JSON.parse(body)).toMatchObject({
      summary: 'reprove: run 2 failed, 1 suspicious, 1 change',
      inputs: 'package-lock.json',
      link: 'https://site.example/runs/2',
      changes: [{ name: 'tiny', to: 'suspicious' }],
      leftOut: 0,
    });
  });

  it('is sent again after faults, as late as the server asks for', async () => {
    const { got, url } = await receiver(answer(503), answer(429, { 'retry-after': '1' }), ok);
    expect(await tell(configured({ kind: 'webhook', url }))).toEqual([]);
    expect(got).toHaveLength(3);
    expect(got[2]!.at - got[1]!.at).toBeGreaterThanOrEqual(1_000);
  });

  it.each([
    ['refused', answer(404), 1, 'it answered 404'],
    ['broken for good', answer(500), 4, 'it answered 500'],
    ['asked to wait for an hour', answer(429, { 'retry-after': '3600' }), 1, 'it answered 429'],
    ['sent elsewhere', answer(307, { location: 'http://127.0.0.1:1/' }), 1, 'it answered 307'],
  ])('that is %s is told without its address', { timeout: 30_000 }, async (_, how, times, message) => {
    const { got, url } = await receiver(how);
    expect(await tell(configured({ kind: 'webhook', url }))).toEqual([{ kind: 'webhook', message }]);
    expect(got).toHaveLength(times);
  });

  it('that nobody hears is told', { timeout: 30_000 }, async () => {
    expect(await tell(configured({ kind: 'webhook', url: 'http://127.0.0.1:1/' }))).toEqual([
      { kind: 'webhook', message: expect.stringMatching(/no answer \((?:ECONNREFUSED|TypeError)\)/) },
    ]);
  });
});

describe('Slack', () => {
  it('gets nothing that it would act on, and no more than it takes', async () => {
    const { got, url } = await receiver();
    await writeFile(join(folder, 'url'), `${url}\n`);
    const many = Array.from({ length: 300 }, (_, at) => ({ ...batch().changes[0]!, name: `p${at}` }));
    expect(await tell(configured({ kind: 'slack', urlFile: 'url' }), batch({ changes: many }))).toEqual([]);
    const { blocks } = JSON.parse(got[0]!.body) as { blocks: { text: { text: string } }[] };
    const text = blocks[1]!.text.text;
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(text).toContain('&lt;!channel&gt;');
    expect(text.match(/```/g)).toHaveLength(2);
    expect(text).not.toMatch(/<|\u202e/);
    expect(text).toMatch(/more lines/);
  });
});

describe('the body of an issue', () => {
  it('is a file in which what packages say is a block of text', async () => {
    expect(await tell(configured({ kind: 'issue', file: 'issue.md' }))).toEqual([]);
    const text = await readFile(join(folder, 'issue.md'), 'utf8');
    const [title, , fence, ...lines] = text.trimEnd().split('\n');
    expect(title).toBe('reprove: run 2 failed, 1 suspicious, 1 change');
    expect(fence).toMatch(/^`{4,}text$/);
    expect(lines.at(-1)).toBe(fence!.replace('text', ''));
    expect(lines.slice(0, -1).join('\n')).toContain('@octocat');
    expect(text).not.toContain('\u202e');
  });
});

describe('a file that is none of ours', () => {
  it('is left as it is', async () => {
    await writeFile(join(folder, 'notes.md'), '# mine\n');
    expect(await tell(configured({ kind: 'issue', file: 'notes.md' }))).toEqual([
      { kind: 'issue', message: 'notes.md is a file of somebody else' },
    ]);
    expect(await readFile(join(folder, 'notes.md'), 'utf8')).toBe('# mine\n');
  });
});

describe('mail', () => {
  const received = async (options: object = {}) => {
    const mails: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onAuth: (auth, _session, done) =>
        auth.password === 'pass' ? done(null, { user: 'u' }) : done(new Error('wrong')),
      onData: (stream, _session, done) => {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk));
        stream.on('end', () => {
          mails.push(text);
          done();
        });
      },
      ...options,
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    return { mails, server: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` };
  };
  const people = { from: 'reprove@example.org', to: ['a@example.org', 'b@example.org'] };

  it('has a text and the same as HTML, in which nothing is markup', async () => {
    const { mails, server } = await received();
    expect(await tell(configured({ kind: 'email', server, ...people }))).toEqual([]);
    const decoded = mails[0]!.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
    expect(decoded).toContain('Subject: reprove: run 2 failed, 1 suspicious, 1 change');
    expect(decoded).toContain('To: a@example.org, b@example.org');
    expect(decoded).toContain('&lt;script&gt;');
    expect(decoded.slice(decoded.indexOf('<pre>'))).not.toContain('<script>');
  });

  it('is not sent where the server is another machine without encryption, or knows no such user', {
    timeout: 60_000,
  }, async () => {
    const { mails, server } = await received();
    await writeFile(join(folder, 'password'), 'wrong\n');
    const untold = await tell(
      configured(
        { kind: 'email', server, user: 'u', passwordFile: 'password', ...people },
        { kind: 'email', server: server.replace('127.0.0.1', '0.0.0.0'), ...people },
      ),
    );
    expect(untold.map(({ kind }) => kind)).toEqual(['email', 'email']);
    expect(untold.map(({ message }) => message).join()).not.toContain('wrong\n');
    expect(mails).toEqual([]);
  });
});

describe('nobody is told', () => {
  it.each([
    ['change', quiet, 0],
    ['change', batch({ changes: [] }), 0],
    ['change', batch({ changes: [], since: null }), 1],
    ['change', { ...quiet, since: null }, 0],
    ['change', { ...quiet, since: null, verdicts: { differs: 1 } }, 1],
    ['change', batch({ changes: [], newlyFailed: 1 }), 1],
    ['failure', quiet, 0],
    ['failure', batch({ changes: [] }), 1],
    ['always', quiet, 1],
  ] as const)('on %s where there is nothing (%#)', async (on, result, times) => {
    const { got, url } = await receiver();
    await tell(configured({ kind: 'webhook', url, on }), result);
    expect(got).toHaveLength(times);
  });
});
