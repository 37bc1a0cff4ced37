import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/archive/schema.js';
import type { SourceClaim } from '../../../src/ecosystem.js';
import { type LocateOptions, locate } from '../../../src/source/locate.js';
import { type GitRepository, gitRepository, submodule } from '../../support/git-repository.js';
import { claimOf, contextOf, entriesOf } from '../../support/source-claim.js';

let repository: GitRepository;
let cache: string;

beforeEach(async () => {
  repository = await gitRepository();
  cache = await mkdtemp(join(tmpdir(), 'reprove-cache-'));
});
afterEach(async () => {
  await repository.remove();
  await rm(cache, { recursive: true, force: true });
});

const manifest = (version: string, more: object = {}) => ({ name: 'thing', version, ...more });
const files = { 'package.json': manifest('1.0.0'), 'index.js': 'one' };

async function located(
  claim: Partial<SourceClaim> = {},
  entries: Entry[] = entriesOf(files),
  options: LocateOptions = {},
  context = contextOf(cache, repository.url),
) {
  const found = await locate(claimOf(claim), entries, options, context);
  if (found.ok) await found.repository.close();
  return found;
}

async function source(...parameters: Parameters<typeof located>) {
  const found = await located(...parameters);
  if (!found.ok) throw new Error(found.failure.message);
  return found.source;
}

async function notes(...parameters: Parameters<typeof located>) {
  return (await located(...parameters)).notes.map(({ kind }) => kind);
}

async function reason(...parameters: Parameters<typeof located>) {
  const found = await located(...parameters);
  return found.ok ? null : found.failure.reason;
}

