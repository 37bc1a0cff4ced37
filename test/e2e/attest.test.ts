import { createHash } from 'node:crypto';
import { chmod, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/attest/check/schema.js';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { gitRepository } from '../support/git-repository.js';
import { registry } from '../support/registry.js';
import { npmTarball } from '../support/tarball.js';

const address = 'https://git.example/team/plain';
const manifest = { name: 'plain', version: '2.0.0', main: 'index.js', repository: `${address}.git` };
const files = {
  'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
  'index.js': 'module.exports = () => 42;\n',
};
const bad = {
  'package.json': files['package.json'].replace('2.0.0', '2.0.1'),
  'index.js': 'module.exports = () => 43;\n',
};
const secret = { REPROVE_KEY_PASSPHRASE: 'correct horse battery staple' };
const names = ['alice', 'bob', 'carol'] as const;

describe('attestations from one machine to another', { timeout: 120_000 }, () => {
  let world: CliWorld;
  let other: CliWorld;
  let repository: Awaited<ReturnType<typeof gitRepository>>;
  let local: Awaited<ReturnType<typeof registry>>;
  let commit: string;
  const integrity = (tarball: Buffer) => `sha512-${createHash('sha512').update(tarball).digest('base64')}`;

  const attest = (spec: string, name: string) =>
    world.run(['attest', spec, '--key', `${name}.key`, '-o', `${name}.jsonl`, '--no-rebuild'], secret);
  const policy = (quorum: number, who: readonly string[] = names) =>
    writeFile(
      join(other.folder, 'trust.json'),
      JSON.stringify({
        version: 1,
        quorum,
        verifiers: who.map((name) => ({ name, keys: [{ publicKey: `${name}.pub` }] })),
      }),
    );
  const check = async (...args: string[]) => {
    const { exitCode, stdout } = await other.run([
      'check',
      ...args,
      '--attestations',
      'copy',
      '--trust',
      'trust.json',
      '--json',
    ]);
    return { exitCode, checked: JSON.parse(stdout || 'null') as CheckResult };
  };

  beforeAll(async () => {
    repository = await gitRepository();
    commit = await repository.commit(files);
    await repository.tag('v2.0.0');
    await repository.commit({ 'package.json': bad['package.json'] });
    await repository.tag('v2.0.1');
    local = await registry({
      packages: [
        {
          name: 'plain',
          versions: [
            { version: '2.0.0', tarball: npmTarball(files) },
            { version: '2.0.1', tarball: npmTarball(bad) },
          ],
        },
      ],
    });
    world = await cliWorld(local.env);
    other = await cliWorld(local.env);
    await world.configure({ sourceMirrors: [{ from: address, to: repository.path }] });
    for (const name of names) {
      const algorithm = name === 'bob' ? 'ecdsa-p256' : 'ed25519';
      const made = await world.run(['keygen', '-o', `${name}.key`, '--algorithm', algorithm], secret);
      expect(made.exitCode, made.stderr).toBe(0);
      await cp(join(world.folder, `${name}.key.pub`), join(other.folder, `${name}.pub`));
    }
  });

  afterAll(async () => {
    await world?.remove();
    await other?.remove();
    await local?.close();
    await repository?.remove();
  });

  it('verify → attest → publish-attestation → sync → check, with a quorum of 2 of 3', async () => {
    for (const name of ['alice', 'bob']) {
      const attested = await attest('plain@2.0.0', name);
      expect(attested.exitCode, attested.stderr).toBe(0);
    }
    const published = await world.run(['publish-attestation', 'alice.jsonl', 'bob.jsonl', '--to', 'shared']);
    expect(published.stdout).toContain('2 attestations added');
    const synced = await other.run(['sync', join(world.folder, 'shared'), '--to', 'copy']);
    expect(synced.exitCode, synced.stderr).toBe(0);
    await policy(2);
    const { exitCode, checked } = await check('plain@2.0.0');
    expect(checked).toMatchObject({
      outcome: 'passed',
      verdict: 'reproduced',
      source: { repository: address, commit },
      quorum: { needed: 2, reached: 2, of: 3 },
      refused: [],
    });
    expect(exitCode).toBe(0);
  });

  it('a policy holds what is verified to a quorum', async () => {
    const verified = async (quorum: number, attestations = 'copy') => {
      const policy = { attestations, trust: 'trust.json', rules: [{ packages: ['plain'], quorum }] };
      await other.configure({ sourceMirrors: [{ from: address, to: repository.path }], policy });
      return other.run(['verify', 'plain@2.0.0', '--no-rebuild']);
    };
    expect((await verified(2)).exitCode).toBe(0);
    const lacking = await verified(3);
    expect(lacking.exitCode).toBe(3);
    expect(lacking.stdout).toContain('2 verifiers agree, 3 are asked for');
    expect(await verified(2, 'gone')).toMatchObject({ exitCode: 2, stdout: '' });
    await other.configure({});
  });

  it('wants more than there is where the quorum is 3', async () => {
    await policy(3);
    const { exitCode, checked } = await check('plain@2.0.0');
    expect(checked).toMatchObject({ outcome: 'insufficient', quorum: { needed: 3, reached: 2 } });
    expect(exitCode).toBe(3);
  });

  it('does not count who is not in the policy', async () => {
    await policy(2, ['alice', 'carol']);
    const { exitCode, checked } = await check('plain@2.0.0');
    expect(checked.refused).toMatchObject([{ reason: 'unknown-signer' }]);
    expect(exitCode).toBe(3);
  });

  it('attests FAILED for a release that differs, which fails the check of it alone', async () => {
    expect((await attest('plain@2.0.1', 'carol')).exitCode).toBe(1);
    await world.run(['publish-attestation', 'carol.jsonl', '--to', 'shared']);
    await other.run(['sync', join(world.folder, 'shared'), '--to', 'copy']);
    await policy(2);
    const { exitCode, checked } = await check('plain@2.0.1');
    expect(checked).toMatchObject({
      outcome: 'failed',
      dissenting: [{ verifier: 'carol', result: 'failed' }],
    });
    expect(exitCode).toBe(1);
    expect((await check('plain@2.0.0')).exitCode).toBe(0);
  });

  it('checks all of a lockfile, by the integrity that it states', async () => {
    const lock = (packages: object) =>
      writeFile(
        join(other.folder, 'package-lock.json'),
        JSON.stringify({ name: 'app', lockfileVersion: 3, packages: { '': { name: 'app' }, ...packages } }),
      );
    const good = { version: '2.0.0', integrity: integrity(npmTarball(files)) };
    await lock({ 'node_modules/plain': good });
    expect((await check('package-lock.json')).exitCode).toBe(0);
    await lock({ 'node_modules/plain': { ...good, integrity: integrity(Buffer.from('other')) } });
    const swapped = await other.run([
      'check',
      'package-lock.json',
      '--attestations',
      'copy',
      '--trust',
      'trust.json',
    ]);
    expect(swapped.stdout).toContain('verified other bytes than these under its name');
    expect(swapped.exitCode).toBe(1);
    await lock({
      'node_modules/plain': good,
      'node_modules/from-git': { version: '1.0.0', resolved: 'git+ssh://x' },
    });
    expect((await check('package-lock.json')).exitCode).toBe(3);
  });

  it('refuses an index that lost what it had', async () => {
    const index = join(world.folder, 'shared/index.jsonl');
    const whole = await readFile(index, 'utf8');
    await writeFile(index, whole.split('\n').slice(0, 2).join('\n'));
    const { exitCode, stderr } = await other.run(['sync', join(world.folder, 'shared'), '--to', 'copy']);
    await writeFile(index, whole);
    expect(stderr).toContain('E_INDEX_ROLLBACK');
    expect(exitCode).toBe(1);
  });

  it('attests a result that was written earlier, and never uses a key that others can read', async () => {
    await world.run(['verify', 'plain@2.0.0', '--json', '--no-rebuild', '-o', 'result.json']);
    const line = ['attest', 'result.json', '--key', 'alice.key', '-o', 'again.jsonl'];
    expect((await world.run(line, secret)).exitCode).toBe(0);
    await rm(join(world.folder, 'again.jsonl'));
    await chmod(join(world.folder, 'alice.key'), 0o640);
    const { exitCode, stderr } = await world.run(line, secret);
    expect(stderr).toContain('E_KEY_EXPOSED');
    expect(exitCode).toBe(2);
    expect(await readdir(world.folder)).not.toContain('again.jsonl');
  });
});
