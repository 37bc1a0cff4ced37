import { createPublicKey, ECDH, generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generateKey } from '../../../src/attest/keys/generate-key.js';
import { loadTrust } from '../../../src/attest/policy/load.js';
import { signer } from '../../support/attested.js';
import { temporaryFolder } from '../../support/folder.js';
import { expectDocumented } from '../../support/forged-evidence.js';

const [alice, bob] = [signer(), signer('ecdsa-p256')];
const one = { name: 'alice', keys: [{ publicKey: alice.publicPem }] };
const two = { name: 'bob', keys: [{ publicKey: 'bob.pub' }] };
const identity = { issuer: 'https://issuer.example', subject: 'https://git.example/team/tiny/.ci.yml@main' };
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
  type: 'spki',
  format: 'pem',
});
/** A key of P-256 with its point in another form than most write it in; the same key to every verifier. */
function withPoint(pem: string, form: 'compressed' | 'hybrid'): string {
  const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  const point = ECDH.convertKey(der.subarray(-65), 'prime256v1', undefined, undefined, form) as Buffer;
  const algorithm = der.subarray(2, -65 - 3);
  const body = Buffer.concat([algorithm, Buffer.from([3, point.length + 1, 0]), point]);
  const whole = Buffer.concat([Buffer.from([0x30, body.length]), body]);
  return `-----BEGIN PUBLIC KEY-----\n${whole.toString('base64')}\n-----END PUBLIC KEY-----\n`;
}
const inWindowsLines = alice.publicPem.replaceAll('\n', '\r\n');

async function load(policy: unknown): Promise<Awaited<ReturnType<typeof loadTrust>>> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'bob.pub'), bob.publicPem);
  await writeFile(join(folder, 'private.pem'), generateKey('ed25519', null).privatePem);
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
  await writeFile(join(folder, 'trust.json'), text);
  return loadTrust(join(folder, 'trust.json'));
}

it('names keys inline and in files beside it', async () => {
  const trust = await load({ version: 1, quorum: 2, verifiers: [one, two] });
  expect(trust.keys.map(({ verifier, id }) => [verifier, id])).toEqual([
    ['alice', alice.id],
    ['bob', bob.id],
  ]);
});

const policy = (fields: object) => ({ version: 1, quorum: 1, verifiers: [one], ...fields });

const invalid: [string, unknown, string][] = [
  ['a key that nobody knows', policy({ qourum: 1 }), 'unknown key "qourum": did you mean "quorum"?'],
  [
    'one that nobody knows inside of a verifier',
    policy({ verifiers: [{ ...one, foreignLevel: [] }] }),
    'did you mean "foreignLevels"?',
  ],
  ['no verifiers', policy({ verifiers: [] }), '"verifiers"'],
  ['a quorum of none', policy({ quorum: 0 }), '"quorum"'],
  ['a quorum that is never reached', policy({ quorum: 2 }), "a quorum of 2 can't be reached by 1 verifiers"],
  ['another version', policy({ version: 2 }), '"version"'],
  [
    'a key twice in the JSON',
    '{"version":1,"quorum":2,"quorum":1,"verifiers":[]}',
    'a key that occurs twice',
  ],
  [
    'one key of two verifiers',
    policy({ verifiers: [one, { ...one, name: 'eve' }] }),
    'of alice and of eve: one key is one verifier',
  ],
  [
    'one key of two verifiers, written down otherwise',
    policy({ verifiers: [one, { name: 'eve', keys: [{ publicKey: inWindowsLines }] }] }),
    'one key is one verifier',
  ],
  ...(['compressed', 'hybrid'] as const).map((form): [string, unknown, string] => [
    `one key of two verifiers, once with a ${form} point`,
    policy({ verifiers: [two, { name: 'eve', keys: [{ publicKey: withPoint(bob.publicPem, form) }] }] }),
    'one key is one verifier',
  ]),
  [
    'a trusted root that is none',
    policy({ trustedRoot: 'bob.pub', verifiers: [{ name: 'ci', identities: [identity] }] }),
    'is no trusted root of sigstore',
  ],
  [
    'one verifier twice',
    policy({ verifiers: [one, { ...two, name: 'Alice' }] }),
    'two verifiers are called alice',
  ],
  [
    'one identity of two verifiers',
    policy({
      verifiers: [
        { name: 'alice', identities: [identity] },
        { name: 'eve', identities: [identity] },
      ],
    }),
    'one identity is there twice',
  ],
  [
    'a verifier without keys',
    policy({ verifiers: [{ name: 'alice' }] }),
    'alice has neither keys nor identities',
  ],
  [
    'a private key',
    policy({ verifiers: [{ name: 'a', keys: [{ publicKey: 'private.pem' }] }] }),
    'it is no public key',
  ],
  [
    'an RSA key',
    policy({ verifiers: [{ name: 'a', keys: [{ publicKey: rsa }] }] }),
    'neither Ed25519 nor ECDSA over P-256',
  ],
  [
    'a key that is not there',
    policy({ verifiers: [{ name: 'a', keys: [{ publicKey: 'gone.pub' }] }] }),
    'there is no such file',
  ],
  [
    'a key that ends before it begins',
    policy({
      verifiers: [
        {
          name: 'a',
          keys: [{ publicKey: 'bob.pub', from: '2026-02-01T00:00:00Z', until: '2026-01-01T00:00:00Z' }],
        },
      ],
    }),
    'a key ends before it begins',
  ],
  [
    'a day that is no time',
    policy({ verifiers: [{ name: 'a', keys: [{ publicKey: 'bob.pub', until: '2026-01-01' }] }] }),
    'until',
  ],
  [
    'a name that could be taken for another',
    policy({ verifiers: [{ ...one, name: 'al\u0456ce' }] }),
    'verifiers[0].name',
  ],
];

it('is refused for what docs/forged-evidence.md lists', () =>
  expectDocumented(
    'Trust policies',
    invalid.map(([what, , words]) => [what, words]),
  ));

it.each(invalid)('is refused for %s', async (_, value, words) => {
  await expect(load(value)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(words) });
});
