import { posix } from 'node:path';
import { applyPatch, parsePatch, type StructuredPatch } from 'diff';

/** A patch of a distribution, in the order in which it is applied. */
export interface SeriesPatch {
  name: string;
  text: string;
}

/** A build file as a distribution had it at some time. */
export interface PatchedFile {
  path: string;
  bytes: Buffer;
  /** Patches of the series until and with this one are in it, as far as they concern it. */
  until: string;
}

/** What libtool's own bootstrap puts into `ltmain.sh`: a patch of these is one of that. */
const inlined = new Set(['ltmain.in', 'funclib.sh', 'options-parser', 'inline-source', 'extract-trace']);

/**
 * What a project's build files were after each patch of a distribution's series: packages of old days, which have left the archive, had the first ones
 * only. Patches fit exactly, or are passed over. Pure.
 *
 * @param files - of the project's tarball, by path.
 */
export function patchedFiles(
  files: ReadonlyMap<string, Buffer>,
  series: readonly SeriesPatch[],
  { name, version }: { name: string; version: string },
): PatchedFile[] {
  const patches = series.map((patch) => ({ until: patch.name, parts: partsOf(patch, { name, version }) }));
  const found: PatchedFile[] = [];
  for (const [path, bytes] of files) {
    let text = bytes.toString('latin1');
    for (const { until, parts } of patches) {
      const before = text;
      for (const part of parts) {
        if (!concerns(part, path)) continue;
        const after = applyPatch(text, part, { fuzzFactor: 0 });
        if (after !== false) text = after;
      }
      if (text !== before) found.push({ path, bytes: Buffer.from(text, 'latin1'), until });
    }
  }
  return found;
}

/** A patch of a template is one of what configure makes of it, with the project's name and version in it. */
function partsOf(
  { text }: SeriesPatch,
  { name, version }: { name: string; version: string },
): StructuredPatch[] {
  try {
    return parsePatch(text.replaceAll('@PACKAGE@', name).replaceAll('@VERSION@', version));
  } catch {
    return [];
  }
}

function concerns({ newFileName }: StructuredPatch, path: string): boolean {
  const target = (newFileName ?? '').replace(/^[^/]*\//, '').replace(/\s.*$/, '');
  if (target === path) return true;
  const inSame = posix.dirname(target) === posix.dirname(path);
  return inSame && posix.basename(path) === 'ltmain.sh' && inlined.has(posix.basename(target));
}
