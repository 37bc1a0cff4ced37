import { type Account, type Accounts, strength } from './accounts.js';
import { batches } from './batches.js';
import { type ReadRelease, readEntries } from './contents.js';
import { equivalence } from './equivalence.js';
import { folderMapping } from './folder-mapping.js';
import { type CompareLimits, defaultCompareLimits } from './limits.js';
import { mayBeSameProgram } from './may-be-same-program.js';
import type { Normalizer, NormalizerInput } from './normalizer.js';
import { modeBits, modesAgree } from './normalizers/mode-bits.js';
import { below, pairsByPath, pairsOfDocuments } from './pairing.js';
import type { Reference } from './reference.js';
import { isContentOf, type Pair, sameBytes } from './same-bytes.js';
import type { Evidence, Normalization } from './schema.js';
import { normalizationsOf } from './script/normalizations.js';
import type { ScriptPair } from './script/same-programs.js';

/** What every comparison needs besides the two things compared. */
export interface CompareOptions {
  readRelease: ReadRelease;
  /** Applied in this order: `generalNormalizers`, then those of the ecosystem. */
  normalizers: readonly Normalizer[];
  proven: NormalizerInput['proven'];
  /**
   * True where the source accounts for a file only at its very path, and one that became executable, or stopped being so, is another file.
   */
  strict?: boolean;
  limits?: CompareLimits;
}

/**
 * Adds what the tree at a revision accounts for.
 *
 * @param directory - the package's folder in the tree, '' for the root.
 * @param loaded - installed paths that the release's manifest says are loaded; those that the tree has and the
 *   release lacks are missing.
 */
export async function compareWithSource(
  accounts: Accounts,
  source: Reference,
  directory: string,
  loaded: Iterable<string>,
  options: CompareOptions,
): Promise<Accounts> {
  const byPath = new Map(accounts.byPath);
  const entries = new Map([...byPath].map(([path, { entry }]) => [path, entry]));
  const all = [...entries.values()];
  const documents = options.strict ? [] : pairsOfDocuments(all, source, directory);
  await accountFor(byPath, source, [...pairsByPath(all, source, directory), ...documents], options);
  if (!options.strict) {
    const unexplained = all.filter(({ path }) => byPath.get(path)!.evidence.kind === 'none');
    await accountFor(byPath, source, await folderMapping(unexplained, entries, source, directory), options);
  }
  const missing = [...new Set(loaded)].filter(
    (path) => !byPath.has(path) && source.files.has(below(directory, path)),
  );
  return { ...accounts, byPath, missingFromSource: missing.sort() };
}

/** Adds what one rebuild accounts for. A file counts as missing only if every rebuild has it. */
export async function compareWithRebuild(
  accounts: Accounts,
  rebuild: Reference,
  options: CompareOptions,
): Promise<Accounts> {
  const byPath = new Map(accounts.byPath);
  const all = [...byPath.values()].map(({ entry }) => entry);
  await accountFor(byPath, rebuild, pairsByPath(all, rebuild, ''), options);
  const before = accounts.missingFromRebuilds && new Set(accounts.missingFromRebuilds);
  const missing = [...rebuild.files.keys()].filter(
    (path) => !byPath.has(path) && (before === null || before.has(path)),
  );
  // What the source leads to is the rebuild: where that is the whole release, a file that it lacks too was never to be in it.
  const isRelease = [...byPath].every(
    ([path, { evidence }]) => evidence.kind !== 'none' && rebuild.files.has(path),
  );
  const missingFromSource = accounts.missingFromSource.filter(
    (path) => !isRelease || rebuild.files.has(path),
  );
  return { ...accounts, byPath, missingFromSource, missingFromRebuilds: missing.sort() };
}

/** Evidence of one reference for the paired entries, written into `byPath`; never weakens what is there. */
async function accountFor(
  byPath: Map<string, Account>,
  reference: Reference,
  pairs: readonly Pair[],
  options: CompareOptions,
): Promise<void> {
  const open = pairs.filter(({ entry }) => {
    const { evidence } = byPath.get(entry.path)!;
    return strength(evidence.kind) < strength(reference.kind);
  });
  const change = ({ entry }: Pair, fields: Partial<Account>) =>
    byPath.set(entry.path, { ...byPath.get(entry.path)!, ...fields });
  const same = await sameBytes(open, reference);
  const different: Pair[] = [];
  for (const pair of open) {
    const account = byPath.get(pair.entry.path)!;
    const counterpart = { kind: reference.kind, reference: reference.id, path: pair.file.path };
    change(pair, { counterparts: [...account.counterparts, counterpart] });
    if (!same.has(pair)) different.push(pair);
    else {
      const evidence = evidenceOfSame(pair, reference, options);
      if (strength(evidence.kind) > strength(account.evidence.kind))
        change(pair, { evidence, notRead: null });
    }
  }
  await normalize(
    different.filter(({ entry }) => byPath.get(entry.path)!.evidence.kind === 'none'),
    reference,
    options,
    change,
  );
}

