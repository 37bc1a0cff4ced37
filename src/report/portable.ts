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
    known.reduce((rest, { path, name }) => rest.replaceAll(path, name), text);
  const { source, sourceFailure, sourceNotes, provenance, rebuilds, baselineFailure, verdict } = result;
  return {
    ...result,
    source: source && { ...source, mirroredFrom: address(source.mirroredFrom) },
    sourceFailure: sourceFailure && {
      ...sourceFailure,
      message: clean(sourceFailure.message),
      hint: clean(sourceFailure.hint),
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
function address(mirroredFrom: string | null): string | null {
  if (mirroredFrom === null) return null;
  if (/^(file:|[/.~])/i.test(mirroredFrom) || !mirroredFrom.includes(':')) return 'a local folder';
  return mirroredFrom.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/@]*@/i, '$1');
}
