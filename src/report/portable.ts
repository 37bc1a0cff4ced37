import type { Result } from '../result.js';

/** A folder of this machine, and what a result says instead. */
export interface PrivateFolder {
  path: string;
  name: string;
}

/**
 * Takes this machine out of a result: local mirrors lose their path, and messages of ours lose the given folders. Paths, excerpts
 * and differences of the release are evidence and stay as they are, even where they look like a path of this machine.
 */
export function portable(result: Result, folders: readonly PrivateFolder[]): Result {
  const known = folders.filter(({ path }) => path.length > 1).sort((a, b) => b.path.length - a.path.length);
  const clean = (text: string): string =>
    withoutAccounts(known.reduce((rest, { path, name }) => rest.replaceAll(path, name), text));
  const { source, sourceFailure, sourceNotes, provenance, rebuilds, baselineFailure, verdict, findings } =
    result;
  return {
    ...result,
    source: source && {
      ...source,
      repository: named(source.repository),
      mirroredFrom: source.mirroredFrom === null ? null : address(source.mirroredFrom),
    },
    sourceFailure: sourceFailure && {
      ...sourceFailure,
      message: clean(sourceFailure.message),
      hint: clean(sourceFailure.hint),
      repository: sourceFailure.repository === null ? null : named(sourceFailure.repository),
    },
    sourceNotes: sourceNotes.map((note) => ({ ...note, detail: clean(note.detail) })),
    provenance: provenance && { ...provenance, unchecked: provenance.unchecked.map(clean) },
    rebuilds: rebuilds.map((rebuild) => ({
      ...rebuild,
      failure: rebuild.failure && { ...rebuild.failure, message: clean(rebuild.failure.message) },
      refusals: rebuild.refusals.map(clean),
      proxyNotes: rebuild.proxyNotes.map(clean),
    })),
    baselineFailure: baselineFailure && { ...baselineFailure, message: clean(baselineFailure.message) },
    // What the search for the source noted is all that this one says.
    findings: findings.map((one) =>
      one.signal === 'source-moved' ? { ...one, message: clean(one.message) } : one,
    ),
    verdict: {
      ...verdict,
      summary: clean(verdict.summary),
      cause: verdict.cause && {
        ...verdict.cause,
        message: clean(verdict.cause.message),
        hint: clean(verdict.cause.hint),
      },
    },
  };
}

/** An address of another host is worth telling; a folder of this one, or a password, is not. */
function address(mirroredFrom: string): string {
  return mirroredFrom.includes(':') ? named(mirroredFrom) : 'a local folder';
}

/** The same of a repository as a release or the user named it, where `owner/name` is no folder. */
const named = (repository: string): string =>
  /^(file:|[/.~])/i.test(repository) ? 'a local folder' : withoutAccounts(repository);

/** Accounts of web addresses, which may be tokens, and passwords of any address. */
const withoutAccounts = (text: string): string =>
  text.replace(/(https?:\/\/)[^\s/]*@/gi, '$1').replace(/([a-z][a-z\d+.-]*:\/\/[^\s/:@]*):[^\s/]*@/gi, '$1@');
