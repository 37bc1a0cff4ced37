import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { exitCodes } from '../../errors.js';
import { AttestError } from '../error.js';
import { largestAttestation } from '../signed.js';
import { download } from './download.js';
import { indexName, largestIndex } from './index-file.js';

/** Somewhere attestations are: a folder here, or the same folder behind a web server or in an OCI registry. Bytes as they come; nothing is checked. */
export interface Place {
  /** For people, and for remembering what it had. */
  name: string;
  remote: boolean;
  index(): Promise<Buffer>;
  /** Null when it isn't there. */
  attestation(sha256: string): Promise<Buffer | null>;
}

/** Where an attestation is in a folder. */
export const attestationPath = (sha256: string): string =>
  `sha256/${sha256.slice(0, 2)}/${sha256.slice(2)}.json`;

/**
 * Opens a folder or an address.
 *
 * @throws {AttestError} `E_ATTESTATIONS_MISSING` (exit code 2), `E_ATTESTATIONS_UNREACHABLE` (4).
 */
export async function openPlace(text: string, cwd: string, signal: AbortSignal): Promise<Place> {
  if (text.startsWith('oci://')) return (await import('./oci-place.js')).ociPlace(text, signal);
  return /^[a-z][a-z\d+.-]+:\/\//i.test(text) ? webPlace(text, signal) : folderPlace(resolve(cwd, text));
}

function webPlace(text: string, signal: AbortSignal): Place {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.username + url.password + url.search + url.hash !== ''
  )
    throw missingPlace(
      text,
      'only plain http, https and oci addresses are read, without credentials, query or fragment',
    );
  const base = url.href.replace(/\/*$/, '/');
  const get = (path: string, limit: number) => download(`${base}${path}`, limit, signal);
  return {
    name: base,
    remote: true,
    async index() {
      const bytes = await get(indexName, largestIndex);
      if (bytes === null) throw missingPlace(base, `it has no ${indexName}`);
      return bytes;
    },
    attestation: (sha256) => get(attestationPath(sha256), largestAttestation),
  };
}

async function folderPlace(path: string): Promise<Place> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) throw missingPlace(path, 'there is no such folder');
  return {
    name: path,
    remote: false,
    async index() {
      const bytes = await readBounded(join(path, indexName), largestIndex);
      if (bytes === null) throw missingPlace(path, `it has no ${indexName}`);
      return bytes;
    },
    attestation: (sha256) => readBounded(join(path, attestationPath(sha256)), largestAttestation),
  };
}

/** One byte more than the limit at most, so that the reader sees that it is too large. Links are not followed. */
async function readBounded(path: string, limit: number): Promise<Buffer | null> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  const file = await open(path, flags).catch((cause: NodeJS.ErrnoException) => {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(cause.code ?? '')) return null;
    throw unreadable(path, cause);
  });
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, limit + 1));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await file.read(bytes, filled, bytes.length - filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await file.close();
  }
}

/** The error for a place where there is nothing to be read. */
export const missingPlace = (name: string, why: string): AttestError =>
  new AttestError({
    code: 'E_ATTESTATIONS_MISSING',
    message: `there are no attestations at ${name}: ${why}`,
    hint: 'Name a folder that `reprove publish-attestation` or `reprove sync` made, or its web address.',
  });

const unreadable = (path: string, cause: unknown): AttestError =>
  new AttestError({
    code: 'E_ATTESTATIONS_UNREADABLE',
    message: `cannot read ${path}: ${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message}`,
    hint: 'Check the permissions of the folder.',
    exitCode: exitCodes.environment,
    cause,
  });