/** Same bytes: identity where the permission bits agree too, else what `mode-bits` says of them. */
function evidenceOfSame(pair: Pair, reference: Reference, options: CompareOptions): Evidence {
  const { entry, file, mapping } = pair;
  if (entry.link || modesAgree(reference.kind, entry.mode, file.mode))
    return reference.kind === 'source'
      ? { kind: 'source', path: file.path, mapping, ...viaOf(pair) }
      : { kind: 'rebuild', plan: reference.id };
  const normalizations = modeNormalization(pair, reference, options);
  return normalizations === null ? { kind: 'none' } : equivalent(pair, reference, normalizations);
}

function equivalent(pair: Pair, reference: Reference, normalizations: Normalization[]): Evidence {
  const { file } = pair;
  const source = reference.kind === 'source';
  return {
    kind: 'equivalent',
    to: reference.kind,
    path: source ? file.path : null,
    plan: source ? null : reference.id,
    normalizations,
    ...viaOf(pair),
  };
}

/** Where else than in the repository's own blobs the content is; nothing where it is there. */
function viaOf({ entry, file }: Pair): { via?: string } {
  const via = [file.via, isContentOf(entry, file) ? 'a pointer of Git LFS' : undefined].filter(
    (part) => part !== undefined,
  );
  return via.length === 0 ? {} : { via: via.join(', ') };
}

function modeNormalization(
  pair: Pair,
  reference: Reference,
  options: CompareOptions,
): Normalization[] | null {
  const { entry, file } = pair;
  if (entry.link || modesAgree(reference.kind, entry.mode, file.mode)) return [];
  if (options.strict) return null;
  const nothing = Buffer.alloc(0);
  const result = modeBits.normalize(
    inputOf(pair, { release: nothing, reference: nothing }, reference, options),
  );
  return result && [{ name: modeBits.name, version: modeBits.version, detail: result.detail }];
}

/** Reads what differs, in batches, and applies the normalizers to it. */
async function normalize(
  different: readonly Pair[],
  reference: Reference,
  options: CompareOptions,
  change: (pair: Pair, fields: Partial<Account>) => void,
): Promise<void> {
  const limits = options.limits ?? defaultCompareLimits;
  const readable: Pair[] = [];
  for (const pair of different) {
    const { path, size } = pair.entry;
    if (!options.normalizers.some((normalizer) => normalizer.applies(path))) continue;
    const largest = Math.max(size, pair.file.size ?? 0);
    if (largest > limits.fileBytes)
      change(pair, { notRead: `${largest} bytes, more than the ${limits.fileBytes} that are looked into` });
    else readable.push(pair);
  }
  for (const batch of batches(
    readable,
    ({ entry, file }) => entry.size + (file.size ?? entry.size),
    limits.heldBytes,
  )) {
    const files = await reference.read(new Set(batch.map(({ file }) => file.path)), limits.fileBytes);
    const entries = await readEntries(
      batch.map(({ entry }) => entry),
      options.readRelease,
    );
    const account = (pair: Pair, normalizations: Normalization[]) =>
      change(pair, { evidence: equivalent(pair, reference, normalizations), notRead: null });
    const scripts: (ScriptPair & { pair: Pair; mode: Normalization[] })[] = [];
    for (const pair of batch) {
      const [release, bytes] = [entries.get(pair.entry.path), files.get(pair.file.path)];
      if (release === undefined || bytes === undefined) {
        const side = release === undefined ? 'release' : reference.kind;
        change(pair, { notRead: `could not be read from the ${side}` });
        continue;
      }
      const mode = modeNormalization(pair, reference, options);
      if (mode === null) continue;
      const content = equivalence(
        inputOf(pair, { release, reference: bytes }, reference, options),
        options.normalizers,
      );
      if (content !== null) account(pair, [...content, ...mode]);
      else scripts.push({ path: pair.entry.path, release, reference: bytes, pair, mode });
    }
    const open = scripts.filter(mayBeSameProgram);
    if (open.length === 0) continue;
    // Starting processes takes libraries that no other comparison needs.
    const { samePrograms } = await import('./script/same-programs.js');
    for (const [{ pair, mode }, sameness] of await samePrograms(open))
      account(pair, [...normalizationsOf(sameness), ...mode]);
  }
}

/** What a normalizer is told of a pair and its two contents. */
function inputOf(
  { entry, file }: Pair,
  contents: Pick<NormalizerInput, 'release' | 'reference'>,
  { kind, built }: Reference,
  { proven }: CompareOptions,
): NormalizerInput {
  return { entry, file, against: kind, built, proven, ...contents };
}
