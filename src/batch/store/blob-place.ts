import { ConfigError } from '../../config/error.js';
import { given, type Surroundings } from '../../config/places.js';
import type { BlobPlace } from './blobs.js';
import { secret } from './secret.js';

/**
 * The bucket that `REPROVE_BLOBS` names (`s3://bucket/prefix`); null when it isn't set. Keys and region come from the variables that every
 * client of S3 reads, and keys from files where `_FILE` is put after their names.
 */
export async function bucketPlace(surroundings: Surroundings): Promise<BlobPlace | null> {
  const { env } = surroundings;
  const named = given(env.REPROVE_BLOBS);
  if (named === undefined) return null;
  const [, bucket, prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w./-]*))?$/.exec(named) ?? [];
  if (bucket === undefined)
    throw unusable(`REPROVE_BLOBS is ${named}`, 'Give a bucket such as s3://name/prefix.');
  const region = given(env.AWS_REGION) ?? 'us-east-1';
  const endpoint = given(env.AWS_ENDPOINT_URL) ?? `https://s3.${region}.amazonaws.com`;
  if (!/^https?:\/\//.test(endpoint))
    throw unusable('AWS_ENDPOINT_URL is no address', 'Give one such as https://s3.example.');
  const accessKeyId = await secret('AWS_ACCESS_KEY_ID', surroundings);
  const secretAccessKey = await secret('AWS_SECRET_ACCESS_KEY', surroundings);
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw unusable(
      'REPROVE_BLOBS is set and the keys for it are not',
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the same with _FILE.',
    );
  }
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return {
    kind: 'bucket',
    endpoint: endpoint.replace(/\/+$/, ''),
    bucket,
    prefix: folder,
    region,
    accessKeyId,
    secretAccessKey,
  };
}

const unusable = (message: string, hint: string): ConfigError =>
  new ConfigError({ code: 'E_BLOBS', message, hint });
