import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fulcioHandler, initializeCA, initializeCTLog, initializeTLog, rekorHandler } from '@sigstore/mock';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { hasIdentityToken, signKeyless } from '../../../src/attest/keyless.js';
import type { Statement } from '../../../src/attest/statement.js';
import { summary } from '../../support/attested.js';

const issuer = 'https://issuer.example';
const subject = 'https://git.example/team/verify/.ci.yml@refs/heads/main';
const token = ['{"alg":"none"}', JSON.stringify({ iss: issuer, sub: subject, aud: 'sigstore' }), 'x']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.');
const pair = (): KeyPairKeyObjectResult => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

type Handler = ReturnType<typeof fulcioHandler>;

async function serve(handler: Handler): Promise<string> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.url !== handler.path) return void response.writeHead(404).end();
    const answer = await handler.fn(Buffer.concat(chunks).toString());
    response
      .writeHead(answer.statusCode, { 'content-type': 'application/json' })
      .end(String(answer.response));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A sigstore of our own: authority, certificate log and transparency log. */
async function sigstore() {
  const ctlog = await initializeCTLog(pair());
  const ca = await initializeCA(pair(), ctlog);
  const fulcio = await serve(fulcioHandler(ca));
  const tlog = await initializeTLog('http://127.0.0.1', pair());
  const rekor = await serve(rekorHandler(tlog));
  return { servers: { fulcio, rekor } };
}

const statement = summary({ timeVerified: new Date().toISOString() }) as Statement;

describe('signing with sigstore, against a sigstore of our own', () => {
  let own: Awaited<ReturnType<typeof sigstore>>;
  let bundle: {
    dsseEnvelope: { signatures: { sig: string }[]; payload: string };
    verificationMaterial: { tlogEntries: unknown[] };
  };

  beforeAll(async () => {
    vi.stubEnv('SIGSTORE_ID_TOKEN', token);
    own = await sigstore();
    [bundle] = (await signKeyless([statement], own.servers)) as [typeof bundle];
    vi.unstubAllEnvs();
  });

  it('makes a bundle with a certificate and a log entry, of the very statement', () => {
    expect(JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString())).toEqual(statement);
    expect(bundle.verificationMaterial).toMatchObject({ certificate: { rawBytes: expect.any(String) } });
    expect(bundle.verificationMaterial.tlogEntries).toHaveLength(1);
  });

  it('says what is wrong when sigstore does not sign (exit code 4)', async () => {
    vi.stubEnv('SIGSTORE_ID_TOKEN', token);
    const wrong = { ...own.servers, fulcio: `${own.servers.fulcio}/elsewhere` };
    await expect(signKeyless([statement], wrong)).rejects.toMatchObject({ code: 'E_KEYLESS', exitCode: 4 });
    vi.unstubAllEnvs();
  });
});

it('is tried only where there is a token', () => {
  expect(hasIdentityToken({})).toBe(false);
  expect(hasIdentityToken({ ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x.example' })).toBe(false);
  expect(hasIdentityToken({ SIGSTORE_ID_TOKEN: token })).toBe(true);
});
