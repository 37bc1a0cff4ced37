import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A repository of The Update Framework with one target. */
export interface TufRepository {
  url: string;
  /** Root metadata to trust it by. */
  rootPath: string;
  /** Paths that were asked for. */
  asked: string[];
  /** Answers nothing from now on. */
  fail(): void;
}

/** Serves `trusted_root.json` as sigstore does, signed with keys of its own. */
export async function tufRepository(
  trustedRoot: string,
  folder: string,
  { expires = '2099-01-01T00:00:00Z' } = {},
): Promise<TufRepository> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const keyid = '1'.repeat(64);
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
  const signed = (fields: object) => {
    const content = { spec_version: '1.0.31', version: 1, expires: '2099-01-01T00:00:00Z', ...fields };
    const sig = sign(null, Buffer.from(canonical(content)), privateKey).toString('hex');
    return JSON.stringify({ signatures: [{ keyid, sig }], signed: content });
  };
  const role = { keyids: [keyid], threshold: 1 };
  const root = signed({
    _type: 'root',
    consistent_snapshot: true,
    keys: { [keyid]: { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: raw } } },
    roles: { root: role, timestamp: role, snapshot: role, targets: role },
  });
  const sha256 = createHash('sha256').update(trustedRoot).digest('hex');
  const target = { length: Buffer.byteLength(trustedRoot), hashes: { sha256 } };
  const files: Record<string, string> = {
    '/timestamp.json': signed({ _type: 'timestamp', expires, meta: { 'snapshot.json': { version: 1 } } }),
    '/1.snapshot.json': signed({ _type: 'snapshot', meta: { 'targets.json': { version: 1 } } }),
    '/1.targets.json': signed({ _type: 'targets', targets: { 'trusted_root.json': target } }),
    [`/targets/${sha256}.trusted_root.json`]: trustedRoot,
  };
  const rootPath = join(folder, 'root.json');
  await writeFile(rootPath, root);
  const asked: string[] = [];
  let failing = false;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const body = files[path];
    response.writeHead(failing ? 500 : body === undefined ? 404 : 200).end(failing ? '' : body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fail = () => {
    failing = true;
  };
  return { url, rootPath, asked, fail };
}

/** Canonical JSON, as far as these values need it: keys in order, no spaces. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}
