import { describe, expect, it } from 'vitest';
import type { Signal } from '../../../src/judge/signal.js';
import { opaqueData } from '../../../src/judge/signals/opaque-data.js';
import { sourceMoved } from '../../../src/judge/signals/source-moved.js';
import { manifestConfusion } from '../../../src/npm/manifest-confusion.js';
import { dependencyAdded } from '../../../src/npm/signals/dependency-added.js';
import { entryPointMoved } from '../../../src/npm/signals/entry-point-moved.js';
import { installHookAdded } from '../../../src/npm/signals/install-hook-added.js';
import { findingsOf } from '../../support/signal-input.js';

/** The one finding about a manifest with these fields, which its counterpart lacks. */
function ofManifest(signal: Signal, fields: object) {
  const text = JSON.stringify({ name: 'tiny', ...fields }, null, 2);
  const found = findingsOf(signal, {
    release: { 'package.json': text },
    input: { manifest: { release: JSON.parse(text), reference: { name: 'tiny' } } },
  });
  expect(found).toHaveLength(1);
  return found[0]!;
}

const long = 'x'.repeat(400);

describe('the fingerprint of a finding', () => {
  it.each<[string, Signal, (end: string) => object]>([
    ['an install script', installHookAdded, (end) => ({ scripts: { postinstall: `node ${long} ${end}` } })],
    ['a dependency', dependencyAdded, (end) => ({ dependencies: { a: `https://a.example/${long}${end}` } })],
    ['an entry point', entryPointMoved, (end) => ({ main: `${long}${end}` })],
  ])('tells %s by what its message cuts off, and by nothing else', (_, signal, fields) => {
    const [one, other] = [ofManifest(signal, fields('a')), ofManifest(signal, fields('b'))];
    expect(one.message).toBe(other.message);
    expect(one.fingerprint).not.toBe(other.fingerprint);
    expect(ofManifest(signal, { version: '9.9.9', ...fields('a') }).fingerprint).toBe(one.fingerprint);
  });

  it('tells registry manifests that agree on the first 80 characters', () => {
    const found = (end: string) =>
      manifestConfusion(
        { name: 'tiny', version: '1.0.0', dependencies: { a: `git+https://a.example/${long}${end}` } },
        { name: 'tiny', version: '1.0.0', dependencies: { a: '^1.0.0' } },
      )[0]!;
    expect(found('a').message).toBe(found('b').message);
    expect(found('a').fingerprint).not.toBe(found('b').fingerprint);
  });

  it('tells code that reads opaque data by the data too', () => {
    const of = (sha256: string) => {
      const shown = {
        release: { 'load.js': "exec('xz -dc tests/bad-3.lzma | sh');\n" },
        accounted: { 'tests/bad-3.lzma': 'x' },
      };
      const found = findingsOf(
        {
          ...opaqueData,
          find: (input) => opaqueData.find({ ...input, comparison: withDigest(input.comparison, sha256) }),
        },
        shown,
      );
      expect(found).toHaveLength(1);
      return found[0]!.fingerprint;
    };
    expect(of('a')).not.toBe(of('b'));
    expect(of('a')).toBe(of('a'));
  });

  it('is the same for a tag that is missing again', () => {
    const of = (kind: 'tag-missing' | 'tag-moved', detail: string) =>
      findingsOf(sourceMoved, { release: {}, input: { sourceNotes: [{ kind, detail }] } })[0]!.fingerprint;
    expect(of('tag-missing', 'no tag marks 1.0.0')).toBe(of('tag-missing', 'no tag marks 1.0.1'));
    expect(of('tag-moved', 'v1.0.0 is elsewhere')).not.toBe(of('tag-moved', 'v1.0.1 is elsewhere'));
  });
});

type Compared = Parameters<Signal['find']>[0]['comparison'];

/** The comparison with another digest of the data. */
const withDigest = (comparison: Compared, sha256: string): Compared => ({
  ...comparison,
  entries: comparison.entries.map((entry) =>
    entry.path === 'tests/bad-3.lzma' ? { ...entry, sha256 } : entry,
  ),
});
