import type { ManifestIdentity, SourceClaim } from '../ecosystem.js';
import type { OpenRepository } from './repository.js';

/** Bytes; a larger manifest is none. */
const limit = 2 ** 20;

/** Reads what manifest files say, each blob once. */
export class Manifests {
  readonly #repository: OpenRepository;
  readonly #identify: SourceClaim['identify'];
  readonly #known = new Map<string, ManifestIdentity | null>();

  constructor(repository: OpenRepository, identify: SourceClaim['identify']) {
    this.#repository = repository;
    this.#identify = identify;
  }

  /** Identities by blob id; null for blobs that are no manifest or not there. */
  async read(ids: Iterable<string>): Promise<ReadonlyMap<string, ManifestIdentity | null>> {
    const unknown = [...new Set(ids)].filter((id) => !this.#known.has(id));
    if (unknown.length > 0) {
      const contents = await this.#repository.readBlobs(unknown, limit);
      for (const id of unknown) {
        const bytes = contents.get(id);
        this.#known.set(id, bytes === undefined ? null : this.#identify(bytes));
      }
    }
    return this.#known;
  }
}
