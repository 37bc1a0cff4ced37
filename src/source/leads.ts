import type { SourceClaim } from '../ecosystem.js';
import type { Refs } from './refs.js';
import type { RevisionEvidence } from './schema.js';
import { versionTags } from './tag-forms.js';

/** Something that names a revision. */
export interface Lead {
  /** For git: an id, or what the user gave. */
  name: string;
  evidence: RevisionEvidence;
  /** Tag or branch, as the repository names it. */
  ref: string | null;
  /** Weaker evidence need not be looked for because of this one's score. */
  strong: boolean;
}

/**
 * What names a revision outright: the user alone where they did, else the attestation, the commit recorded at publish time and
 * the tags of this version.
 */
export function directLeads(
  claim: SourceClaim,
  directory: string | null,
  refs: Refs,
  ref: string | null,
): Lead[] {
  if (ref !== null) {
    const named = refs.tags.has(ref) || refs.branches.has(ref) ? ref : null;
    return [{ name: ref, evidence: 'user', ref: named, strong: true }];
  }
  const leads: Lead[] = [];
  const recorded = [
    [claim.attestedCommit, 'attestation'],
    [claim.gitHead, 'git-head'],
  ] as const;
  for (const [commit, evidence] of recorded) {
    if (isCommitId(commit)) leads.push({ name: commit, evidence, ref: null, strong: true });
  }
  for (const { tag, common } of versionTags(claim.name, claim.version, directory, refs.tags)) {
    const id = refs.tags.get(tag);
    if (id !== undefined) leads.push({ name: id, evidence: 'tag', ref: tag, strong: common });
  }
  return leads;
}

/** Whether a claim is the full id of a commit; anything else a release states as one is not looked up. */
export function isCommitId(text: string | null): text is string {
  return text !== null && /^[0-9a-f]{40}$/.test(text);
}
