import type { Account, Accounts } from './accounts.js';
import { batches } from './batches.js';
import { type ReadRelease, readEntries } from './contents.js';
import { difference, unshown } from './difference/index.js';
import { type CompareLimits, defaultCompareLimits } from './limits.js';
import type { Reference, ReferenceFile } from './reference.js';
import type { Comparison, Difference } from './schema.js';

/**
 * Makes the comparison of the accounts: adds readable differences for what is still unexplained. `references` are those that
 * the accounts were compared with; they must still be readable.
 */
export async function describeComparison(
  accounts: Accounts,
  references: readonly Reference[],
  readRelease: ReadRelease,
  limits: CompareLimits = defaultCompareLimits,
): Promise<Comparison> {
  const all = [...accounts.byPath.values()].sort((a, b) => (a.entry.path < b.entry.path ? -1 : 1));
  const differences = await describeAll(all, references, readRelease, limits);
  return {
    entries: all.map(({ entry, evidence, counterparts }) => ({
      path: entry.path,
      size: entry.size,
      mode: entry.mode,
      sha256: entry.sha256,
      evidence,
      phantom: counterparts.length === 0,
      difference: differences.get(entry.path) ?? null,
    })),
    missing: [
      ...accounts.missingFromSource.map((path) => ({ path, from: 'source' as const })),
      ...(accounts.missingFromRebuilds ?? []).map((path) => ({ path, from: 'rebuild' as const })),
    ],
    bytes: all.reduce((sum, { entry }) => sum + entry.size, 0),
    notRead: all.flatMap(({ entry, notRead, evidence }) =>
      notRead !== null && evidence.kind === 'none' ? [{ path: entry.path, reason: notRead }] : [],
    ),
  };
}

interface Open {
  account: Account;
  file: ReferenceFile;
}

/** The file that comes nearest: of a rebuild before that of the source, of several the one whose size is nearest. */
export function nearestCounterpart(
  account: Account,
  references: readonly Reference[],
): { file: ReferenceFile; reference: Reference } | null {
  const found = account.counterparts.flatMap((counterpart) => {
    const reference = references.find(
      ({ kind, id }) => kind === counterpart.kind && id === counterpart.reference,
    );
    const file = reference?.files.get(counterpart.path);
    return reference && file ? [{ reference, file }] : [];
  });
  const distance = ({ file }: { file: ReferenceFile }) =>
    Math.abs((file.size ?? Number.MAX_SAFE_INTEGER) - account.entry.size);
  const rank = ({ reference }: { reference: Reference }) => (reference.kind === 'rebuild' ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b) || distance(a) - distance(b))[0] ?? null;
}

async function describeAll(
  accounts: readonly Account[],
  references: readonly Reference[],
  readRelease: ReadRelease,
  limits: CompareLimits,
): Promise<Map<string, Difference>> {
  const described = new Map<string, Difference>();
  const open = new Map<Reference, Open[]>();
  for (const account of accounts) {
    if (account.evidence.kind !== 'none') continue;
    const nearest = nearestCounterpart(account, references);
    if (nearest === null) continue;
    const { file, reference } = nearest;
    if (!open.has(reference)) open.set(reference, []);
    open.get(reference)!.push({ account, file });
  }
  let left = limits.differences;
  for (const [reference, items] of open) {
    const readable: Open[] = [];
    for (const item of items) {
      const { path, size } = item.account.entry;
      const largest = Math.max(size, item.file.size ?? 0);
      if (largest > limits.fileBytes)
        described.set(path, unshown(reference.kind, `${size} bytes, too large`));
      else if (left === 0) described.set(path, unshown(reference.kind, 'not shown: too many differences'));
      else {
        left -= 1;
        readable.push(item);
      }
    }
    const bytes = ({ account: { entry }, file }: Open) => entry.size + (file.size ?? entry.size);
    for (const batch of batches(readable, bytes, limits.heldBytes))
      await describeBatch(batch, reference, readRelease, limits, described);
  }
  return described;
}

async function describeBatch(
  batch: readonly Open[],
  reference: Reference,
  readRelease: ReadRelease,
  limits: CompareLimits,
  described: Map<string, Difference>,
): Promise<void> {
  const files = await reference.read(new Set(batch.map(({ file }) => file.path)), limits.fileBytes);
  const entries = await readEntries(
    batch.map(({ account }) => account.entry),
    readRelease,
  );
  for (const { account, file } of batch) {
    const { path, mode } = account.entry;
    const [before, after] = [files.get(file.path), entries.get(path)];
    if (before === undefined || after === undefined)
      described.set(path, unshown(reference.kind, 'could not be read'));
    else if (before.equals(after))
      described.set(path, {
        against: reference.kind,
        kind: 'text',
        summary: `same bytes; mode ${(mode & 0o7777).toString(8)} instead of ${(file.mode & 0o777).toString(8)}`,
        lines: [],
        truncated: false,
      });
    else described.set(path, difference(path, before, after, reference.kind, limits));
  }
}
