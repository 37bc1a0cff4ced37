import { type Accounts, unexplainedEntries } from './compare/accounts.js';
import { readCounterparts } from './compare/counterparts.js';
import { describeComparison } from './compare/describe.js';
import type { Reference } from './compare/reference.js';
import type { Comparison } from './compare/schema.js';
import type { Compared } from './comparing.js';
import type { Context } from './context.js';
import type { Ecosystem, ResolvedRelease } from './ecosystem.js';
import { contentsToJudge, counterpartBytes, counterpartsToJudge, judgedBytes } from './judge/contents.js';
import { judge } from './judge/judge.js';
import type { Finding, Verdict } from './judge/schema.js';
import type { Provenance } from './provenance.js';
import type { Rebuilds } from './rebuilding.js';
import type { Located } from './source/locate.js';

/** What was concluded of a release. */
export interface Judged {
  /** Null when there was nothing to compare with. */
  comparison: Comparison | null;
  findings: Finding[];
  verdict: Verdict;
}

/** Everything that the stages before learnt. */
export interface Learnt {
  ecosystem: Ecosystem;
  resolved: ResolvedRelease;
  provenance: Provenance | null;
  located: Located;
  compared: Compared;
  rebuilds: Rebuilds;
}

/** Reads what the judge wants to see of a release and of its counterparts, and lets it judge. */
export async function judgeRelease(learnt: Learnt, context: Context): Promise<Judged> {
  const { ecosystem, resolved, provenance, located, compared, rebuilds } = learnt;
  const { release, archive, claim } = resolved;
  const { say, options } = compared;
  const accounts = rebuilds.accounts;
  const references = [...compared.references, ...rebuilds.references];
  say({ stage: 'judge', message: `${unexplainedEntries(accounts).length} entries without evidence` });
  const comparison: Comparison | null = located.ok
    ? await describeComparison(accounts, references, options.readRelease)
    : null;
  const contents: ReadonlyMap<string, Buffer> =
    comparison === null
      ? new Map()
      : await options.readRelease(contentsToJudge(comparison, claim.manifestFile));
  const { findings, verdict } = judge({
    release,
    archive,
    comparison,
    entryPoints: ecosystem.entryPoints(resolved.manifest, archive.entries, contents),
    source: located.ok ? located.source : null,
    sourceFailure: located.ok ? null : located.failure,
    sourceNotes: located.notes,
    provenance,
    rebuilds: rebuilds.run,
    unpacked: rebuilds.unpacked,
    obstacle: rebuilds.obstacle,
    contents,
    counterparts:
      comparison === null
        ? new Map()
        : await readCounterparts(
            accounts,
            references,
            counterpartsToJudge(comparison, claim.manifestFile),
            counterpartBytes,
          ),
    manifestFile: claim.manifestFile,
    manifest: {
      release: resolved.manifest,
      reference: await counterpartOfManifest(accounts, references, claim.manifestFile),
    },
    findings: [...resolved.findings, ...(rebuilds.findings ?? [])],
    signals: ecosystem.signals,
    reachability: ecosystem.reachability,
  });
  context.signal.throwIfAborted();
  return { comparison, findings, verdict };
}

async function counterpartOfManifest(
  accounts: Accounts,
  references: readonly Reference[],
  path: string,
): Promise<Buffer | null> {
  const limits = { file: judgedBytes.file, all: judgedBytes.file };
  return (await readCounterparts(accounts, references, new Set([path]), limits)).get(path) ?? null;
}
