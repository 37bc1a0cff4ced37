import { existsSync } from 'node:fs';
import { appendFile, chmod, copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locate } from '../../../src/source/locate.js';
import { type GitRepository, gitRepository } from '../../support/git-repository.js';
import { claimOf, contextOf, entriesOf } from '../../support/source-claim.js';

let repository: GitRepository;
let folder: string;

const files = { 'package.json': { name: 'thing', version: '1.0.0' }, 'index.js': 'one' };
const run = (gitHead: string | null = null) =>
  locate(claimOf({ gitHead }), entriesOf(files), {}, contextOf(join(folder, 'cache'), repository.url));

beforeEach(async () => {
  repository = await gitRepository();
  folder = await mkdtemp(join(tmpdir(), 'reprove-hostile-'));
});
afterEach(async () => {
  await repository.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Puts a commit with a signature, which git would check with a program of the repository's choice, in another's place. */
async function sign(commit: string): Promise<void> {
  const [header = '', message = ''] = (await repository.git('cat-file', 'commit', commit)).split('\n\n');
  const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----';
  const signed = await repository.object('commit', Buffer.from(`${header}\n${signature}\n\n${message}\n`));
  await repository.branch('main', signed);
}

describe('a repository of this machine', () => {
  it('runs nothing that its configuration, hooks or attributes name, whatever is read', async () => {
    const gitHead = await repository.commit({
      ...files,
      'package.json': { name: 'thing', version: '0.9.0' },
    });
    await sign(await repository.commit({ ...files, '.gitattributes': '* filter=evil diff=evil' }));
    const ran = join(folder, 'ran');
    const program = join(folder, 'program');
    await writeFile(program, `#!/bin/sh\necho "$0 $@" >> ${ran}\nexit 1\n`);
    await chmod(program, 0o755);
    await writeFile(join(folder, 'included'), `[core]\n\tfsmonitor = ${program}\n\tpager = ${program}\n`);
    await appendFile(
      join(repository.path, 'config'),
      `[core]
\tfsmonitor = ${program}
\tsshCommand = ${program}
\tpager = ${program}
\teditor = ${program}
\taskPass = ${program}
\tgitProxy = ${program}
\thooksPath = ${folder}/hooks
\talternateRefsCommand = ${program}
[include]
\tpath = ${folder}/included
[alias]
\tcat-file = !${program}
\tfor-each-ref = !${program}
\tlog = !${program}
\trev-list = !${program}
[pager]
\tlog = ${program}
\trev-list = ${program}
[filter "evil"]
\tsmudge = ${program}
\tprocess = ${program}
\trequired = true
[diff]
\texternal = ${program}
[diff "evil"]
\ttextconv = ${program}
\tcommand = ${program}
[credential]
\thelper = !${program}
[uploadpack]
\tpackObjectsHook = ${program}
[gpg]
\tprogram = ${program}
[log]
\tshowSignature = true
[extensions]
\tpartialClone = origin
[remote "origin"]
\turl = ext::${program}
\tpromisor = true
\tuploadpack = ${program}
[protocol "ext"]
\tallow = always
`,
    );
    await mkdir(join(folder, 'hooks'));
    for (const hook of ['post-checkout', 'reference-transaction', 'fsmonitor-watchman', 'pre-auto-gc']) {
      await writeFile(join(folder, 'hooks', hook), `#!/bin/sh\nexec ${program}\n`, { mode: 0o755 });
    }
    const found = await run(gitHead);
    if (!found.ok) throw new Error(found.failure.message);
    const blobs = [...found.tree.files.values()].map(({ object }) => object);
    await found.repository.readBlobs([...blobs, 'f'.repeat(40)], 1000);
    await found.repository.hashBlobs([...blobs, 'f'.repeat(40)]);
    await found.repository.checkout(found.tree, join(folder, 'work'));
    await found.repository.close();
    expect(found.source.evidence).toEqual(['version-commit']);
    expect(existsSync(ran)).toBe(false);
  });

  it('is not changed', async () => {
    await repository.commit(files);
    await repository.tag('v1.0.0');
    const before = await readdir(repository.path, { recursive: true });
    const found = await run();
    if (found.ok) await found.repository.close();
    expect(await readdir(repository.path, { recursive: true })).toEqual(before);
  });

  it('replaces no object by another', async () => {
    const commit = await repository.commit(files);
    await repository.tag('v1.0.0');
    const other = await repository.commit({ 'index.js': 'replaced' });
    await repository.git('replace', commit, other);
    const found = await run();
    if (!found.ok) throw new Error(found.failure.message);
    await found.repository.close();
    expect(found.source).toMatchObject({ commit, candidates: [{ matched: 2 }] });
  });

  it('can pass no object off under the id of another', async () => {
    await repository.commit(files);
    await repository.tag('v1.0.0');
    const evil = await repository.object('blob', Buffer.from('evil'));
    const honest = 'f'.repeat(40);
    const loose = (id: string) => join(repository.path, 'objects', id.slice(0, 2), id.slice(2));
    await mkdir(join(repository.path, 'objects', 'ff'), { recursive: true });
    await copyFile(loose(evil), loose(honest));
    const found = await run();
    if (!found.ok) throw new Error(found.failure.message);
    const read = await found.repository.readBlobs([honest, evil], 1000);
    const hashed = await found.repository.hashBlobs([honest, evil]);
    await found.repository.close();
    expect([[...read.keys()], [...hashed.keys()]]).toEqual([[evil], [evil]]);
  });

  it('lends no objects from elsewhere on this machine', async () => {
    await repository.commit(files);
    await repository.tag('v1.0.0');
    await mkdir(join(repository.path, 'objects', 'info'), { recursive: true });
    await writeFile(join(repository.path, 'objects', 'info', 'alternates'), '/srv/private/objects\n');
    expect(await run()).toMatchObject({ ok: false, failure: { reason: 'repository-not-found' } });
  });
});
