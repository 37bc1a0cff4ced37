import { type Asking, askRegistry } from './registry-answer.js';

/** Attestations of one release that are looked at; npm's registry has two. */
const most = 16;

/** Attestations as the registry lists them; nothing in them is checked. */
export type Listed = { had: true; list: unknown[]; more: number } | { had: false; why: string };

/**
 * Fetches the attestations of a release. Their address is made here, of the configured registry: the one that a packument states is a
 * stranger's word.
 */
export async function fetchAttestations(
  { name, version }: { name: string; version: string },
  asking: Asking,
  fresh: boolean,
): Promise<Listed> {
  const path = `-/npm/v1/attestations/${name.replace('/', '%2f')}@${encodeURIComponent(version)}`;
  const what = `the attestations of ${name}@${version}`;
  const answer = await askRegistry({ name, path, what, fresh }, asking);
  if (!answer.had) return answer;
  const { attestations } = answer.json;
  if (!Array.isArray(attestations)) return { had: false, why: `${what} are no list` };
  return { had: true, list: attestations.slice(0, most), more: Math.max(0, attestations.length - most) };
}
