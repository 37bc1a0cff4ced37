import { AwsClient } from 'aws4fetch';
import { digestOf, pack, unpack } from './blob-form.js';
import type { Blobs, Bucket } from './blobs.js';
import { StoreError } from './error.js';

/** Milliseconds for one request, and how often one that failed is made again. */
const patience = 60_000;
const retries = 3;

/** Blobs in storage that speaks the protocol of S3. A name is that of the contents, so that two writers of one name agree. */
export function bucketBlobs({
  endpoint,
  bucket,
  prefix,
  region,
  accessKeyId,
  secretAccessKey,
}: Bucket): Blobs {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries });
  const base = `${endpoint}/${bucket}`;
  const pathOf = (digest: string) => `${base}/${prefix}${digest}.gz`;
  const ask = async (method: string, address: string, body?: Buffer): Promise<Response> => {
    const signal = AbortSignal.timeout(patience);
    const init = body === undefined ? { method, signal } : { method, signal, body: new Uint8Array(body) };
    const answer = await client.fetch(address, init).catch((cause: unknown) => {
      throw refused(base, cause instanceof Error ? reason(cause) : String(cause), cause);
    });
    if (answer.ok || (answer.status === 404 && method === 'GET' && address !== base)) return answer;
    await answer.arrayBuffer().catch(() => undefined);
    throw refused(base, `${method} was answered with ${answer.status}`);
  };
  return {
    async write(text) {
      const digest = digestOf(text);
      await ask('PUT', pathOf(digest), await pack(text));
      return { digest, bytes: Buffer.byteLength(text) };
    },
    async read(digest) {
      const answer = await ask('GET', pathOf(digest));
      const stored = Buffer.from(await answer.arrayBuffer());
      return answer.status === 404 ? null : unpack(stored, digest);
    },
    async *list() {
      for (let token = ''; ; ) {
        const query = new URLSearchParams({
          'list-type': '2',
          prefix,
          ...(token === '' ? {} : { 'continuation-token': token }),
        });
        const answer = await ask('GET', `${base}?${query}`);
        if (answer.status === 404) throw refused(base, 'there is no such bucket');
        const text = await answer.text();
        yield* listed(text, prefix);
        token = unescaped(/<NextContinuationToken>([^<]*)</.exec(text)?.[1] ?? '');
        if (token === '') return;
      }
    },
    remove: async (digest) => {
      await ask('DELETE', pathOf(digest));
    },
  };
}

/** Our names have nothing in them that XML escapes, and whatever else is in the bucket is not ours. */
function* listed(xml: string, prefix: string) {
  for (const [, part = ''] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
    const name = /<Key>([^<]*)<\/Key>/.exec(part)?.[1] ?? '';
    const written = new Date(/<LastModified>([^<]*)<\/LastModified>/.exec(part)?.[1] ?? '');
    const digest = /^([0-9a-f]{64})\.gz$/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : '')?.[1];
    if (digest !== undefined && !Number.isNaN(written.getTime())) yield { digest, writtenAt: written };
  }
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** What fetch hides in the cause. */
const reason = ({ message, cause }: Error): string =>
  cause instanceof Error ? (cause as NodeJS.ErrnoException).code || cause.message : message;

const refused = (base: string, why: string, cause?: unknown): StoreError =>
  new StoreError({
    code: 'E_BLOBS_UNREACHABLE',
    message: `the storage of reports cannot be used: ${base}: ${why}`,
    hint: 'See that it runs, that the bucket is there and that the keys may read and write it, and run the same command again.',
    cause,
  });
