import { describe, expect, it } from 'vitest';
import type { Case, Facts } from '../../../src/why/cause.js';
import { changesOf } from '../../../src/why/changes.js';
import { causesFound, explain, noFindings } from '../../../src/why/findings.js';
import type { WorkTree } from '../../../src/why/work-tree.js';

const commit = '0123456789abcdef0123456789abcdef01234567';
const facts = (fields: Partial<Facts> = {}): Facts => ({
  name: 'tiny',
  version: '1.2.3',
  commit,
  directory: '',
  node: '20.1.0',
  tracked: () => false,
  isSource: () => false,
  inHistory: new Set(),
  files: { texts: new Map(), find: () => [], tools: [] },
  workTree: null,
  previous: null,
  unpinned: [],
  otherVersions: 'today',
  byPackages: new Map(),
  ...fields,
});
const entry = (content: string | null, mode = 0o644) =>
  content === null
    ? null
    : { path: 'lib/a.js', mode, size: content.length, sha256: content, gitBlob: content };
const workTree = (fields: Partial<WorkTree> = {}): WorkTree => ({
  changed: new Map(),
  isOlder: () => false,
  installed: [],
  ...fields,
});

/** An entry as the commit builds it, and as the release, or another build, has it. */
function one(before: string | null, now: string | null, fields: Partial<Case> = {}): Case {
  return {
    path: 'lib/a.js',
    against: 'release',
    variations: [],
    before: entry(before),
    now: entry(now),
    changes: before === null || now === null || before === now ? [] : changesOf(before, now),
    normalizations: [],
    ...fields,
  };
}

/** Names of the causes that are found, with how well they are proven, and how many entries none explains. */
function found(cases: readonly Case[], known = facts()): [string[], number] {
  const findings = noFindings();
  for (const each of cases) explain(each, known, findings);
  const names = causesFound(findings, known).map(({ cause, proof }) => `${cause} by ${proof}`);
  return [names, findings.unexplained.length];
}

