import type { NormalizerInput } from '../../../compare/normalizer.js';
import type { Json, JsonObject } from '../../../compare/strict-json.js';

/** One field of package.json that the release has otherwise than its reference. */
interface FieldChange {
  field: string;
  /** Undefined where the field is absent. */
  reference: Json | undefined;
  release: Json | undefined;
  whole: { reference: JsonObject; release: JsonObject };
  against: 'source' | 'rebuild';
  proven: NormalizerInput['proven'];
}

/** A thing that publishing does to package.json: says how it explains the change, or null when it doesn't. */
export type Rewriting = (change: FieldChange) => string | null;
