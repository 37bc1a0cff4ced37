import type { FetchOptions } from 'make-fetch-happen';
import { z } from 'zod';
import { largestAttestation } from '../signed.js';
import { download } from './download.js';
import { indexName, largestIndex } from './index-file.js';
import { isLocal, pullToken } from './oci-token.js';
import { missingPlace, type Place } from './place.js';

/** `host[:port]/name[:tag]`, in the forms of the distribution specification; the tag is `latest` by default. */
const reference =
  /^oci:\/\/(?<host>[a-z0-9.-]+(?::\d{1,5})?|\[[0-9a-f:]+\](?::\d{1,5})?)\/(?<name>[a-z0-9]+(?:[._/-]{1,2}[a-z0-9]+)*)(?::(?<tag>\w[\w.-]{0,127}))?$/;

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const largestManifest = 4 * 2 ** 20;

const manifestSchema = z.looseObject({
  layers: z.array(
    z.looseObject({
      digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
      annotations: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/**
 * A folder of attestations as an artifact in an OCI registry (distribution-spec 1.1), one layer a file under its name, as `oras push` makes it.
 * An attestation is asked for by its digest, which a registry calls its blobs by. Anonymous, with the token that registries give anybody.
 *
 * @throws {AttestError} `E_ATTESTATIONS_MISSING` (exit code 2), `E_ATTESTATIONS_UNREACHABLE` (4).
 */
export function ociPlace(text: string, signal: AbortSignal): Place {
  const { host, name, tag = 'latest' } = reference.exec(text)?.groups ?? {};
  if (host === undefined || name === undefined)
    throw missingPlace(text, 'an address of an OCI registry is oci://host/name:tag');
  const base = `${isLocal(host) ? 'http' : 'https'}://${host}/v2/${name}`;
  let token: Promise<string | null> | null = null;
  const get = async (path: string, limit: number, headers: Record<string, string> = {}) => {
    token ??= pullToken(`${base}/${path}`, { host, name }, signal);
    const authorized = await token;
    const options: Partial<FetchOptions> = {
      headers: authorized === null ? headers : { ...headers, authorization: `Bearer ${authorized}` },
      // Blobs are often kept elsewhere; what comes is held against its digest.
      redirect: 'follow',
    };
    return download(`${base}/${path}`, limit, signal, options);
  };
  const blob = (digest: string, limit: number) => get(`blobs/${digest}`, limit);
  return {
    name: `oci://${host}/${name}:${tag}`,
    remote: true,
    async index() {
      const bytes = await get(`manifests/${tag}`, largestManifest, { accept: manifestType });
      const layer = bytes === null ? undefined : indexLayer(bytes);
      const index = layer === undefined ? null : await blob(layer, largestIndex);
      if (index === null) throw missingPlace(text, `it has no layer that is called ${indexName}`);
      return index;
    },
    attestation: (sha256) => blob(`sha256:${sha256}`, largestAttestation),
  };
}

function indexLayer(bytes: Buffer): string | undefined {
  try {
    const { layers } = manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
    const isIndex = (title: string | undefined) => title === indexName || title === `./${indexName}`;
    return layers.find(({ annotations }) => isIndex(annotations?.['org.opencontainers.image.title']))?.digest;
  } catch {
    return undefined;
  }
}