describe('the revision of a release', () => {
  it('is the tagged commit, with its time and its score', async () => {
    const commit = await repository.commit(files, { date: '2024-01-01T10:00:00Z' });
    await repository.tag('v1.0.0', { annotated: true });
    await repository.commit({ 'index.js': 'two', 'package.json': manifest('1.1.0') });
    expect(await source()).toEqual({
      repository: 'https://github.com/owner/thing',
      mirroredFrom: repository.url,
      commit,
      ref: 'v1.0.0',
      commitTime: '2024-01-01T10:00:00.000Z',
      directory: '',
      directoryEvidence: 'manifest-name',
      evidence: ['tag'],
      reachable: true,
      candidates: [
        {
          commit,
          evidence: ['tag'],
          ref: 'v1.0.0',
          directory: '',
          score: 1,
          matched: 2,
          files: 2,
          versionAgrees: true,
          nameAgrees: true,
        },
      ],
    });
  });

  it('has all evidence that led to it, strongest first', async () => {
    const commit = await repository.commit(files);
    await repository.tag('v1.0.0');
    const found = await source({ gitHead: commit, attestedCommit: commit });
    expect(found.evidence).toEqual(['attestation', 'git-head', 'tag']);
  });

  it('is never taken from a tag that marks a tree or a file', async () => {
    const commit = await repository.commit(files);
    await repository.ref('refs/tags/v1.0.0', await repository.git('rev-parse', `${commit}^{tree}`));
    await repository.ref('refs/tags/1.0.0', await repository.git('rev-parse', `${commit}:index.js`));
    expect((await source()).evidence).toEqual(['version-commit']);
  });

  it('is the commit that set the version where there is no tag', async () => {
    await repository.commit({ ...files, 'package.json': manifest('0.9.0') });
    const commit = await repository.commit(files);
    await repository.commit({ 'package.json': manifest('1.1.0') });
    expect(await source()).toMatchObject({ commit, evidence: ['version-commit'], ref: null });
    expect(await notes()).toEqual(['tag-missing']);
  });

  it('is found by content where no manifest has the version', async () => {
    const stamped = { 'package.json': manifest('0.0.0-development') };
    await repository.commit({ ...stamped, 'index.js': 'zero', 'a.js': 'a' });
    const commit = await repository.commit({ 'index.js': 'one' });
    await repository.commit({ 'index.js': 'two' });
    const found = await source({}, entriesOf({ ...files, 'a.js': 'a' }));
    expect(found).toMatchObject({ commit, evidence: ['content-match'] });
  });

  it('is the neighbour of the tagged commit that has more of the files, which is told', async () => {
    const commit = await repository.commit({ ...files, 'a.js': 'a' });
    await repository.commit({ 'index.js': 'merged', 'a.js': 'merged' });
    await repository.tag('v1.0.0');
    const entries = entriesOf({ ...files, 'a.js': 'a' });
    expect(await source({}, entries)).toMatchObject({ commit, evidence: ['content-match'], ref: null });
    expect(await notes({}, entries)).toEqual(['tag-disagrees']);
  });

  it('stays the tagged commit where the neighbour that fits better has another version', async () => {
    await repository.commit({
      'package.json': manifest('0.9.0'),
      'index.js': 'one',
      'a.js': 'a',
      'b.js': 'b',
    });
    const commit = await repository.commit({ 'package.json': manifest('1.0.0'), 'index.js': 'two' });
    await repository.tag('v1.0.0');
    const entries = entriesOf({ ...files, 'a.js': 'a', 'b.js': 'b' });
    expect(await source({}, entries)).toMatchObject({ commit, evidence: ['tag'] });
  });

  it('is not a neighbour that has the version of another release', async () => {
    await repository.commit({
      'package.json': manifest('0.9.0'),
      'index.js': 'one',
      'a.js': 'a',
      'b.js': 'b',
    });
    const entries = entriesOf({ ...files, 'a.js': 'a', 'b.js': 'changed' });
    expect(await located({}, entries)).toMatchObject({
      ok: false,
      failure: { reason: 'no-revision-found', candidates: [{ evidence: ['content-match'], matched: 2 }] },
    });
  });

  it('may have another version where versions are not kept and all else is equal', async () => {
    const commit = await repository.commit({ 'package.json': manifest('0.9.0'), 'index.js': 'one' });
    expect(await source()).toMatchObject({ commit, evidence: ['content-match'] });
  });

  it('is not an older release under a version that the repository never had', async () => {
    await repository.commit({ 'package.json': manifest('0.9.0'), 'index.js': 'one' });
    await repository.commit({ 'package.json': manifest('0.9.1'), 'index.js': 'fixed' });
    expect(await located()).toMatchObject({ ok: false, failure: { reason: 'no-revision-found' } });
  });

  it('is the tag of the version where manifests have none, not an older commit that fits better', async () => {
    await repository.commit({ 'package.json': manifest('0.0.0-development'), 'index.js': 'one' });
    const commit = await repository.commit({ 'index.js': 'fixed' });
    await repository.tag('v1.0.0');
    expect(await source()).toMatchObject({ commit, evidence: ['tag'], candidates: [{ matched: 0 }] });
  });

  describe('that nothing but its content leads to, and whose source states no version', () => {
    const unversioned = { 'configure.ac': 'AC_INIT', 'main.c': 'one', 'util.c': 'util', 'list.c': 'list' };
    const released = entriesOf({ ...unversioned, 'main.c': 'two' });

    it('is not the last commit of a branch while that has other contents: what the release is of may follow it', async () => {
      await repository.commit({ ...unversioned, 'main.c': 'zero' });
      const last = await repository.commit(unversioned);
      expect(await located({}, released)).toMatchObject({
        ok: false,
        failure: {
          reason: 'no-revision-found',
          candidates: expect.arrayContaining([expect.objectContaining({ commit: last, matched: 3 })]),
        },
      });
    });

    it('is the last commit where nothing of it is otherwise', async () => {
      const commit = await repository.commit(unversioned);
      const entries = entriesOf({ ...unversioned, configure: 'made' });
      expect(await source({}, entries)).toMatchObject({ commit, evidence: ['content-match'] });
    });

    it('is a commit that others follow on every branch', async () => {
      const commit = await repository.commit(unversioned);
      await repository.commit({ 'main.c': 'three', 'util.c': 'three' });
      expect(await source({}, released)).toMatchObject({ commit, evidence: ['content-match'] });
    });
  });

  it('is not found by a few files that every commit has', async () => {
    await repository.commit({ 'package.json': manifest('0.0.0'), LICENSE: 'MIT' });
    const entries = entriesOf({ ...files, LICENSE: 'MIT', 'b.js': 'b' });
    expect(await reason({}, entries)).toBe('no-revision-found');
  });

  it('is the tag whose manifest has the version, not one that only has the name', async () => {
    await repository.commit({ ...files, 'package.json': manifest('0.9.0') });
    await repository.tag('v1.0.0');
    const commit = await repository.commit({ 'package.json': manifest('1.0.0') });
    await repository.tag('build-1.0.0');
    expect(await source()).toMatchObject({ commit, ref: 'build-1.0.0' });
    expect(await notes()).toEqual(['tag-disagrees']);
  });

  it('is the recorded commit where it fits better than the tag, and the tag is told', async () => {
    await repository.commit({ ...files, 'index.js': 'other' });
    await repository.tag('v1.0.0');
    const gitHead = await repository.commit({ 'index.js': 'one' });
    expect(await source({ gitHead })).toMatchObject({ commit: gitHead, evidence: ['git-head'] });
    expect(await notes({ gitHead })).toEqual(['tag-disagrees']);
  });

  it('is the tag where it fits better than the recorded commit, and that is told', async () => {
    const gitHead = await repository.commit({ ...files, 'index.js': 'other' });
    const commit = await repository.commit({ 'index.js': 'one' });
    await repository.tag('v1.0.0');
    expect(await source({ gitHead })).toMatchObject({ commit });
    expect(await notes({ gitHead })).toEqual(['git-head-disagrees']);
  });

  it('is never a commit that only a pull request reaches', async () => {
    const commit = await repository.commit({ ...files, 'index.js': 'other' });
    await repository.tag('v1.0.0');
    const impostor = await repository.commit(files, { branch: 'x', from: commit });
    await repository.ref('refs/pull/1/head', impostor);
    await repository.ref('refs/heads/x', null);
    const claim = { gitHead: impostor, attestedCommit: impostor };
    expect((await source(claim)).candidates.map((candidate) => candidate.commit)).toEqual([commit]);
    expect(await notes(claim)).toContain('attested-commit-unreachable');
    expect(await notes({ gitHead: impostor })).toContain('unreachable-commit');
  });

  it('may be a commit that is reached but isn’t at the end of a branch', async () => {
    const gitHead = await repository.commit(files);
    await repository.commit({ 'package.json': manifest('1.1.0') });
    expect(await source({ gitHead })).toMatchObject({ commit: gitHead, reachable: true });
  });

  it('is told apart from one whose dates run backwards', async () => {
    const gitHead = await repository.commit(files, { date: '2030-01-01T00:00:00Z' });
    for (let count = 0; count < 20; count++) {
      await repository.commit({ 'x.js': `${count}` }, { date: `2001-01-${count + 1}` });
    }
    expect((await source({ gitHead })).reachable).toBe(true);
  });
});

