import { createPublicKey } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { signWithKey } from '../../../src/attest/envelope.js';
import { generateKey, keyAlgorithms } from '../../../src/attest/keys/generate-key.js';
import { loadPrivateKey } from '../../../src/attest/keys/private-key.js';
import { statementsOf } from '../../../src/attest/statements.js';
import { attestedResult } from '../../support/attested.js';
import { temporaryFolder } from '../../support/folder.js';
import { securesystemslibHere, verifiedBySecuresystemslib } from '../../support/securesystemslib.js';

const reference = await securesystemslibHere();
it.skipIf(reference)(
  "IN-TOTO'S LIBRARY NOT TESTED: there is none (apt-get install python3-securesystemslib)",
);

describe.each(keyAlgorithms)('what is signed with %s', (algorithm) => {
  async function signed() {
    const folder = await temporaryFolder();
    const { privatePem, publicPem, id } = generateKey(algorithm, 'a passphrase');
    await writeFile(join(folder, 'key'), privatePem, { mode: 0o600 });
    await writeFile(join(folder, 'key.pub'), publicPem);
    const key = await loadPrivateKey(join(folder, 'key'), async () => 'a passphrase');
    const bundle = signWithKey(statementsOf(attestedResult(), 'https://alice.example/')[0]!, key) as {
      dsseEnvelope: { payload: string; payloadType: string; signatures: [{ sig: string }] };
    };
    return { folder, publicPem, id, bundle };
  }

  it('is verified by the libraries of sigstore', async () => {
    const { publicPem, id, bundle } = await signed();
    const none = {
      mediaType: '',
      tlogs: [],
      certificateAuthorities: [],
      ctlogs: [],
      timestampAuthorities: [],
    };
    const publicKey = createPublicKey(publicPem);
    const material = toTrustMaterial(none, (hint) => {
      expect(hint).toBe(id);
      return { publicKey, validFor: () => true };
    });
    const verifier = new Verifier(material, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 });
    expect(verifier.verify(toSignedEntity(bundleFromJSON(bundle))).key).toBe(publicKey);
    bundle.dsseEnvelope.payload = Buffer.from('{}').toString('base64');
    expect(() => verifier.verify(toSignedEntity(bundleFromJSON(bundle)))).toThrow(
      'signature verification failed',
    );
  });

  it.skipIf(!reference)("is verified by the library of in-toto's reference implementation", async () => {
    const { publicPem, id, bundle } = await signed();
    const envelope = bundle.dsseEnvelope;
    const other = generateKey(algorithm, null).publicPem;
    const changed = { ...envelope, payload: Buffer.from('{"predicateType":""}').toString('base64') };
    expect(await verifiedBySecuresystemslib(envelope, publicPem, id)).toBe(
      'verified pkg:npm/reprove#rebuild-attestation/v1',
    );
    expect(await verifiedBySecuresystemslib(changed, publicPem, id)).toBe('refused UnverifiedSignatureError');
    expect(await verifiedBySecuresystemslib(envelope, other, id)).toBe('refused UnverifiedSignatureError');
  });

  it('is verified by openssl', async () => {
    const { folder, bundle } = await signed();
    const { payload, payloadType, signatures } = bundle.dsseEnvelope;
    const bytes = Buffer.from(payload, 'base64');
    // Written out from DSSE's protocol.md, so that it is not our own encoding that is compared with itself.
    const encoded = `DSSEv1 ${payloadType.length} ${payloadType} ${bytes.length} ${bytes}`;
    await writeFile(join(folder, 'signed'), encoded);
    await writeFile(join(folder, 'signature'), Buffer.from(signatures[0].sig, 'base64'));
    const verify = [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      'key.pub',
      '-rawin',
      '-in',
      'signed',
      '-sigfile',
      'signature',
    ];
    const { stdout } = await execa('openssl', verify, { cwd: folder });
    expect(stdout).toContain('Signature Verified Successfully');
  });
});
