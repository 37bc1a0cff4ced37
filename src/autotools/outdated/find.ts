import { readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Accounts } from '../../compare/accounts.js';
import { type CompareOptions, compareWithRebuild } from '../../compare/compare.js';
import type { Reference } from '../../compare/reference.js';
import type { Finding } from '../../judge/schema.js';
import { findingOf } from '../../judge/signal.js';
import { sha256Of } from '../catalogue/format.js';
import { roleOf } from '../catalogue/role.js';
import { knownContents } from '../known-contents.js';
import type { RootTools } from '../regenerate/run.js';
import { buildFileOutdated } from '../signals/build-file-outdated.js';
import type { ProvidedToolchain } from '../toolchains/provide.js';
import { dayOf, isOutdated } from './stamp.js';

/** What became of helper scripts that are known, and older than the release. */
export interface Outdated {
  accounts: Accounts;
  /** What the tools bring instead; null where no script is outdated. */
  reference: Reference | null;
  findings: Finding[];
}

/**
 * Takes known helper scripts for no evidence that are years older than those which the release's own automake brings: whoever can choose among all
 * versions that ever were chooses the one with a hole. They are held against what that automake puts in place.
 */
export async function outdatedScripts(
  accounts: Accounts,
  roots: readonly RootTools[],
  options: CompareOptions,
): Promise<Outdated> {
  const known = [...accounts.byPath.values()].flatMap(({ entry: { path }, evidence }) =>
    evidence.kind === 'upstream' && roleOf(path) === 'build-aux' ? [path] : [],
  );
  const brought = new Map<string, Buffer>();
  const bringing = new Map<string, ProvidedToolchain>();
  for (const path of known) {
    const tool = automakeOf(path, roots);
    const bytes = tool === undefined ? null : await scriptOf(tool, posix.basename(path));
    if (tool === undefined || bytes === null) continue;
    brought.set(path, bytes);
    bringing.set(path, tool);
  }
  const released = await options.readRelease(new Set(brought.keys()));
  const contents = new Map<string, Buffer>();
  const findings: Finding[] = [];
  for (const [path, bytes] of released) {
    const [day, theirs] = [dayOf(bytes), dayOf(brought.get(path)!)];
    if (!isOutdated(day, theirs)) continue;
    contents.set(path, brought.get(path)!);
    const { tool, version } = bringing.get(path)!;
    findings.push(
      findingOf(buildFileOutdated, {
        path,
        message: `${posix.basename(path)} is a known one ${day === null ? 'from before scripts had a date' : `of ${day}`}: ${tool} ${version}, which this release says it was made with, brings that of ${theirs}`,
        substance: [path, sha256Of(bytes).toString('hex')],
      }),
    );
  }
  if (contents.size === 0) return { accounts, reference: null, findings };
  const byPath = new Map(accounts.byPath);
  for (const path of contents.keys()) byPath.set(path, { ...byPath.get(path)!, evidence: { kind: 'none' } });
  const reference = knownContents('helper scripts of automake', contents, accounts);
  const compared = await compareWithRebuild({ ...accounts, byPath }, reference, options);
  return {
    accounts: { ...compared, missingFromRebuilds: accounts.missingFromRebuilds },
    reference,
    findings,
  };
}

/** Automake of the nearest folder above a file. */
function automakeOf(path: string, roots: readonly RootTools[]): ProvidedToolchain | undefined {
  const above = roots
    .filter(({ root: { folder } }) => folder === '' || path.startsWith(`${folder}/`))
    .sort((a, b) => b.root.folder.length - a.root.folder.length);
  return above[0]?.tools.find(({ tool }) => tool === 'automake');
}

/** A helper script as a build of automake has it, which is unpacked by us; null where it brings none of that name. */
async function scriptOf({ folder }: ProvidedToolchain, name: string): Promise<Buffer | null> {
  for (const share of await readdir(join(folder, 'share')).catch(() => [])) {
    if (!share.startsWith('automake')) continue;
    const bytes = await readFile(join(folder, 'share', share, name)).catch(() => null);
    if (bytes !== null) return bytes;
  }
  return null;
}