describe('a commit that an attestation names', () => {
  it('is the source, before any other with as much of the release', async () => {
    const attestedCommit = await repository.commit(files);
    const gitHead = await repository.commit({ 'other.js': '1' });
    expect(await source({ attestedCommit, gitHead })).toMatchObject({
      commit: attestedCommit,
      evidence: ['attestation'],
    });
  });

  it('agrees with tag and gitHead when it is theirs', async () => {
    const attestedCommit = await repository.commit(files);
    await repository.tag('v1.0.0');
    expect(await notes({ attestedCommit, gitHead: attestedCommit })).toEqual([]);
  });

  it.each(['tag', 'gitHead'])('disagrees with a %s that is elsewhere', async (kind) => {
    const attestedCommit = await repository.commit(files);
    await repository.commit({ 'other.js': '1' });
    const elsewhere = await repository.commit({ 'other.js': '2' });
    if (kind === 'tag') await repository.tag('v1.0.0');
    const claim = { attestedCommit, gitHead: kind === 'gitHead' ? elsewhere : null };
    expect(await notes(claim)).toContain('attestation-disagrees');
  });

  it('precedes a tagged commit that the job made itself', async () => {
    const attestedCommit = await repository.commit({ ...files, 'package.json': manifest('0.9.0') });
    const commit = await repository.commit({ 'package.json': manifest('1.0.0') });
    await repository.tag('v1.0.0');
    expect(await source({ attestedCommit, gitHead: commit })).toMatchObject({ commit });
    expect(await notes({ attestedCommit, gitHead: commit })).toEqual(['attestation-precedes']);
  });

  it('is not looked at when the user names a revision', async () => {
    const attestedCommit = await repository.commit(files);
    const ref = await repository.commit({ 'other.js': '1' });
    const found = await located({ attestedCommit }, undefined, { ref });
    expect(found).toMatchObject({ ok: true, source: { commit: ref, evidence: ['user'] }, notes: [] });
  });
});

