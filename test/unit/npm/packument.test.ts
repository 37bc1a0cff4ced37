import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { PackageURL } from 'packageurl-js';
import { describe, expect, it } from 'vitest';
import { readPackument } from '../../../src/npm/packument.js';
import { pickVersion } from '../../../src/npm/pick-version.js';
import { publishedIntegrity } from '../../../src/npm/published-integrity.js';
import { RegistryError } from '../../../src/npm/registry-error.js';
import { purlOf } from '../../../src/npm/release.js';

/** Packuments with the right fields and anything in them. */
const packuments = fc.record(
  {
    name: fc.constant('one'),
    versions: fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom('1.0.0', '2.0.0-a', 'latest', '__proto__', 'v3'), fc.jsonValue()),
    ),
    'dist-tags': fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom('latest', 'next', '__proto__', '\u001b[31m'), fc.jsonValue()),
    ),
    time: fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom('1.0.0', 'unpublished'), fc.jsonValue())),
    repository: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

/** The value, or the RegistryError; any other error is thrown on. */
function outcome<T>(attempt: () => T): T | RegistryError {
  try {
    return attempt();
  } catch (cause) {
    if (cause instanceof RegistryError) return cause;
    throw cause;
  }
}

describe('packuments of a hostile registry', () => {
  it('give versions that are listed, or one clear line', () => {
    const wanted = fc.constantFrom(
      { wanted: '', wantedAs: 'range' as const },
      { wanted: '^1', wantedAs: 'range' as const },
      { wanted: '1.0.0', wantedAs: 'version' as const },
      { wanted: 'next', wantedAs: 'tag' as const },
      { wanted: '__proto__', wantedAs: 'tag' as const },
    );
    fc.assert(
      fc.property(packuments, wanted, (json, spec) => {
        const picked = outcome(() => pickVersion(readPackument(JSON.stringify(json), 'one'), spec, 'latest'));
        if (picked instanceof RegistryError) {
          expect(picked.message).not.toMatch(/[\u0000-\u001f]/);
        } else {
          expect(Object.keys(json.versions as object)).toContain(picked.version);
        }
      }),
    );
  });

  it('are no packuments when they are any other text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = outcome(() => readPackument(text, 'one'));
        if (!(read instanceof RegistryError)) expect(JSON.parse(text)).toBeTypeOf('object');
      }),
    );
  });
});

describe('published integrity', () => {
  it('takes the strongest of what is stated', () => {
    const sri = (algorithm: string) => `${algorithm}-${createHash(algorithm).update('x').digest('base64')}`;
    const dist = { integrity: ['sha1', 'sha512', 'sha256'].map(sri).join(' '), shasum: 'f'.repeat(40) };
    expect(publishedIntegrity(dist, 'one')).toMatchObject({ algorithm: 'sha512', stated: sri('sha512') });
  });

  it('is never missing when something is stated', () => {
    const stated = fc.oneof(fc.jsonValue(), fc.string()).filter((value) => value !== null && value !== '');
    fc.assert(
      fc.property(stated, (integrity) => {
        const read = outcome(() => publishedIntegrity({ integrity }, 'one'));
        expect(read).not.toBeNull();
      }),
    );
  });
});

describe('package URLs', () => {
  it('are read back as what they name', () => {
    const part = fc.stringMatching(/^[a-z0-9][a-z0-9._~-]{0,20}$/);
    const version = fc.constantFrom('1.0.0', '1.0.0-beta.1', '1.0.0+build.5');
    fc.assert(
      fc.property(fc.option(part), part, version, (scope, base, number) => {
        const name = scope === null ? base : `@${scope}/${base}`;
        const read = PackageURL.fromString(purlOf(name, number));
        const back = read.namespace ? `${read.namespace}/${read.name}` : read.name;
        expect([read.type, back, read.version]).toEqual(['npm', name, number]);
      }),
    );
  });
});
