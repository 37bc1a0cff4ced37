import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/archive/schema.js';
import { markNew } from '../../../src/baseline/mark.js';
import type { Finding } from '../../../src/judge/schema.js';
import { findingOf, type SignalHit } from '../../../src/judge/signal.js';
import { entriesOf } from '../../support/reference.js';
import { result } from '../../support/result.js';

const signal = { id: 'some-signal', title: 'Some signal', severity: 'high' } as const;
const hit = (fields: Partial<SignalHit> = {}): Finding =>
  findingOf(signal, { path: 'odd.js', message: 'it is odd', ...fields });

interface Side {
  files: Record<string, string>;
  findings: Finding[];
}

/** What is said of the findings of `now`, with `before` as its baseline. */
function marks(before: Side, now: Side, rebuilt = false) {
  const { verdict } = result();
  const unexplained = Object.keys(now.files).map((path) => ({
    path,
    canAct: true,
    why: 'script',
    new: null,
    lead: null,
  }));
  const baseline = { purl: 'pkg:npm/tiny@1.2.2', version: '1.2.2', integrity: '', commit: '', findings: 1 };
  return markNew(
    { comparison: null, findings: now.findings, verdict: { ...verdict, kind: 'suspicious', unexplained } },
    { archive: { entries: entries(now) }, claim: { manifestFile: 'package.json' } } as never,
    rebuilt,
    { ok: true, baseline, entries: entries(before), findings: before.findings },
  );
}
const entries = ({ files }: Side): Entry[] => entriesOf(files);
const isNew = (before: Side, now: Side, rebuilt = false) => marks(before, now, rebuilt).findings[0]!.new;

describe('markNew', () => {
  const same = { files: { 'odd.js': 'odd()' }, findings: [hit()] };

  it('knows a finding of the same signal, path, words and bytes', () => {
    expect(isNew(same, same)).toBe(false);
  });

  it.each<[string, Side]>([
    ['other bytes at the same path', { files: { 'odd.js': 'evil()' }, findings: [hit()] }],
    [
      'the same bytes at another path',
      { files: { 'moved.js': 'odd()' }, findings: [hit({ path: 'moved.js' })] },
    ],
    ['another message', { ...same, findings: [hit({ message: 'it is odder' })] }],
    ['another excerpt', { ...same, findings: [hit({ excerpt: 'odd()' })] }],
    ['another substance behind the same words', { ...same, findings: [hit({ substance: ['other data'] })] }],
    [
      'another signal',
      {
        ...same,
        findings: [findingOf({ ...signal, id: 'other' }, { path: 'odd.js', message: 'it is odd' })],
      },
    ],
  ])('takes %s for new', (_, now) => {
    expect(isNew(same, now)).toBe(true);
  });

  it('compares excerpts uncut', () => {
    const padded = (end: string): Side => ({
      files: { 'package.json': end },
      findings: [hit({ path: 'package.json', excerpt: `${' '.repeat(300)}${end}` })],
    });
    expect(isNew(padded('a'), padded('b'))).toBe(true);
    expect(isNew(padded('a'), padded('a'))).toBe(false);
  });

  it('knows a finding about a manifest whatever else is in that', () => {
    const of = (version: string): Side => ({
      files: { 'package.json': version },
      findings: [hit({ path: 'package.json' })],
    });
    expect(isNew(of('1.2.2'), of('1.2.3'))).toBe(false);
  });

  it('knows a finding about the release as a whole', () => {
    const of = (files: Side['files']): Side => ({ files, findings: [hit({ path: null })] });
    expect(isNew(of({ a: '1' }), of({ a: '2' }))).toBe(false);
  });

  it('does not call a finding on the same bytes new when only this release was rebuilt', () => {
    expect(isNew({ ...same, findings: [] }, same, true)).toBe(null);
    expect(isNew({ ...same, findings: [] }, same)).toBe(true);
    expect(isNew({ files: {}, findings: [] }, same, true)).toBe(true);
  });

  it('says of entries without evidence whether the same bytes were there', () => {
    const now = { files: { 'odd.js': 'odd()', 'new.js': 'evil()' }, findings: [] };
    const { unexplained } = marks(same, now).verdict;
    expect(unexplained.map((one) => [one.path, one.new])).toEqual([
      ['odd.js', false],
      ['new.js', true],
    ]);
  });

  it('changes no severity and no verdict', () => {
    const marked = marks(same, same);
    expect(marked.verdict.kind).toBe('suspicious');
    expect(marked.findings[0]).toEqual({ ...hit(), new: false });
  });

  it('tells nothing without a baseline', () => {
    const { verdict } = result();
    const judged = { comparison: null, findings: [hit()], verdict };
    const failure = { reason: 'no-earlier-release', message: 'none' } as const;
    const marked = markNew(judged, {} as never, false, { ok: false, failure });
    expect(marked).toEqual({ ...judged, baseline: null, baselineFailure: failure });
  });
});
