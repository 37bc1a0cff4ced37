import { createPrivateKey, type KeyObject } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { whyUnreadable } from '../../config/text-file.js';
import { AttestError } from '../error.js';
import { describeKey } from './public-key.js';

/** A key to sign with. */
export interface SigningKey {
  key: KeyObject;
  /** That of its public half. */
  id: string;
}

/** Bytes; the longest encrypted key is a hundredth of it. */
const largest = 65_536;

/**
 * Reads a private key in PEM (PKCS#8). Refuses one that others than its owner may read, before looking at it.
 *
 * @param passphrase asked for only when the key is encrypted.
 * @throws {AttestError} `E_KEY_UNREADABLE`, `E_KEY_EXPOSED`, `E_KEY_INVALID`, `E_KEY_PASSPHRASE`, all exit code 2.
 */
export async function loadPrivateKey(path: string, passphrase: () => Promise<string>): Promise<SigningKey> {
  const pem = await readPrivate(path);
  const encrypted = pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----');
  const key = parse(path, pem, encrypted ? await passphrase() : null);
  const described = describeKey(key);
  if (described !== null) return { key, id: described.id };
  throw invalid(path, `its kind is ${key.asymmetricKeyType}`);
}

async function readPrivate(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause: unknown) => {
    throw new AttestError({
      code: 'E_KEY_UNREADABLE',
      message: `cannot read the key ${path}: ${whyUnreadable(cause)}`,
      hint: 'Name a private key with --key; `reprove keygen` makes one.',
      cause,
    });
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > largest) throw invalid(path, 'it is no file of a key');
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0) {
      throw new AttestError({
        code: 'E_KEY_EXPOSED',
        message: `others than its owner may use the key ${path} (mode ${(stat.mode & 0o777).toString(8)})`,
        hint: `chmod 600 it; if others could have read it, make a new one and take this one out of every policy.`,
      });
    }
    return await file.readFile('latin1');
  } finally {
    await file.close();
  }
}

function parse(path: string, pem: string, passphrase: string | null): KeyObject {
  try {
    return createPrivateKey(passphrase === null ? pem : { key: pem, passphrase });
  } catch {
    // The library's message and cause may hold parts of the key.
    if (passphrase === null) throw invalid(path, 'it is no private key in PEM');
    throw new AttestError({
      code: 'E_KEY_PASSPHRASE',
      message: `the passphrase doesn't open the key ${path}`,
      hint: 'Give the one that it was made with.',
    });
  }
}

const invalid = (path: string, why: string): AttestError =>
  new AttestError({
    code: 'E_KEY_INVALID',
    message: `cannot sign with ${path}: ${why}`,
    hint: 'Ed25519 and ECDSA over P-256 in PEM (PKCS#8) are used; `reprove keygen` makes one.',
  });
