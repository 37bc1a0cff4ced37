import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../../errors.js';
import { ReleaseError } from '../error.js';

/** What a check of a signature came to. */
export type SignatureCheck =
  | {
      holds: true;
      key: string;
      by: string /** What was signed, for a text with its signature in it. */;
      text: Buffer | null;
    }
  | { holds: false; unknownKey: boolean; message: string };

/** What is to be checked, and with which keys. */
export interface SignatureInput {
  /** The signature, or a text with its signature around it. */
  signed: Buffer;
  /** Path of what was signed apart from its signature; null where it is in `signed`. */
  file: string | null;
  /** Keys, armored or not. */
  keys: readonly Buffer[];
  signal: AbortSignal;
}

const longest = 60_000;

/**
 * Checks a signature with gpgv, which knows only the keys that it is given, asks nobody and changes nothing. Throws `ReleaseError`
 * (`E_NO_GPGV`) where there is none.
 */
export async function checkSignature({
  signed,
  file,
  keys,
  signal,
}: SignatureInput): Promise<SignatureCheck> {
  if (keys.length === 0)
    return { holds: false, unknownKey: true, message: 'there is no key to check it with' };
  const folder = await mkdtemp(join(tmpdir(), 'reprove-gpgv-'));
  try {
    const place = (name: string) => join(folder, name);
    const rings = await Promise.all(
      keys.map(async (bytes, at) => {
        await writeFile(place(`keys-${at}.gpg`), dearmored(bytes));
        return ['--keyring', place(`keys-${at}.gpg`)];
      }),
    );
    await writeFile(place('signed'), signed);
    const parameters = ['--homedir', folder, '--status-fd', '1', ...rings.flat()];
    if (file === null) parameters.push('--output', place('text'), '--', place('signed'));
    else parameters.push('--', place('signed'), file);
    const status = await gpgv(parameters, signal);
    const valid = /^\[GNUPG:\] VALIDSIG ([0-9A-F]{40,64})\b/m.exec(status);
    const refused = /^\[GNUPG:\] (?:BADSIG|EXPSIG|REVKEYSIG|ERRSIG [0-9A-F]+ \d+ \d+ \d+ \d+ (?!9))/m.test(
      status,
    );
    if (valid === null || refused) {
      const unknownKey = /^\[GNUPG:\] NO_PUBKEY /m.test(status) && !refused;
      return { holds: false, unknownKey, message: whyNot(status) };
    }
    const by = /^\[GNUPG:\] GOODSIG [0-9A-F]+ (.*)$/m.exec(status)?.[1] ?? '';
    const text = file === null ? await readFile(place('text')) : null;
    return {
      holds: true,
      key: valid[1]!,
      by: by.replace(/[^\x20-\x7e\u00a0-\u024f]/g, '').slice(0, 200),
      text,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function whyNot(status: string): string {
  if (/BADSIG/.test(status)) return 'its signature is not of these bytes';
  const key = /NO_PUBKEY ([0-9A-F]+)/.exec(status)?.[1];
  if (key !== undefined) return `its key ${key} is not among those that are trusted`;
  if (/EXPSIG|EXPKEYSIG|KEYEXPIRED/.test(status)) return 'its signature or key has expired';
  return 'it has no signature that can be read';
}

function gpgv(parameters: readonly string[], signal: AbortSignal): Promise<string> {
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', HOME: '/nonexistent' };
  return new Promise((resolve, reject) => {
    execFile(
      'gpgv',
      parameters,
      { cwd: '/', env, signal, timeout: longest, maxBuffer: 2 ** 22 },
      (error, stdout) => {
        if (signal.aborted) return reject(signal.reason);
        if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT')
          return reject(
            new ReleaseError({
              code: 'E_NO_GPGV',
              message: 'gpgv is not there, without which no signature of an archive can be checked',
              hint: 'Install it: apt-get install gpgv',
              exitCode: exitCodes.environment,
            }),
          );
        resolve(stdout);
      },
    );
  });
}

/** Keys as gpgv takes them: it reads no armor (RFC 9580, 6). */
function dearmored(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, 2 ** 12).includes('-----BEGIN PGP')) return bytes;
  const blocks = bytes
    .toString('latin1')
    .matchAll(
      /-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n(?:[\w-]+: .*\r?\n)*\s*\n([A-Za-z0-9+/=\s]+?)(?:\n=[A-Za-z0-9+/]{4}\s*)?\n?-----END/g,
    );
  return Buffer.concat([...blocks].map(([, body = '']) => Buffer.from(body, 'base64')));
}

/** Keys that the machine trusts for archives in general, and those of files that a configuration names. */
export async function keysOf(files: readonly string[] | null, folder: string): Promise<Buffer[]> {
  const all = files ?? [
    join(folder, 'trusted.gpg'),
    ...(await readdir(join(folder, 'trusted.gpg.d')).catch(() => []))
      .filter((name) => /\.(?:gpg|asc)$/.test(name))
      .map((name) => join(folder, 'trusted.gpg.d', name)),
  ];
  const read = await Promise.all(all.map((path) => readFile(path).catch(() => Buffer.alloc(0))));
  return read.filter(({ length }) => length > 0);
}
