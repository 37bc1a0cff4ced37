import type { ManifestIdentity } from '../ecosystem.js';
import { isJson } from './json-object.js';

/** A package.json, parsed; nothing in it is checked. */
export type Manifest = Readonly<Record<string, unknown>>;

/** Bytes; npm has no limit, and the largest ones in use are some hundred kilobytes. */
const maxBytes = 4 * 2 ** 20;

/** Parses a package.json as npm does (a byte order mark is passed over); null when it is too large, no JSON or no object. */
export function readManifest(bytes: Buffer): Manifest | null {
  if (bytes.length > maxBytes) return null;
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
    return isJson(value) ? value : null;
  } catch {
    return null;
  }
}

/** What a package.json says of itself; null when it is none. Never throws. */
export function identify(bytes: Buffer): ManifestIdentity | null {
  const manifest = readManifest(bytes);
  if (manifest === null) return null;
  const { name, version } = manifest;
  return {
    name: text(name),
    version: text(version),
    repository: statedRepository(manifest.repository).repository,
  };
}

/** The address and the folder of a `repository` field, which is a string or an object; raw. */
export function statedRepository(field: unknown): { repository: string | null; directory: string | null } {
  if (typeof field === 'string') return { repository: text(field), directory: null };
  if (typeof field !== 'object' || field === null) return { repository: null, directory: null };
  const { url, directory } = field as Record<string, unknown>;
  return { repository: text(url), directory: text(directory) };
}

/** Characters; no name, version or address of use is longer. */
const maxText = 2_048;

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' && value.length <= maxText ? value : null;
