import { type PackumentForm, servedPackument, servedVersion } from './packument.js';
import type { Refusal } from './refused-release.js';
import { timeTravel } from './time-travel.js';
import {
  type Upstream,
  type UpstreamPackument,
  type UpstreamVersion,
  upstreamPackument,
} from './upstream.js';

/** What a build may see of the registry. */
export interface ShelfRules {
  /** Ms since 1970; null for now. */
  before: number | null;
  /** Versions that exist whenever they were published, by name. */
  pinned: ReadonlyMap<string, ReadonlySet<string>>;
  /** Integrity of the only versions that exist of a package, by name and version; others are as the rest says. */
  held: ReadonlyMap<string, ReadonlyMap<string, string>>;
  refusal: Refusal;
  publicUrl: string;
}

/** What exists of one package, small enough to keep for each that a build asks for. */
export interface Listing {
  /** What the registry states of each version's tarball. */
  tarballs: ReadonlyMap<string, NonNullable<UpstreamVersion['dist']>>;
  tags: Readonly<Record<string, string>>;
  /** Versions that are the release under verification by name or by digest. */
  refused: readonly string[];
  /** Why time travel gave way; null when it didn't. */
  note: string | null;
}

/** Packages as a build may see them; each is made once. All throw `RegistryError`. */
export interface Shelf {
  listing(name: string): Promise<Listing>;
  /** The serialised packument. */
  packument(name: string, form: PackumentForm): Promise<Buffer>;
  /** One version's manifest, serialised; null when it doesn't exist. */
  version(name: string, version: string): Promise<Buffer | null>;
}

/** Bytes of serialised packuments that are kept; parsed ones, many times larger, never are. */
const keptBytes = 48 * 2 ** 20;

/** Age (ms) up to which a cached packument stands for now. */
const freshFor = 300_000;

/** How long after `before` a registry may take to show what was published until then, in ms. */
const settling = 3_600_000;

/** A shelf that is filled as it is asked. */
export function packageShelf(upstream: Upstream, rules: ShelfRules): Shelf {
  const listings = new Map<string, Listing>();
  const bodies = recent(keptBytes);
  const pending = new Map<string, Promise<Buffer>>();
  const since = Math.min(
    rules.before === null ? Number.POSITIVE_INFINITY : rules.before + settling,
    Date.now() - freshFor,
  );

  async function load(name: string) {
    const packument = await upstreamPackument(name, since, upstream);
    const listing = listingOf(name, packument, rules);
    listings.set(name, listing);
    const past = {
      versions: new Set(listing.tarballs.keys()),
      tags: { ...listing.tags },
      note: listing.note,
    };
    return { packument, past };
  }

  async function make(name: string, form: PackumentForm): Promise<Buffer> {
    const { packument, past } = await load(name);
    return Buffer.from(JSON.stringify(servedPackument(name, packument, past, form, rules.publicUrl)));
  }

  async function packument(name: string, form: PackumentForm): Promise<Buffer> {
    const key = `${form} ${name}`;
    const kept = bodies.get(key);
    if (kept !== undefined) return kept;
    const making = pending.get(key) ?? make(name, form).finally(() => pending.delete(key));
    pending.set(key, making);
    const body = await making;
    bodies.set(key, body);
    return body;
  }

  return {
    packument,
    async listing(name) {
      // A client that asks for a tarball without a packument of it soon asks for that too, if at all.
      if (!listings.has(name)) await packument(name, 'abbreviated');
      return listings.get(name)!;
    },
    async version(name, version) {
      const { packument, past } = await load(name);
      const manifest = packument.versions[version];
      if (manifest === undefined || !past.versions.has(version)) return null;
      return Buffer.from(JSON.stringify(servedVersion(name, version, manifest, 'full', rules.publicUrl)));
    },
  };
}

function listingOf(name: string, packument: UpstreamPackument, rules: ShelfRules): Listing {
  const isRefused = (version: string): boolean =>
    rules.refusal.names(name, version) || rules.refusal.matches(packument.versions[version]?.dist ?? {});
  const refused = Object.keys(packument.versions).filter(isRefused);
  const excluded = new Set(refused);
  const held = rules.held.get(name);
  const past = timeTravel(
    packument,
    held === undefined ? rules.before : null,
    rules.pinned.get(name) ?? new Set(),
    (version) =>
      !excluded.has(version) && (held?.has(version) ?? true) && isObject(packument.versions[version]?.dist),
  );
  const tarballs = [...past.versions].map((version) => {
    // Only this much of it, as there may be very many.
    const { tarball, integrity, shasum } = packument.versions[version]?.dist ?? {};
    return [version, { tarball, integrity, shasum }] as const;
  });
  return { tarballs: new Map(tarballs), tags: past.tags, refused, note: past.note };
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Buffers by key, the latest used first to stay, up to a number of bytes. */
function recent(limit: number) {
  const kept = new Map<string, Buffer>();
  let size = 0;
  return {
    get(key: string): Buffer | undefined {
      const body = kept.get(key);
      if (body === undefined) return undefined;
      kept.delete(key);
      kept.set(key, body);
      return body;
    },
    set(key: string, body: Buffer): void {
      if (kept.has(key)) return;
      kept.set(key, body);
      size += body.length;
      for (const [oldest, { length }] of kept) {
        if (size <= limit) break;
        kept.delete(oldest);
        size -= length;
      }
    },
  };
}
