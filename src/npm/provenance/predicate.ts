import { Refusal } from '../../sigstore/refusal.js';
import type { Json } from '../json-object.js';
import { isJson, objectOf } from '../json-object.js';

/** What a SLSA predicate says of the source and the builder. The job itself wrote it: only a certificate makes it more than a claim. */
export interface BuildClaims {
  /** Address without `git+` and revision. */
  repository: string;
  commit: string;
  builder: string | null;
}

/** Predicate types of SLSA provenance that are understood. */
export const slsaTypes = ['https://slsa.dev/provenance/v0.2', 'https://slsa.dev/provenance/v1'] as const;

/** Materials that are looked at. */
const mostMaterials = 200;

/** Reads a predicate of SLSA v0.2 or v1. Throws `Refusal` (`predicate-malformed`) when it names no source. */
export function readPredicate(type: (typeof slsaTypes)[number], predicate: Json): BuildClaims {
  return type === 'https://slsa.dev/provenance/v1' ? readV1(predicate) : readV02(predicate);
}

/** slsa.dev/spec/v0.2/provenance: the source is where the build was configured from, or the first material. */
function readV02({ builder, invocation, materials }: Json): BuildClaims {
  const source = objectOf(objectOf(invocation).configSource);
  const found = [source, ...list(materials)].map((one) => sourceOf(one.uri, objectOf(one.digest).sha1));
  return claims(found, objectOf(builder).id);
}

/** slsa.dev/spec/v1.0/provenance: the source is the dependency that is a git repository. */
function readV1({ buildDefinition, runDetails }: Json): BuildClaims {
  const found = list(objectOf(buildDefinition).resolvedDependencies).map(({ uri, digest }) => {
    const { gitCommit, sha1 } = objectOf(digest);
    return sourceOf(uri, gitCommit ?? sha1);
  });
  return claims(found, objectOf(objectOf(runDetails).builder).id);
}

const list = (value: unknown): Json[] =>
  Array.isArray(value) ? value.slice(0, mostMaterials).filter((one) => isJson(one)) : [];

type FoundSource = Pick<BuildClaims, 'repository' | 'commit'>;

/** `git+https://github.com/owner/name@refs/heads/main` and its digest. */
function sourceOf(uri: unknown, commit: unknown): FoundSource | null {
  if (typeof uri !== 'string' || uri.length > 2_048 || typeof commit !== 'string') return null;
  const repository = /^git\+(https:\/\/[^@\s]+)(?:@\S*)?$/.exec(uri)?.[1];
  return repository === undefined ? null : { repository, commit };
}

function claims(found: readonly (FoundSource | null)[], builder: unknown): BuildClaims {
  const source = found.find((one) => one !== null);
  if (source === undefined || source === null)
    throw new Refusal('predicate-malformed', 'its predicate names no git repository and commit');
  return { ...source, builder: typeof builder === 'string' ? builder.slice(0, 1_024) : null };
}
