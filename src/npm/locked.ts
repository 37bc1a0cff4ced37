import { isPackageName, isVersion } from './registry-proxy/tarball-path.js';

/** What a lockfile installs, as what it is. Folders are those of the project: workspaces, links, `file:`. */
export type Locked =
  | LockedVersion
  | (LockedRole & {
      kind: 'git' | 'archive' | 'patch' | 'folder';
      /** As the lockfile has it; never to be put into an address. */
      name: string;
      /** Address, path or range that it is from. */
      reference: string;
    });

/** What an installed package is to the project; absent where the lockfile does not tell. */
interface LockedRole {
  /** Name that it is installed under, where that is another than its own. */
  alias?: string;
  /** The project itself, or one of its workspaces, asks for it. */
  direct?: boolean;
  /** It is installed without development dependencies too. */
  production?: boolean;
}

/** A version of a registry, under the package's real name. */
export interface LockedVersion extends LockedRole {
  kind: 'registry';
  name: string;
  version: string;
  /** SRI as stated; null where the lockfile states none. */
  integrity: string | null;
  /** It lies inside of another package's tarball and comes with that. */
  bundled: boolean;
}

/** A version where name and version can be those of a registry, else what is from elsewhere. */
export function locked(
  name: string,
  version: string,
  {
    integrity,
    bundled = false,
  }: { integrity?: string | null | undefined; bundled?: boolean | undefined } = {},
): Locked {
  if (isPackageName(name) && isVersion(version))
    return { kind: 'registry', name, version, integrity: integrity ?? null, bundled };
  return elsewhere(name, version);
}

/** What no registry gave, told by where it is from. */
export const elsewhere = (name: string, reference: string): Locked => ({
  kind: kindOf(reference),
  name,
  reference,
});

function kindOf(reference: string): Exclude<Locked['kind'], 'registry'> {
  if (
    /^(?:workspace|link|portal|file|root):|^\.{0,2}\//.test(reference) &&
    !/\.t(?:ar\.)?gz(?:$|[#:])/.test(reference)
  )
    return 'folder';
  if (/^patch:/.test(reference)) return 'patch';
  if (/^git|^(?:github|gitlab|bitbucket|gist):|\.git(?:$|#)|#(?:commit=)?[0-9a-f]{7,40}$/.test(reference))
    return 'git';
  return 'archive';
}
