import npa from 'npm-package-arg';

/** A package that a manifest or lockfile takes from a git repository. */
export interface GitReference {
  /** Name it is asked for by; it may call itself otherwise. */
  name: string;
  /** Address of the repository as written, in a form that `parseAddress` reads. */
  repository: string;
  /** Commit, tag or branch; null for whatever the repository shows first. */
  committish: string | null;
}

/** Archives of a revision that hosts offer: owner and name, then the revision. */
const archives: readonly [RegExp, string][] = [
  [/^https?:\/\/codeload\.github\.com\/([^/]+\/[^/]+)\/(?:legacy\.)?tar\.gz\/(.+)$/i, 'github.com'],
  [
    /^https?:\/\/(?:www\.)?github\.com\/([^/]+\/[^/]+)\/(?:archive|tarball)\/(.+?)(?:\.tar\.gz|\.tgz)?$/i,
    'github.com',
  ],
  [/^https?:\/\/gitlab\.com\/(.+)\/-\/archive\/(.+)\/[^/]+\.tar\.gz$/i, 'gitlab.com'],
  [/^https?:\/\/bitbucket\.org\/([^/]+\/[^/]+)\/get\/(.+)\.tar\.gz$/i, 'bitbucket.org'],
];

/**
 * Reads what stands for a version where a package comes from a git repository: `git+https://…#commit`, `git+ssh://…`, `git@host:…`,
 * `github:owner/name#ref`, `owner/name`, `https://….git#ref`, and the archives that hosts make of a revision. Null for anything else,
 * and for what asks for a folder of a repository or a range of its tags. Pure; never throws.
 */
export function gitReference(name: string, text: unknown): GitReference | null {
  if (typeof text !== 'string' || text.length > 2_048) return null;
  const plain = text.replace(/#.*$/s, '');
  for (const [form, host] of archives) {
    const [, path, revision] = form.exec(plain) ?? [];
    if (path !== undefined && revision !== undefined)
      return { name, repository: `https://${host}/${path}`, committish: named(revision) };
  }
  try {
    // npm takes these for archives, yarn for repositories.
    const found = npa.resolve(name, /^https?:[^#]*\.git(?:#|$)/i.test(text) ? `git+${text}` : text);
    if (found.type !== 'git') return null;
    // The types of the parser lack two of these.
    const { gitCommittish, gitRange, gitSubdir, hosted, fetchSpec } = found as unknown as Partial<{
      gitCommittish: string | null;
      gitRange: string | null;
      gitSubdir: string | null;
      hosted: { https(options: object): string };
      fetchSpec: string;
    }>;
    if (gitRange || gitSubdir) return null;
    const repository = hosted?.https({ noCommittish: true }) ?? fetchSpec;
    if (repository === undefined) return null;
    // Berry writes `#commit=`, `#tag=` and `#head=`.
    const committish = gitCommittish?.replace(/^(?:commit|tag|head)=/, '') || null;
    return committish !== null && /[&=:]/.test(committish) ? null : { name, repository, committish };
  } catch {
    return null;
  }
}

function named(revision: string): string {
  return revision.replace(/^refs\/(?:heads|tags)\//, '');
}
