import { expect, it } from 'vitest';
import type { NormalizerInput } from '../../../../src/compare/normalizer.js';
import { generalNormalizers } from '../../../../src/compare/normalizers/index.js';
import { npmNormalizers } from '../../../../src/npm/normalizers/index.js';
import { equalFiles } from '../../../support/equal-files.js';
import { entriesOf } from '../../../support/reference.js';

/** Two files with nothing known of them: asking for anything fails. */
function unproven(path: string, release: string | Buffer, reference: string | Buffer): NormalizerInput {
  const asked = (): never => {
    throw new Error('asked for a proof');
  };
  return {
    entry: entriesOf({ [path]: release })[0]!,
    file: { path, mode: 0o644, size: null, sha256: null, gitBlob: null },
    release: Buffer.from(release),
    reference: Buffer.from(reference),
    get against() {
      return asked();
    },
    get built() {
      return asked();
    },
    get proven() {
      return asked();
    },
  };
}

it.each([...generalNormalizers, ...npmNormalizers].filter(({ needsProof }) => !needsProof))(
  '$name, which says that it needs no proof, asks for none',
  ({ name, applies, normalize }) => {
    const [path, release, reference] = equalFiles[name]!;
    expect(applies(path)).toBe(true);
    const made = normalize(unproven(path, release, reference));
    expect(made?.release).toEqual(made?.reference);
    expect(made).not.toBeNull();
  },
);
