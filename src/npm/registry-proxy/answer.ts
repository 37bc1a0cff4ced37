import type { FileHandle } from 'node:fs/promises';
import type { GitPackages } from '../git-dependencies/packages.js';
import type { Journal } from './journal.js';
import type { PackumentForm } from './packument.js';
import type { Refusal } from './refused-release.js';
import type { RegistryRequest } from './request.js';
import type { Listing, Shelf } from './shelf.js';
import type { GitTarballName, TarballName } from './tarball-path.js';
import type { Tarballs, VerifiedTarball } from './tarballs.js';

/** What is sent: JSON, a tarball, or a refusal. Nothing in it comes from an error or names a host. */
export type Answer =
  | { status: 200; type: string; content: Buffer | FileHandle; size: number }
  | { status: 403 | 404 | 502; error: string };

/** What answering needs. */
export interface Desk {
  shelf: Shelf;
  tarballs: Tarballs;
  /** What was packed from git repositories for this build; null for nothing. */
  git: Pick<GitPackages, 'open'> | null;
  refusal: Refusal;
  /** Versions that exist whenever they were published, by name. */
  pinned: ReadonlyMap<string, ReadonlySet<string>>;
  /** Integrity of the only versions that exist of a package, by name and version. */
  held: ReadonlyMap<string, ReadonlyMap<string, string>>;
  journal: Journal;
}

/** `asked` is the request's first line, for the journal. */
export async function answer(
  request: RegistryRequest,
  asked: string,
  form: PackumentForm,
  desk: Desk,
): Promise<Answer> {
  try {
    return await find(request, asked, form, desk);
  } catch (error) {
    return failed(error, asked, desk);
  }
}

async function find(
  request: RegistryRequest,
  asked: string,
  form: PackumentForm,
  desk: Desk,
): Promise<Answer> {
  switch (request.kind) {
    case 'refused':
      return refuse(desk, asked, request.reason, 403);
    case 'nothing':
      return json(Buffer.from(JSON.stringify(request.answer)));
    case 'packument': {
      desk.journal.looked();
      const body = await desk.shelf.packument(request.name, form);
      tell(desk, asked, request.name, await desk.shelf.listing(request.name));
      return json(body);
    }
    case 'tags': {
      desk.journal.looked();
      const { tags } = await desk.shelf.listing(request.name);
      return json(Buffer.from(JSON.stringify(tags)));
    }
    case 'version': {
      desk.journal.looked();
      const { name, wanted } = request;
      const listing = await desk.shelf.listing(name);
      tell(desk, asked, name, listing);
      const version = Object.hasOwn(listing.tags, wanted) ? listing.tags[wanted]! : wanted;
      const body = await desk.shelf.version(name, version);
      return body === null ? refuse(desk, asked, absent(desk, name, version, listing)) : json(body);
    }
    case 'tarball':
      return tarball(request.tarball, asked, desk);
    case 'git-tarball':
      return gitTarball(request.tarball, asked, desk);
  }
}

async function gitTarball({ name, commit }: GitTarballName, asked: string, desk: Desk): Promise<Answer> {
  const found = (await desk.git?.open(name, commit)) ?? null;
  if (found === null) return refuse(desk, asked, 'no such package was made of a git repository');
  desk.journal.served({ name, version: found.origin, integrity: found.integrity });
  return { status: 200, type: 'application/octet-stream', content: found.content, size: found.size };
}

async function tarball(wanted: TarballName, asked: string, desk: Desk): Promise<Answer> {
  const { name, version } = wanted;
  if (desk.refusal.names(name, version)) return refuse(desk, asked, underVerification);
  const held = desk.held.get(name);
  if (held !== undefined && !held.has(version))
    return refuse(desk, asked, 'the rebuild that is repeated was not served it');
  // A pinned version needs no packument, so that a frozen install of known packages asks the registry for nothing.
  const isPinned = desk.pinned.get(name)?.has(version) ?? false;
  if (!isPinned) desk.journal.looked();
  const found = (isPinned ? await desk.tarballs.kept(name, version) : null) ?? (await fetched(wanted, desk));
  if (found === null) {
    const listing = await desk.shelf.listing(name);
    tell(desk, asked, name, listing);
    return refuse(desk, asked, absent(desk, name, version, listing));
  }
  if (desk.refusal.matches(found)) {
    if (!Buffer.isBuffer(found.content)) await found.content.close();
    return refuse(desk, asked, underVerification);
  }
  if (held !== undefined && held.get(version) !== found.integrity) {
    if (!Buffer.isBuffer(found.content)) await found.content.close();
    return refuse(
      desk,
      asked,
      `${name}@${version} has other bytes than the rebuild that is repeated was served`.slice(0, 200),
    );
  }
  desk.journal.served({ name, version, integrity: found.integrity });
  return { status: 200, type: 'application/octet-stream', content: found.content, size: found.size };
}

async function fetched({ name, version }: TarballName, desk: Desk): Promise<VerifiedTarball | null> {
  const { tarballs } = await desk.shelf.listing(name);
  const stated = tarballs.get(version);
  return stated === undefined ? null : desk.tarballs.fetch(name, version, stated);
}

const underVerification = 'it is the release under verification';

/** Writes down what was left out of a packument, and where time travel gave way. */
function tell(desk: Desk, asked: string, name: string, { refused, note }: Listing): void {
  for (const version of refused) {
    desk.journal.leftOut();
    desk.journal.refused(asked, `${name}@${version} left out: ${underVerification}`);
  }
  if (note !== null) desk.journal.note(`${name}: ${note}; the newest allowed version is served`);
}

function absent(desk: Desk, name: string, version: string, { refused }: Listing): string {
  if (refused.includes(version) || desk.refusal.names(name, version)) return underVerification;
  return `${name}@${version} does not exist, or did not at that time`.slice(0, 200);
}

function refuse({ journal }: Desk, asked: string, reason: string, status: 403 | 404 = 404): Answer {
  if (reason === underVerification) journal.leftOut();
  journal.refused(asked, reason);
  return { status, error: reason };
}

const json = (content: Buffer): Answer => ({
  status: 200,
  type: 'application/json',
  content,
  size: content.length,
});

/** Messages of errors name the registry, and may hold more of the user's configuration: only the code is told. */
function failed(error: unknown, asked: string, desk: Desk): Answer {
  const { code, name } = error as { code?: unknown; name?: unknown };
  const what = /^[A-Z][A-Z0-9_]{1,40}$/.exec(String(code ?? ''))?.[0] ?? String(name);
  if (what === 'E_NO_SUCH_PACKAGE') return refuse(desk, asked, 'the registry has no such package');
  desk.journal.failed();
  desk.journal.note(`${asked}: the registry could not be asked (${what})`);
  return { status: 502, error: `the registry could not be asked (${what})` };
}
