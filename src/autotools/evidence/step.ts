import type { Entry } from '../../archive/schema.js';
import type { Evidence } from '../../compare/schema.js';
import type { FurtherEvidenceInput } from '../../ecosystem.js';

/** What a step is given: the release, its source, and what is known by now. */
export type StepInput = FurtherEvidenceInput;

/**
 * One kind of evidence, looked up without building anything: what git writes of a tag, the history of known build-system files (`upstream`).
 * It answers for entries that have none yet: their evidence by path, for exact bytes only. What it doesn't name stays open.
 */
export interface EvidenceStep {
  /** One line for people. */
  name: string;
  find(input: StepInput, open: readonly Entry[]): Promise<ReadonlyMap<string, Evidence>>;
}
