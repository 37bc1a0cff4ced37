import type { Result } from '../../result.js';
import type { Candidate, Source } from '../../source/schema.js';
import { field } from './layout.js';
import { joined, type Line, line, styled } from './line.js';
import type { TerminalOptions } from './options.js';

const evidenceWords: Record<Source['evidence'][number], string> = {
  user: 'given by --ref',
  attestation: 'attestation',
  'git-head': 'gitHead',
  tag: 'tag',
  'version-commit': 'the commit that set the version',
  'content-match': 'content',
};

const directoryWords: Record<Source['directoryEvidence'], string> = {
  user: 'given by --directory',
  stated: 'stated by the release',
  'manifest-name': 'by the name in its manifest',
  content: 'by its content',
};

/** The release and the source it was measured against, with what established it. */
export function origin(result: Result, { verbose }: TerminalOptions): Line[] {
  return [
    field('release', releaseLine(result)),
    ...(result.release.signatures ?? []).map((said, at) => field(at === 0 ? 'signed' : '', line`${said}`)),
    ...sourceLines(result, verbose),
    ...notes(result),
  ];
}

function releaseLine({ release }: Result): Line {
  const parts = [
    release.purl,
    { file: 'from a file', address: 'from an address', registry: '' }[release.origin],
    release.publishedAt === null ? '' : `published ${release.publishedAt.slice(0, 10)}`,
    release.publisher === null ? '' : `by ${release.publisher}`,
  ];
  return joined(
    parts.filter((part) => part !== ''),
    ' ',
  );
}

function sourceLines({ source, sourceFailure, release }: Result, verbose: boolean): Line[] {
  if (source === null) {
    const stated = sourceFailure?.repository ?? release.repository;
    return [
      field(
        'source',
        line`${styled('yellow', 'not found')}: ${sourceFailure?.message ?? 'no reason recorded'}`,
      ),
      ...(stated === null ? [] : [field('', line`stated: ${stated}`)]),
      ...weighed(sourceFailure?.candidates ?? [], verbose),
    ];
  }
  const ref = source.ref === null ? line`` : line` (${shortRef(source.ref)})`;
  return [
    field('source', line`${source.repository}`),
    field('', line`commit ${source.commit.slice(0, 12)}${ref}, established by ${establishedBy(source)}`),
    ...(source.directory === ''
      ? []
      : [field('', line`folder ${source.directory}, found ${directoryWords[source.directoryEvidence]}`)]),
    ...(source.mirroredFrom === null ? [] : [field('', line`read from ${source.mirroredFrom}`)]),
    ...(source.reachable
      ? []
      : [field('', styled('red', 'no branch or tag of the repository reaches this commit'))]),
    ...weighed(source.candidates, verbose),
  ];
}

/** What established the commit, in words. */
export const establishedBy = ({ evidence }: Source): string =>
  evidence.map((one) => evidenceWords[one]).join(', ');

const shortRef = (ref: string): string =>
  ref.replace(/^refs\/tags\//, 'tag ').replace(/^refs\/heads\//, 'branch ');

/** What else might have been the source; only those who ask for detail want it. */
function weighed(candidates: readonly Candidate[], verbose: boolean): Line[] {
  if (!verbose) return [];
  return candidates.map((candidate) =>
    field(
      '',
      line`${styled('dim', 'weighed')} ${candidate.commit.slice(0, 12)} ${candidate.ref === null ? '' : shortRef(candidate.ref)} by ${candidate.evidence
        .map((one) => evidenceWords[one])
        .join(', ')}: ${candidate.matched} of ${candidate.files} files${versionWords(candidate)}`,
    ),
  );
}

function versionWords({ versionAgrees }: Candidate): string {
  if (versionAgrees === null) return ', no manifest';
  return versionAgrees ? ', version agrees' : ', version differs';
}

const notes = ({ sourceNotes }: Result): Line[] =>
  sourceNotes.map((note) => field('note', line`${note.detail} ${styled('dim', `(${note.kind})`)}`));
