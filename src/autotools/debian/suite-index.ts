import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ByteQueue } from '../../archive/byte-queue.js';
import { decompress, noCompression } from '../../archive/decompress.js';
import { sourceForm } from '../../archive/form.js';
import type { Context } from '../../context.js';
import { download } from '../download.js';
import { ReleaseError } from '../error.js';
import type { AptSuite } from './apt-sources.js';
import { filesOf, type Paragraph, paragraphsOf } from './control.js';
import { checkSignature, keysOf } from './signature.js';

/** Bytes of an index, as it comes and unpacked. */
const largest = { release: 16 * 2 ** 20, index: 256 * 2 ** 20, unpacked: 2 ** 30 } as const;

/** A package as a signed index lists it. */
export interface IndexedPackage {
  suite: AptSuite;
  version: string;
  fields: Paragraph;
  /** Who signed the index. */
  signed: string;
}

/** Which of an archive's lists: that of sources, or that of packages for one architecture, where those for all are too. */
type List = 'source' | 'amd64';
const listPaths: Record<List, string> = { source: 'source/Sources', amd64: 'binary-amd64/Packages' };

/**
 * All versions of a package that a suite has, by its signed index. Throws `ReleaseError` for an archive that can't be asked, or whose
 * signature doesn't hold.
 */
export async function packagesIn(
  suite: AptSuite,
  name: string,
  list: List,
  keyFolder: string,
  context: Context,
): Promise<IndexedPackage[]> {
  const folder = `${suite.uri}/dists/${suite.suite}`;
  const { path } = await download(
    { url: `${folder}/InRelease`, sha256: null, largest: largest.release },
    context,
  );
  const keys = suite.keys === null ? await keysOf(suite.signedBy, keyFolder) : [Buffer.from(suite.keys)];
  const check = await checkSignature({
    signed: await readFile(path),
    file: null,
    keys,
    signal: context.signal,
  });
  if (!check.holds || check.text === null)
    throw new ReleaseError({
      code: 'E_BAD_SIGNATURE',
      message: `the index of ${suite.suite} at ${suite.uri} can't be trusted: ${check.holds ? 'it is empty' : check.message}`,
      hint: "Look at 'Signed-By' of the archive, or 'debianArchives' in the configuration.",
    });
  const [release] = paragraphsOf(check.text.toString('utf8'));
  const byHash = release?.get('acquire-by-hash') === 'yes';
  const files = new Map(filesOf(release?.get('sha256')).map((file) => [file.name, file]));
  const found: IndexedPackage[] = [];
  for (const component of suite.components) {
    const index = ['.xz', '.gz', '']
      .map((end) => files.get(`${component}/${listPaths[list]}${end}`))
      .find((file) => file);
    if (index === undefined) continue;
    const where = byHash
      ? `${index.name.slice(0, index.name.lastIndexOf('/'))}/by-hash/SHA256/${index.sha256}`
      : index.name;
    const sources = await download(
      { url: `${folder}/${where}`, sha256: index.sha256, largest: largest.index },
      context,
    );
    for (const fields of await paragraphsNamed(sources.path, name, context.signal)) {
      const version = fields.get('version');
      const signed = `index of ${suite.suite} signed by ${check.by || check.key}${expiry(release)}`;
      if (version !== undefined) found.push({ suite, version, fields, signed });
    }
  }
  return found;
}

/** An index that nobody may serve any more is told, not refused: copies of old days are served on purpose. */
function expiry(release: Paragraph | undefined): string {
  const until = Date.parse(release?.get('valid-until') ?? '');
  return until < Date.now() ? `, out of date since ${new Date(until).toISOString().slice(0, 10)}` : '';
}

/** Paragraphs of one package, from an index of tens of thousands. */
async function paragraphsNamed(path: string, name: string, signal: AbortSignal): Promise<Paragraph[]> {
  const found: Paragraph[] = [];
  const input = new ByteQueue(createReadStream(path, { highWaterMark: 2 ** 18 }));
  let rest = '';
  let bytes = 0;
  for await (const chunk of decompress(input, sourceForm.compressions, noCompression())) {
    signal.throwIfAborted();
    bytes += chunk.length;
    if (bytes > largest.unpacked) break;
    // Paragraphs are cut at line feeds: a character that is split between two chunks is put together again.
    const text = rest + chunk.toString('latin1');
    const end = text.lastIndexOf('\n\n') + 2;
    rest = end === 1 ? text : text.slice(end);
    if (end > 1) found.push(...named(text.slice(0, end), name));
  }
  return [...found, ...named(rest, name)];
}

function named(text: string, name: string): Paragraph[] {
  const found: Paragraph[] = [];
  const start = `Package: ${name}\n`;
  for (let at = text.indexOf(start); at !== -1; at = text.indexOf(start, at + 1)) {
    if (at > 0 && text[at - 1] !== '\n') continue;
    const from = text.lastIndexOf('\n\n', at) + 1;
    const to = text.indexOf('\n\n', at);
    const paragraph = text.slice(from, to === -1 ? text.length : to);
    found.push(...paragraphsOf(Buffer.from(paragraph, 'latin1').toString('utf8')));
  }
  return found;
}
