import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { gitRepository } from '../support/git-repository.js';
import { registry } from '../support/registry.js';
import { npmTarball } from '../support/tarball.js';

const address = 'https://git.example/team/plain';
const odd = "require('./index.js');\nconsole.log(process.env.HOME);\n";
const injected = "require('child_process').exec('true');\n";

/** What the source has of a package. */
const sourceOf = (name: string, version: string) => ({
  'package.json': `${JSON.stringify({ name, version, main: 'index.js', repository: `${address}-${name}` }, null, 2)}\n`,
  'index.js': "'use strict';\nmodule.exports = () => 42;\n",
});

const release = (name: string, version: string, extra: Record<string, string> = {}) => ({
  version,
  tarball: npmTarball({ ...sourceOf(name, version), ...extra }),
});

describe('the baseline of a verification', () => {
  let world: CliWorld;
  let local: Awaited<ReturnType<typeof registry>>;
  const repositories: Awaited<ReturnType<typeof gitRepository>>[] = [];
  const verify = async (spec: string) => (await world.run(['verify', spec, '--json', '--no-rebuild'])).result;

  /** A repository with a tagged commit for each of these versions. */
  const repositoryOf = async (name: string, versions: string[]) => {
    const repository = await gitRepository();
    repositories.push(repository);
    for (const version of versions) {
      await repository.commit(sourceOf(name, version));
      await repository.tag(`v${version}`);
    }
    return { from: `${address}-${name}`, to: repository.path };
  };

  beforeAll(async () => {
    local = await registry({
      packages: [
        {
          name: 'two',
          versions: [
            release('two', '1.0.0', { 'odd.js': odd }),
            release('two', '1.0.1', { 'odd.js': odd, 'more.js': injected }),
            release('two', '1.0.2', { 'odd.js': odd + injected }),
            release('two', '1.0.3'),
          ],
        },
        { name: 'only', versions: [release('only', '1.0.0', { 'odd.js': odd })] },
        {
          name: 'untagged',
          versions: [
            {
              version: '0.9.0',
              tarball: npmTarball({
                'package.json': { name: 'untagged', version: '0.9.0', repository: `${address}-untagged` },
                'other.js': '1;\n',
              }),
            },
            release('untagged', '1.0.0', { 'odd.js': odd }),
          ],
        },
      ],
    });
    world = await cliWorld(local.env);
    await world.configure({
      sourceMirrors: [
        await repositoryOf('two', ['1.0.0', '1.0.1', '1.0.2', '1.0.3']),
        await repositoryOf('only', ['1.0.0']),
        await repositoryOf('untagged', ['1.0.0']),
      ],
    });
  });

  afterAll(async () => {
    await world?.remove();
    await local?.close();
    await Promise.all(repositories.map((repository) => repository.remove()));
  });

  it('tells an injected file from one that was there before', async () => {
    const { baseline, findings, verdict } = await verify('two@1.0.1');
    expect(baseline).toMatchObject({ version: '1.0.0', purl: 'pkg:npm/two@1.0.0' });
    const marks = (path: string) => findings.filter((one) => one.path === path).map((one) => one.new);
    expect([...new Set(marks('odd.js'))]).toEqual([false]);
    expect([...new Set(marks('more.js'))]).toEqual([true]);
    expect(verdict.unexplained.map((one) => [one.path, one.new])).toEqual([
      ['more.js', true],
      ['odd.js', false],
    ]);
  });

  it('takes a payload that was added to an old file for new', async () => {
    const { findings } = await verify('two@1.0.2');
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter((one) => one.new !== true)).toEqual([]);
  });

  it('does not look at another release where nothing could be marked', async () => {
    const asked = local.requests.length;
    const result = await verify('two@1.0.3');
    expect(result).toMatchObject({ baseline: null, baselineFailure: null, verdict: { kind: 'reproduced' } });
    const tarballs = local.requests.slice(asked).filter(({ path }) => path.endsWith('.tgz'));
    expect(tarballs.map(({ path }) => path)).toEqual(['/two/-/two-1.0.3.tgz']);
  });

  it('says that there is no earlier release', async () => {
    const { baseline, baselineFailure, findings } = await verify('only@1.0.0');
    expect(baseline).toBe(null);
    expect(baselineFailure).toMatchObject({ reason: 'no-earlier-release' });
    expect([...new Set(findings.map((one) => one.new))]).toEqual([null]);
  });

  it('says that the earlier release has no revision, and judges as without it', async () => {
    const { baseline, baselineFailure, findings, verdict } = await verify('untagged@1.0.0');
    expect(baseline).toBe(null);
    expect(baselineFailure).toMatchObject({ reason: 'no-revision' });
    expect(findings.length).toBeGreaterThan(0);
    expect(verdict.kind).toBe((await verify('only@1.0.0')).verdict.kind);
  });

  it('says that the earlier release could not be had', async () => {
    local.respondWith('/two/-/two-1.0.1.tgz', { status: 404 });
    const fresh = await cliWorld(local.env);
    await fresh.configure({ sourceMirrors: [{ from: `${address}-two`, to: repositories[0]!.path }] });
    const { result } = await fresh.run(['verify', 'two@1.0.2', '--json', '--no-rebuild']);
    await fresh.remove();
    expect(result.baselineFailure).toMatchObject({ reason: 'unavailable' });
    expect(result.findings.length).toBeGreaterThan(0);
  });

  it('shows both in a report that a person reads', async () => {
    const { stdout } = await world.run(['verify', 'two@1.0.1', '--no-rebuild']);
    expect(stdout).toContain('[new in this release, not in 1.0.0]');
    expect(stdout).toContain('[in 1.0.0 too]');
    expect(stdout).toMatch(/baseline +1\.0\.0 at [0-9a-f]{12}/);
  });
});
