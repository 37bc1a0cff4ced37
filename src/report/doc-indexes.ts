import { normalizerIndex } from './normalizer-index.js';
import { signalIndex } from './signal-index.js';

/** Pages that lead to hand-written ones, made from what the code says of itself, by their path in the project. */
export const docIndexes = (): Record<string, string> => ({
  'docs/normalizers/README.md': normalizerIndex(),
  'docs/signals/README.md': signalIndex(),
});
