import { type Accounts, unexplainedEntries } from '../../compare/accounts.js';
import { absentBlobStep } from './absent-blob.js';
import { gitArchiveStep } from './git-archive.js';
import { knownFileStep } from './known-file.js';
import { linkedFileStep } from './linked-file.js';
import { missingFromRelease } from './missing.js';
import type { EvidenceStep, StepInput } from './step.js';

/** In this order: what comes first is nearest to the source. */
const steps: readonly EvidenceStep[] = [gitArchiveStep, linkedFileStep, absentBlobStep, knownFileStep];

/** Evidence for what the files of the tag leave, step by step, and what of the tag a release lacks. */
export async function furtherEvidence(input: StepInput): Promise<Accounts> {
  const byPath = new Map(input.accounts.byPath);
  for (const step of steps) {
    const open = unexplainedEntries({ ...input.accounts, byPath });
    if (open.length === 0) break;
    const message = `${open.length} entries: ${step.name}`;
    input.context.progress({ subject: input.resolved.release.purl, stage: 'compare', message, detail: true });
    const found = await step.find({ ...input, accounts: { ...input.accounts, byPath } }, open);
    for (const [path, evidence] of found) {
      const account = byPath.get(path);
      if (account?.evidence.kind === 'none') byPath.set(path, { ...account, evidence, notRead: null });
    }
  }
  const accounts = { ...input.accounts, byPath };
  return { ...accounts, missingFromSource: await missingFromRelease({ ...input, accounts }) };
}