describe('what a user asks for', () => {
  it.each(['tag', 'branch', 'id', 'short id'])('may be a %s', async (kind) => {
    const commit = await repository.commit(files);
    await repository.tag('some-tag');
    await repository.branch('some-branch');
    await repository.commit({ 'index.js': 'two' });
    const ref = { tag: 'some-tag', branch: 'some-branch', id: commit, 'short id': commit.slice(0, 8) }[kind];
    const found = await source({}, undefined, { ref: ref ?? '' });
    expect(found).toMatchObject({ commit, evidence: ['user'] });
  });

  it('may be a commit that no branch reaches, which is told', async () => {
    await repository.commit(files);
    const lost = await repository.commit({ 'index.js': 'lost' }, { branch: 'x', from: 'refs/heads/main^0' });
    await repository.ref('refs/heads/x', null);
    const found = await located({}, undefined, { ref: lost });
    expect(found).toMatchObject({ ok: true, source: { commit: lost, reachable: false } });
    expect(found.notes.map(({ kind }) => kind)).toContain('unreachable-commit');
  });

  it.each(['no-such-tag', '--help', 'f'.repeat(40), 'main:package.json', 'a\nb'])(
    'is refused where there is no revision %j',
    async (ref) => {
      await repository.commit(files);
      expect(await reason({}, undefined, { ref })).toBe('no-such-revision');
    },
  );

  it('may be another repository than the release states', async () => {
    await repository.commit(files);
    await repository.tag('v1.0.0');
    const context = contextOf(cache, null);
    const options = { source: repository.path };
    expect(await source({ repository: null }, undefined, options, context)).toMatchObject({ ref: 'v1.0.0' });
    expect(await notes({ repository: null }, undefined, options, context)).toEqual(['repository-not-stated']);
  });

  it('may be a local copy, which goes by the address that the release states', async () => {
    const own = manifest('1.0.0', { repository: 'owner/thing' });
    await repository.commit({ ...files, 'package.json': own });
    await repository.tag('v1.0.0');
    const options = { source: repository.path };
    expect(await notes({}, undefined, options, contextOf(cache, null))).toEqual([]);
    const other = { repository: 'another/thing' };
    expect(await notes(other, undefined, options, contextOf(cache, null))).toEqual(['repository-disagrees']);
  });

  it('may be a folder', async () => {
    await repository.commit({ ...files, 'sub/package.json': manifest('1.0.0') });
    await repository.tag('v1.0.0');
    expect(await source({}, undefined, { directory: './sub/' })).toMatchObject({
      directory: 'sub',
      directoryEvidence: 'user',
    });
  });

  it.each(['nowhere', '../x', '/etc'])('is refused where there is no folder %s', async (directory) => {
    await repository.commit(files);
    await repository.tag('v1.0.0');
    expect(await reason({}, undefined, { directory })).toBe('directory-not-found');
  });
});

