import { posix } from 'node:path';
import type { Reference } from '../../compare/reference.js';
import type { FurtherEvidenceInput } from '../../ecosystem.js';
import { exportIgnored } from './export-ignore.js';

/** Bytes of one file of attributes. */
const largest = 2 ** 18;

/**
 * Files of the tag that the release lacks, by the path they would have in it: all but what `.gitattributes` keep out of archives, and what a
 * distribution says that it took out. Whether something in the release uses them is judged later.
 */
export async function missingFromRelease({
  accounts,
  resolved,
  source,
  located,
}: FurtherEvidenceInput): Promise<string[]> {
  const { directory } = located.source;
  const prefix = directory === '' ? '' : `${directory}/`;
  const missing = [...source.files]
    // Code hosts leave submodules out of what they archive, and packers take from them what they need.
    .filter(([path, { via }]) => path.startsWith(prefix) && via === undefined)
    .map(([path]) => path)
    .map((path) => path.slice(prefix.length))
    .filter((path) => !accounts.byPath.has(path) && resolved.leftOut?.(path) !== true);
  if (missing.length === 0) return [];
  const keptOut = exportIgnored(await attributesOf(source));
  return missing.filter((path) => !keptOut(`${prefix}${path}`)).sort();
}

async function attributesOf(source: Reference): Promise<Map<string, string>> {
  const paths = [...source.files.keys()].filter((path) => posix.basename(path) === '.gitattributes');
  const texts = await source.read(paths, largest);
  return new Map(
    [...texts].map(([path, bytes]) => [
      path.slice(0, Math.max(path.lastIndexOf('/'), 0)),
      bytes.toString('utf8'),
    ]),
  );
}
