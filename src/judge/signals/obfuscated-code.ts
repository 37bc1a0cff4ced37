import { type Access, accessesIn, weightOf } from '../access.js';
import { type Blob, blobsIn } from '../decoded.js';
import { newAccess } from '../new-access.js';
import { defineSignal, type SignalHit, type SignalInput } from '../signal.js';
import { placeIn, type UnexplainedCode } from '../unexplained-code.js';

/** Names that obfuscator.io and its kin give; no minifier does. */
const hexNames = /\b_0x[0-9a-f]{4,8}\b/g;
const enoughNames = 8;

/** Characters from which a run of letters that holds nothing known is a blob rather than a long name. */
const telling = 1_000;

/** Runs of as many characters of one alphabet, as blobs are. */
const longRuns = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{1000,}/g;

/** Characters of blobs from which they may hold a program rather than a table or a key. */
const packed = 8_000;

/** Text that is decoded and run in one go. */
const runsDecoded =
  /(?<![\w$])(?:eval|Function|runIn(?:This|New)Context|_compile|execSync|exec|spawnSync|spawn)\s{0,3}\(\s{0,3}(?:[\w$.[\]"']{1,60}\s{0,3}\(\s{0,3}){0,3}(?:atob|unescape|decodeURIComponent|Buffer\.from|(?:zlib\.)?(?:gunzip|inflate|brotliDecompress)\w{0,8}|String\.fromCharCode|[\w$]{1,40}\.toString\(["'](?:utf-?8|ascii)["']\))\s{0,3}\(?/;

/** The same at a distance: something decodes and something runs text. */
const decodes = /\batob\b|["']base64["']|["']hex["']|fromCharCode|createDecipher|\bunescape\b/;
const runsText =
  /(?<![\w$.])eval\s{0,3}\(|(?<![\w$.])Function\s{0,3}\(|runIn(?:This|New)Context|\._compile\b/;

/** Code that hides what it does. */
export const obfuscatedCode = defineSignal({
  id: 'obfuscated-code',
  title: 'Obfuscated code',
  severity: 'high',
  looksAt:
    'Names and string tables of obfuscators, text that is decoded and run, and long blobs, decoded up to three layers deep; in unexplained code and not in its counterpart.',
  detect: (input) => input.code.flatMap((file) => hits(file, input)),
});

function hits(file: UnexplainedCode, input: SignalInput): SignalHit[] {
  const { path, pieces, before, grave } = file;
  const found: SignalHit[] = [];
  // Releases that are obfuscated by their own build exist: where nobody repeated it, that is no alarm.
  const high = grave ? 'high' : 'medium';
  const add = (hit: Omit<SignalHit, 'path'> | null) => hit && found.push({ path, ...hit });
  add(obfuscatorNames(file, high));
  for (const piece of pieces) {
    const at = piece.text.search(runsDecoded);
    if (at === -1) continue;
    if (before === null || !runsDecoded.test(before))
      add({ ...placeIn(piece, at), severity: high, message: 'text is decoded and run' });
    break;
  }
  for (const hit of blobHits(file, input)) add(hit);
  return found;
}

function obfuscatorNames({ pieces, before }: UnexplainedCode, severity: 'high' | 'medium') {
  for (const piece of pieces) {
    const names = new Set(piece.text.match(hexNames));
    if (names.size < enoughNames) continue;
    if (before?.match(hexNames)) return null;
    const message = `${names.size} names as an obfuscator gives them`;
    return { ...placeIn(piece, piece.text.search(hexNames)), severity, message };
  }
  return null;
}

/** What code reaches for of which more than half is bytes of no known kind; null where it is less, or reaches for nothing. */
function ownAccess({ pieces }: UnexplainedCode, blobs: readonly { blob: Blob }[]): Access | null {
  if (!blobs.some(({ blob }) => blob.holds.kind === 'data' && blob.length >= telling)) return null;
  // Only so many blobs are decoded; what the others hold is no more readable.
  const length = lengthOf(pieces.flatMap(({ text }) => text.match(longRuns) ?? []));
  if (length < packed || length <= lengthOf(pieces.map(({ text }) => text)) / 2) return null;
  return pieces.flatMap(({ text }) => accessesIn(text)).at(0) ?? null;
}

const lengthOf = (texts: readonly string[]) => texts.reduce((sum, { length }) => sum + length, 0);

/** Blobs that are only in the release, by what they hold. */
function* blobHits(file: UnexplainedCode, { accounted }: SignalInput): Generator<Omit<SignalHit, 'path'>> {
  const { pieces, before, grave, relation } = file;
  const blobs = pieces.flatMap((piece) => blobsIn(piece.text).map((blob) => ({ piece, blob })));
  if (blobs.length === 0) return;
  const known = before === null ? [] : blobsIn(before);
  const has = (kind: Blob['holds']['kind']) => known.some(({ holds }) => holds.kind === kind);
  const text = [before ?? '', ...known.map(({ holds }) => holds.text)].join('\n');
  const isKnown = (word: string) =>
    text.includes(word) || (before === null && [...accounted.values()].some((bytes) => bytes.includes(word)));
  const ranBefore = runsText.test(text);
  const running = new Map(
    pieces.map((piece) => [piece, !ranBefore && runsText.test(piece.text) && decodes.test(piece.text)]),
  );
  // A script that nothing accounts for and that reaches outside needs no long blob to do so.
  const reach = relation === 'whole' && grave ? newAccess(file, accounted.values()) : null;
  // No build makes a script that is mostly bytes of no known kind and that reaches outside, whatever else does in the package.
  const mostly = grave ? ownAccess(file, blobs) : null;
  const beyond = reach?.accesses[0] ?? mostly;
  const said = new Set<string>();
  for (const { piece, blob } of blobs) {
    const { form, at, length, holds } = blob;
    if (holds.kind !== 'text' && has(holds.kind)) continue;
    const reached = accessesIn(holds.text).filter(({ word }) => !isKnown(word));
    const run = running.get(piece);
    // Honest code carries data, and workers as text: it is what the text reaches for, or that it is run, that counts.
    const alarming = weightOf(reached) >= 2 || run || holds.kind === 'native';
    const plain = holds.kind === 'text' || (relation === 'rewritten' && mostly === null) || !grave;
    if (!alarming && (plain || length < telling)) continue;
    const hides = beyond !== null && !plain && length >= telling;
    const words = reached.slice(0, 4).map(({ word }) => word);
    const what = words.length > 0 ? `${holds.name} with ${words.join(', ')}` : holds.name;
    if (said.has(what) || said.size === 5) continue;
    said.add(what);
    const severity = grave && (hides || (alarming && relation !== 'rewritten')) ? 'high' : 'medium';
    const beside = run
      ? ', beside code that runs text'
      : hides
        ? `, beside code that reaches for ${beyond.word}`
        : '';
    const message = `${length} characters of ${form} hold ${what}${beside}`;
    yield { ...placeIn(piece, at), severity, message };
  }
}
