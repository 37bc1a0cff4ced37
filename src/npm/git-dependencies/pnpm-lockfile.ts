import { type GitReference, gitReference } from './reference.js';
import type { ServeGit } from './rewrite.js';

/** `resolution: {…}` on one line, or as lines below that are indented further. */
const resolutions = /^( +)resolution:(?: *\{([^{}\n]*)\}[ \t]*\r?$|[ \t]*\r?\n((?:\1 +[^\n]*(?:\n|$))+))/gm;

/**
 * pnpm-lock.yaml of every format. Where a package comes from is said once, in its resolution; its key and the ranges that lead
 * to it stay as the manifests have them.
 */
export function rewritePnpmLockfile(text: string, serve: ServeGit): string {
  return text.replace(resolutions, (whole, space: string, flow: string | undefined, block: string = '') => {
    const reference = referenceOf(flow ?? block);
    const served = reference && serve(reference);
    if (!served) return whole;
    const end = flow === undefined && block.endsWith('\n') ? '\n' : '';
    return `${space}resolution: {integrity: ${served.integrity}, tarball: ${served.address}}${end}`;
  });
}

function referenceOf(resolution: string): GitReference | null {
  const field = (name: string) =>
    new RegExp(`(?:^|[\\s,])${name}: *["']?([^\\s"',{}]+)`, 'm').exec(resolution)?.[1];
  const [tarball, repo, commit] = [field('tarball'), field('repo'), field('commit')];
  if (/(?:^|[\s,])path: /.test(resolution)) return null;
  const text = tarball ?? (repo && commit && `${gitAddress(repo)}#${commit}`);
  const found = gitReference('x', text);
  if (found === null) return null;
  // The key may hold the name or not; what the package calls itself is looked at when it is packed.
  const name = /([^/:]+?)(?:\.git)?\/*$/.exec(found.repository)?.[1] ?? 'x';
  return { ...found, name };
}

function gitAddress(repo: string): string {
  return /^https?:/.test(repo) ? `git+${repo}` : repo;
}
