import { isDocument } from '../../compare/document.js';
import { fileKind } from '../../compare/magic.js';
import { isBinary } from '../../compare/normalizers/text-kinds.js';
import { isCode } from '../kinds.js';
import { mentionIndex } from '../mentions.js';
import { searchedText } from '../searched-text.js';
import { defineSignal } from '../signal.js';
import { placeIn } from '../unexplained-code.js';

/** Endings of data that nobody reads as text: archives, dumps, samples of a test. */
const opaqueName = /\.(?:xz|lzma|gz|tgz|zst|bz2|br|zip|tar|7z|rar|bin|dat|data|db|enc|blob|raw|img|dump)$/i;

/** What makes a program of data. */
const unpacks =
  /\b(?:gunzip|gunzipSync|unzip|inflate|inflateSync|brotliDecompressSync|createDecipheriv|createDecipher|xz|lzma|zcat|tar\s{1,3}-?x|base64\s{1,3}-d|openssl\s{1,3}enc|fromCharCode)\b|["'`](?:base64|hex)["'`]/;
/** What runs it. */
const runs =
  /\beval\b|\bFunction\s{0,3}\(|child_process|\bexec(?:Sync|File|FileSync)?\s{0,3}\(|\bspawn|runIn\w{0,4}Context|\._compile\b|\|\s{0,3}(?:ba|z)?sh\b|dlopen|createRequire/;

/** Data that cannot be read by people, read by unexplained code: how the payload of XZ Utils came in. */
export const opaqueData = defineSignal({
  id: 'opaque-data',
  title: 'Opaque data read by unexplained code',
  severity: 'medium',
  looksAt:
    'Files of the release that are archives, packed or of no known kind, and new code that names them, unpacks or runs them.',
  detect({ comparison, code, contents, accounted }) {
    const opaque = comparison.entries.flatMap(({ path }) => {
      if (isCode(path) || isDocument(path)) return [];
      const bytes = contents.get(path) ?? accounted.get(path);
      return opaqueName.test(path) || (bytes !== undefined && isOpaque(bytes)) ? [path] : [];
    });
    if (opaque.length === 0) return [];
    const digests = new Map(comparison.entries.map(({ path, sha256 }) => [path, sha256]));
    const index = mentionIndex(opaque);
    const named = (path: string, text: string) => index.in(searchedText(path, Buffer.from(text)));
    return code.flatMap(({ path, pieces, before, grave, relation }) => {
      if (relation === 'whole' && !grave) return [];
      const known = new Set(before === null ? [] : named(path, before));
      for (const piece of pieces) {
        const [name] = named(path, piece.text).filter((found) => !known.has(found));
        if (name === undefined) continue;
        const [unpacked, run] = [unpacks.test(piece.text), runs.test(piece.text)];
        const at = Math.max(0, piece.text.indexOf(name.slice(name.lastIndexOf('/') + 1)));
        const doing = unpacked && run ? 'reads, unpacks and can run' : run ? 'reads and can run' : 'reads';
        return [
          {
            path,
            ...placeIn(piece, at),
            // The same code may be handed other data.
            substance: [doing, name, digests.get(name)],
            severity: grave && run && relation !== 'rewritten' ? 'high' : 'medium',
            message: `new code ${doing} ${name}, which nobody can read`,
          } as const,
        ];
      }
      return [];
    });
  },
});

/** Neither text nor a picture or font. */
function isOpaque(bytes: Buffer): boolean {
  const magic = fileKind(bytes);
  if (magic !== null) return magic.native || /zip|xz|zstd/.test(magic.name);
  return isBinary(bytes);
}
