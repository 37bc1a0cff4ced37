import { createPublicKey } from 'node:crypto';
import { execa } from 'execa';

/** Python of Debian, which its packages are for. */
const python = '/usr/bin/python3';

/** Whether the library that in-toto's reference implementation verifies with is on this machine; said loudly where it isn't. */
export async function securesystemslibHere(): Promise<boolean> {
  const { exitCode } = await execa(
    python,
    ['-c', 'import securesystemslib.keys, securesystemslib.signer, nacl, cryptography'],
    { reject: false },
  );
  if (exitCode === 0) return true;
  console.warn(
    "\n*** IN-TOTO'S LIBRARY NOT TESTED: apt-get install python3-securesystemslib python3-nacl python3-cryptography\n",
  );
  return false;
}

/** Debian's release of it has keys and signatures and no envelope: DSSE's encoding is written out here from its protocol.md. */
const script = `
import base64, json, sys
from securesystemslib.signer import Key, Signature
given = json.load(sys.stdin)
envelope = given["envelope"]
payload = base64.b64decode(envelope["payload"], validate=True)
kind = envelope["payloadType"].encode()
signed = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
key = Key.from_dict(given["keyid"], given["key"])
[signature] = envelope["signatures"]
sig = base64.b64decode(signature["sig"], validate=True).hex()
try:
    key.verify_signature(Signature(signature["keyid"], sig), signed)
    print("verified", json.loads(payload)["predicateType"])
except Exception as error:
    print("refused", type(error).__name__)
`;

/** What the library says of an envelope that a key should have signed. */
export async function verifiedBySecuresystemslib(
  envelope: object,
  publicPem: string,
  keyid: string,
): Promise<string> {
  const key = createPublicKey(publicPem);
  const isEd25519 = key.asymmetricKeyType === 'ed25519';
  const raw = () => key.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex');
  const described = {
    keytype: isEd25519 ? 'ed25519' : 'ecdsa',
    scheme: isEd25519 ? 'ed25519' : 'ecdsa-sha2-nistp256',
    keyval: { public: isEd25519 ? raw() : publicPem },
  };
  const input = JSON.stringify({ envelope, keyid, key: described });
  const { stdout } = await execa(python, ['-c', script], { input });
  return stdout;
}
