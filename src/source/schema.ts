import { z } from 'zod';

/** How a commit was established, strongest first (except `user`, which is asked for and not weighed). */
export const revisionEvidenceSchema = z.enum([
  'user',
  'attestation',
  'git-head',
  'tag',
  'version-commit',
  'content-match',
]);
export type RevisionEvidence = z.infer<typeof revisionEvidenceSchema>;

/** One revision that might be the source, with how well it fits. */
const candidateSchema = z.object({
  commit: z.string(),
  evidence: z.array(revisionEvidenceSchema),
  ref: z.string().nullable().describe('Tag or branch as the repository names it, when one led here.'),
  directory: z
    .string()
    .nullable()
    .describe("The package's folder at this commit, '' for the root; null when none was found."),
  score: z
    .number()
    .describe("Share of the release's files whose bytes are somewhere in this commit's tree, 0 to 1."),
  matched: z.int(),
  files: z.int(),
  versionAgrees: z
    .boolean()
    .nullable()
    .describe('Whether the manifest there has the version of the release; null without a manifest.'),
  nameAgrees: z.boolean().nullable(),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** Where a release says it comes from, and the commit found for it. */
export const sourceSchema = z.object({
  repository: z.string().describe('Normalized address as stated, without credentials.'),
  mirroredFrom: z
    .string()
    .nullable()
    .describe('Address that was really cloned when a source mirror maps it.'),
  commit: z.string(),
  ref: z.string().nullable(),
  commitTime: z.string().describe('ISO 8601, committer date.'),
  directory: z.string(),
  directoryEvidence: z.enum(['user', 'stated', 'manifest-name', 'content']),
  evidence: z.array(revisionEvidenceSchema),
  reachable: z.boolean().describe('A branch or tag of the repository reaches the commit.'),
  candidates: z.array(candidateSchema).describe('All that were weighed, the chosen one first.'),
});
export type Source = z.infer<typeof sourceSchema>;

/** Something the search for the source noticed; the judge decides what it means. */
export const sourceNoteSchema = z.object({
  kind: z.enum([
    'git-head-disagrees',
    'tag-disagrees',
    'tag-moved',
    'tag-missing',
    'unreachable-commit',
    'attested-commit-unreachable',
    'attestation-disagrees',
    'attestation-precedes',
    'version-disagrees',
    'name-disagrees',
    'directory-disagrees',
    'repository-not-stated',
    'repository-disagrees',
    'repository-unexpected',
    'submodule-read',
    'submodule-not-read',
    'lfs-pointer',
  ]),
  detail: z.string(),
});
export type SourceNote = z.infer<typeof sourceNoteSchema>;

/** Why no source was found. */
export const sourceFailureSchema = z.object({
  reason: z.enum([
    'no-repository-field',
    'unusable-address',
    'repository-not-found',
    'repository-unreachable',
    'repository-not-cached',
    'access-denied',
    'no-such-revision',
    'no-revision-found',
    'directory-not-found',
  ]),
  message: z.string(),
  hint: z.string(),
  repository: z.string().nullable(),
  candidates: z.array(candidateSchema),
});
export type SourceFailure = z.infer<typeof sourceFailureSchema>;
