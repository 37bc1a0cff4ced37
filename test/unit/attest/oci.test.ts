import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tokenAddress } from '../../../src/attest/folder/oci-token.js';
import { openPlace } from '../../../src/attest/folder/place.js';
import { syncFolder } from '../../../src/attest/folder/sync.js';
import { attestationFolder, bundle, bytesOf, sha256, signer, summary } from '../../support/attested.js';
import { temporaryFolder } from '../../support/folder.js';
import { ociRegistry, ociRegistryHere } from '../../support/oci-registry.js';

const { signal } = new AbortController();
const attestation = bundle(summary(), signer());
const digest = sha256(bytesOf(attestation));
const path = `sha256/${digest.slice(0, 2)}/${digest.slice(2)}.json`;

const present = ociRegistryHere();
it.skipIf(present)('OCI REGISTRIES NOT TESTED: there is none (apt-get install docker-registry)');

describe.skipIf(!present)('attestations in an OCI registry', () => {
  async function pushed(paths: string[]) {
    const root = await temporaryFolder();
    await attestationFolder(join(root, 'from'), [attestation]);
    const registry = await ociRegistry(root);
    onTestFinished(registry.close);
    await registry.push('team/attestations', 'v1', join(root, 'from'), paths);
    return { root, address: `oci://${registry.host}/team/attestations` };
  }

  it('are read and synced like those of a folder', async () => {
    const { root, address } = await pushed(['index.jsonl', path]);
    const place = await openPlace(`${address}:v1`, root, signal);
    expect(await place.attestation(digest)).toEqual(bytesOf(attestation));
    expect(await place.attestation('0'.repeat(64))).toBeNull();
    expect(await syncFolder(place, join(root, 'to'), signal)).toEqual({ added: 1, known: 0 });
  });

  it('are told to be missing under another tag, and without an index', async () => {
    const { root, address } = await pushed([path]);
    for (const tag of ['v1', 'v2'])
      await expect((await openPlace(`${address}:${tag}`, root, signal)).index()).rejects.toMatchObject({
        code: 'E_ATTESTATIONS_MISSING',
        exitCode: 2,
      });
  });
});

describe('an address of an OCI registry', () => {
  it.each([
    'oci://',
    'oci://registry.example',
    'oci://user:secret@registry.example/team/a:v1',
    'oci://registry.example/Team/a',
    'oci://registry.example/../a',
    'oci://registry.example/a?b',
    `oci://registry.example/a:${'x'.repeat(200)}`,
  ])('is refused as %s', async (address) => {
    await expect(openPlace(address, '/', signal)).rejects.toMatchObject({ code: 'E_ATTESTATIONS_MISSING' });
  });
});

describe('a challenge', () => {
  const elsewhere = { host: 'registry.example', name: 'team/a' };
  const here = { host: '127.0.0.1:5000', name: 'team/a' };
  const bearer = (realm: string) => `Bearer realm="${realm}",service="x"`;
  const query = '?service=x&scope=repository%3Ateam%2Fa%3Apull';

  it.each([
    ['another server', elsewhere, bearer('https://auth.example/token'), `https://auth.example/token${query}`],
    ['this machine from here', here, bearer('http://[::1]:8/token'), `http://[::1]:8/token${query}`],
    ['this machine from elsewhere', elsewhere, bearer('http://127.0.0.1:8/token'), null],
    ['a server without encryption', elsewhere, bearer('http://auth.example/token'), null],
    ['a file', here, bearer('file:///etc/passwd'), null],
    ['nowhere', elsewhere, 'Bearer service="x"', null],
    ['people', elsewhere, 'Basic realm="https://auth.example/"', null],
  ])('sends us to %s', (_, repository, challenge, address) => {
    expect(tokenAddress(challenge, repository)).toBe(address);
  });
});

describe('a registry that gives a token to anybody', () => {
  async function served(listener: RequestListener) {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('is asked for one to read this repository, and then with it', async () => {
    const asked: string[] = [];
    const host = await served(({ url = '', headers }, answer) => {
      asked.push(`${url} ${headers.authorization ?? '-'}`);
      if (url.startsWith('/token')) answer.end(JSON.stringify({ token: 'anybody' }));
      else if (headers.authorization === 'Bearer anybody') answer.end('content');
      else {
        const realm = `Bearer realm="http://${host}/token",service="registry",scope="other"`;
        answer.writeHead(401, { 'www-authenticate': realm }).end();
      }
    });
    const place = await openPlace(`oci://${host}/team/a:v1`, '/', signal);
    expect((await place.attestation(digest))?.toString()).toBe('content');
    expect(asked).toEqual([
      `/v2/team/a/blobs/sha256:${digest} -`,
      '/token?service=registry&scope=repository%3Ateam%2Fa%3Apull -',
      `/v2/team/a/blobs/sha256:${digest} Bearer anybody`,
    ]);
  });

  it('is not followed to a server that asks without encryption', async () => {
    const host = await served((_, answer) => {
      answer.writeHead(401, { 'www-authenticate': 'Bearer realm="http://tokens.example/"' }).end();
    });
    const place = await openPlace(`oci://${host}/team/a:v1`, '/', signal);
    await expect(place.attestation(digest)).rejects.toMatchObject({ code: 'E_ATTESTATIONS_UNREACHABLE' });
  });
});