describe('causes of a difference to the release', () => {
  it.each<[string, string, string[]]>([
    [
      'var a = "2024-01-02T03:04:05.678Z";\n',
      'var a = "2023-11-12T13:14:15.160Z";\n',
      ['build-time by bytes'],
    ],
    ['/* Built on Jan 2, 2024 */\n', '/* Built on Nov 12, 2023 */\n', ['build-time by bytes']],
    ['/* (c) 2014-2024 me */\n', '/* (c) 2014-2023 me */\n', ['build-time by bytes']],
    ['var t = 1704164645678;\n', 'var t = 1699794855160;\n', ['build-time by bytes']],
    ['a\nb\n', 'a\r\nb\r\n', ['line-endings by bytes']],
    ['f("/build/src/a.js")\n', 'f("/home/me/tiny/src/a.js")\n', ['build-path by bytes']],
    ['v = "none"\n', 'v = "v1.2.2-4-gfedcba9"\n', ['git-state by bytes']],
    ['v = "dev"\n', `v = "${commit.slice(0, 8)}"\n`, ['git-state by bytes']],
    ['v = "1.2.3"\n', 'v = "1.2.2"\n', ['version-stamp by bytes']],
  ])('%j became %j', (before, now, causes) => expect(found([one(before, now)])).toEqual([causes, 0]));

  it.each([
    ['x ? 1:10 : 0\n', 'x ? 2:20 : 0\n'],
    ['port(2000)\n', 'port(2010)\n'],
    ['a(b)\n', 'a(c)\n'],
    ['v = "4.5.6"\n', 'v = "4.5.7"\n'],
  ])('names none for %j that became %j', (before, now) => expect(found([one(before, now)])).toEqual([[], 1]));

  it('leaves what one cause does not explain', () => {
    const before = 'at("2024-01-02");\nevil(0);\n';
    const now = 'at("2023-01-02");\nevil(1);\n';
    expect(found([one(before, now)])).toEqual([['build-time by bytes'], 1]);
  });

  it('takes places that an experiment changes for its work, and no others', () => {
    const built = one('host = "builder";\nx = 1;\n', 'host = "other";\nx = 1;\n', {
      against: 'variation',
      variations: ['host-name'],
    });
    const alike = one('host = "builder";\nx = 1;\n', 'host = "laptop";\nx = 1;\n');
    expect(found([built, alike])).toEqual([['host-name by experiment'], 0]);
    const more = one('host = "builder";\nx = 1;\n', 'host = "laptop";\nx = 2;\n');
    expect(found([built, more])).toEqual([['host-name by experiment'], 1]);
  });

  it('knows a umask by its bits', () => {
    const mode = (now: number) => one('a', 'a', { before: entry('a'), now: entry('a', now) });
    expect(found([mode(0o664)])).toEqual([['umask by bytes'], 0]);
    expect(found([mode(0o600)])).toEqual([['umask by bytes'], 0]);
    expect(found([mode(0o755)])).toEqual([[], 1]);
  });

  it('knows files of the release alone', () => {
    const left = facts({ workTree: workTree({ isOlder: () => true }) });
    expect(found([one(null, 'a')], left)).toEqual([['left-over-file by bytes'], 0]);
    const before = facts({ previous: new Map([['lib/a.js', 'a']]) });
    expect(found([one(null, 'a')], before)).toEqual([['left-over-file by likely'], 0]);
    expect(found([one(null, 'a', { path: 'lib/.DS_Store' })])).toEqual([['accidental-file by bytes'], 0]);
    const changed = new Map([['lib/a.js', { tracked: false }]]);
    const untracked = facts({ workTree: workTree({ changed }) });
    expect(found([one(null, 'a')], untracked)).toEqual([['uncommitted-change by bytes'], 0]);
    expect(found([one(null, 'a')])).toEqual([[], 1]);
  });

  it('says of what is changed and not committed only that it is likely', () => {
    const changed = new Map([['source/a.js', { tracked: true }]]);
    expect(found([one('a(b)\n', 'a(c)\n')], facts({ workTree: workTree({ changed }) }))).toEqual([
      ['uncommitted-change by likely'],
      0,
    ]);
  });

  it('knows a source file that is not as the commit has it', () => {
    const unchanged = (inHistory: string[]) => facts({ isSource: () => true, inHistory: new Set(inHistory) });
    expect(found([one('a(b)\n', 'a(c)\n')], unchanged([]))).toEqual([['uncommitted-change by bytes'], 0]);
    expect(found([one(null, 'a')], unchanged(['a']))).toEqual([['uncommitted-change by bytes'], 0]);
    expect(found([one(null, 'a')], unchanged([]))).toEqual([[], 1]);
  });

  it('proves a tool by a build with the other version', () => {
    const unpinned = [{ name: 'min', range: '^1.0.0', built: '1.1.0', other: '1.0.0' }];
    const known = (asReleased: boolean) =>
      facts({ unpinned, byPackages: new Map([['lib/a.js', { asReleased }]]) });
    expect(found([one('a(b)\n', 'a(c)\n')], known(true))).toEqual([['unpinned-tool by experiment'], 0]);
    expect(found([one('a(b)\n', 'a(c)\n')], known(false))).toEqual([['unpinned-tool by likely'], 0]);
  });
});

describe('causes of a difference between builds alike', () => {
  const repeat = (before: string, now: string) => found([one(before, now, { against: 'repeat' })]);
  it('tells chance from order', () => {
    expect(repeat('id = "a1b2"\n', 'id = "c3d4"\n')).toEqual([['random by experiment'], 0]);
    expect(repeat('a\nb\nc\n', 'c\na\nb\n')).toEqual([['unstable-order by experiment'], 0]);
    expect(repeat('t = "2024-01-02 03:04"\n', 't = "2024-01-02 03:05"\n')).toEqual([
      ['build-time by bytes'],
      0,
    ]);
  });
});