describe('the folder of a package', () => {
  const workspace = {
    'package.json': { name: 'root', private: true },
    'packages/other/package.json': { name: 'other', version: '1.0.0' },
    'packages/real/package.json': manifest('1.0.0'),
    'packages/real/index.js': 'one',
    'test/fixtures/thing/package.json': manifest('1.0.0'),
    'test/fixtures/thing/index.js': 'one',
  };
  beforeEach(async () => {
    await repository.commit(workspace);
    await repository.tag('thing@1.0.0');
  });

  it('is the stated one', async () => {
    const claim = { directory: 'packages/real/' };
    expect(await source(claim)).toMatchObject({ directory: 'packages/real', directoryEvidence: 'stated' });
    expect(await notes(claim)).toEqual([]);
  });

  it('is where the address points', async () => {
    const claim = { repository: 'https://github.com/owner/thing/tree/main/packages/real' };
    expect(await source(claim)).toMatchObject({ directory: 'packages/real', directoryEvidence: 'stated' });
  });

  it.each([null, 'packages/other', 'packages/gone', '../..'])(
    'is found by name when %s is stated',
    async (directory) => {
      expect(await source({ directory })).toMatchObject({
        directory: 'packages/real',
        directoryEvidence: 'manifest-name',
      });
      expect(await notes({ directory })).toEqual(['directory-disagrees']);
    },
  );

  it('is found by content where no manifest has the name', async () => {
    await repository.commit({
      'packages/real/package.json': { name: 'renamed', version: '1.0.0' },
      'test/fixtures/thing/package.json': null,
      'test/fixtures/thing/index.js': null,
    });
    await repository.tag('v1.0.0');
    await repository.ref('refs/tags/thing@1.0.0', null);
    expect(await source()).toMatchObject({ directory: 'packages/real', directoryEvidence: 'content' });
    expect(await notes()).toEqual(['name-disagrees', 'directory-disagrees']);
  });

  it('is told when it is nowhere', async () => {
    const entries = entriesOf({ 'dist/x.js': 'built' });
    expect(await reason({ name: 'absent', version: '1.0.0' }, entries)).toBe('directory-not-found');
  });
});

describe('what locating notices', () => {
  it('is a version that the manifest does not have', async () => {
    await repository.commit({ ...files, 'package.json': manifest('0.0.0-development') });
    await repository.tag('v1.0.0');
    expect(await notes()).toEqual(['version-disagrees']);
  });

  it('is a tag that was elsewhere before, for good', async () => {
    await repository.commit({ ...files, 'index.js': 'first' });
    await repository.tag('v1.0.0');
    expect(await notes()).toEqual([]);
    await repository.commit({ 'index.js': 'one' });
    await repository.tag('v1.0.0');
    expect(await notes()).toEqual(['tag-moved']);
    expect(await notes()).toEqual(['tag-moved']);
  });

  it('is a manifest that names another repository', async () => {
    const own = manifest('1.0.0', { repository: { url: 'git+https://github.com/else/where.git' } });
    await repository.commit({ ...files, 'package.json': own });
    await repository.tag('v1.0.0');
    expect(await notes()).toEqual(['repository-disagrees']);
  });

  it('is a repository that the configuration does not expect', async () => {
    await repository.commit(files);
    await repository.tag('v1.0.0');
    const context = contextOf(cache, repository.url);
    context.config.expectedSource = { 'th*': 'github:owner/thing', thing: 'github:another/thing' };
    expect(await notes({}, undefined, {}, context)).toEqual(['repository-unexpected']);
    context.config.expectedSource = { 'th*': 'github:Owner/thing' };
    expect(await notes({}, undefined, {}, context)).toEqual([]);
  });

  it('is a submodule, and pointers to a large-file store', async () => {
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';
    await repository.commit({
      ...files,
      '.gitattributes': '*.bin filter=lfs',
      'a.bin': pointer,
      vendored: submodule('a'.repeat(40)),
    });
    await repository.tag('v1.0.0');
    expect(await notes()).toEqual(['submodule-not-read', 'lfs-pointer']);
  });
});

describe('a source that is not found', () => {
  it('has no address', async () => {
    expect(await reason({ repository: null })).toBe('no-repository-field');
  });

  it('has an address that must not be used', async () => {
    expect(await reason({ repository: repository.url })).toBe('unusable-address');
  });

  it('is not in the cache when offline', async () => {
    const context = contextOf(cache, '/no/such/folder', { offline: true });
    expect(await reason({}, undefined, {}, context)).toBe('repository-not-cached');
  });

  it('is a folder without a repository', async () => {
    expect(await reason({}, undefined, { source: cache })).toBe('repository-not-found');
  });

  it('says what to do next, on one line', async () => {
    const found = await located({ repository: 'ext::sh\u001b' });
    expect(found).toMatchObject({ ok: false, failure: { hint: expect.stringContaining('--source') } });
    expect(found.ok || found.failure.message).not.toMatch(/[\n\u001b]/);
  });
});
