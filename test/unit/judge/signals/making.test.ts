import { describe, expect, it } from 'vitest';
import { publishedApart } from '../../../../src/judge/signals/published-apart.js';
import { sizeGrowth } from '../../../../src/judge/signals/size-growth.js';
import { versionUnknown } from '../../../../src/judge/signals/version-unknown.js';
import type { Source, SourceNote } from '../../../../src/source/schema.js';
import { result, source } from '../../../support/result.js';
import { severities } from '../../../support/signal-input.js';

describe('published-apart', () => {
  const published = (publishedAt: string | null) =>
    severities(publishedApart, {
      release: {},
      input: {
        release: { ...result().release, publishedAt },
        source: source({ commitTime: '2026-06-01T00:00:00Z' }),
      },
    });
  it.each([
    ['2026-05-20T00:00:00Z', [[null, 'medium']]],
    ['2027-06-01T00:00:00Z', [[null, 'low']]],
    ['2026-05-31T00:00:00Z', []],
    ['2026-08-01T00:00:00Z', []],
    ['no time', []],
    [null, []],
  ])('says of %s %j', (time, expected) => {
    expect(published(time)).toEqual(expected);
  });
  it('says nothing without a source', () => {
    expect(severities(publishedApart, { release: {}, input: { source: null } })).toEqual([]);
  });
});

describe('version-unknown-to-source', () => {
  const notes: SourceNote[] = [
    { kind: 'tag-missing', detail: 'x' },
    { kind: 'version-disagrees', detail: 'package.json has version 1.2.2, the release 1.2.3' },
  ];
  const told = (fields: Partial<Source>, sourceNotes = notes) => {
    const [candidate] = source().candidates;
    const candidates = [{ ...candidate!, versionAgrees: false }];
    return severities(versionUnknown, {
      release: {},
      input: { source: source({ evidence: ['content-match'], candidates, ...fields }), sourceNotes },
    });
  };
  it('speaks where neither tag, manifest nor record has the version', () => {
    expect(told({})).toEqual([[null, 'medium']]);
  });
  it.each<[string, Partial<Source>, SourceNote[]?]>([
    ['the manifest has it', { candidates: source().candidates }],
    ['the publisher recorded the commit', { evidence: ['git-head'] }],
    ['the user named the commit', { evidence: ['user'] }],
    ['a tag marks it', {}, []],
  ])('says nothing where %s', (_, fields, sourceNotes) => {
    expect(told(fields, sourceNotes)).toEqual([]);
  });
});

describe('size-growth', () => {
  const grown = (before: number, after: number, rebuilt = true) =>
    severities(sizeGrowth, {
      release: { 'a.js': 'x'.repeat(after) },
      rebuild: { 'a.js': 'x'.repeat(before) },
      rebuilt,
    });
  it('speaks of a script of far more bytes than the rebuild has', () => {
    expect(grown(100_000, 200_000)).toEqual([['a.js', 'medium']]);
  });
  it('says nothing of little more, of small files, and of what was built from a smaller file', () => {
    expect(grown(1_000_000, 1_200_000)).toEqual([]);
    expect(grown(100, 10_000)).toEqual([]);
    expect(grown(100_000, 200_000, false)).toEqual([]);
  });
});
