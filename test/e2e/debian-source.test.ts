import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchResult } from '../../src/batch/conclude.js';
import { type CliWorld, cliWorld } from '../support/cli.js';
import { type GitRepository, gitRepository } from '../support/git-repository.js';
import { sourceTarball, toolSource } from '../support/source-release.js';
import { tarball } from '../support/tarball.js';

const address = 'https://git.example/team/tool.git';
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const listing = (name: string, bytes: Buffer) => ` ${sha256(bytes)} ${bytes.length} ${name}`;

/** A keyring with one key; tests that need signatures need gpg, and fail without it. */
async function signer(name: string) {
  const home = await mkdtemp(join(tmpdir(), 'reprove-gpg-'));
  const gpg = (parameters: string[], input?: Buffer) =>
    execa('gpg', ['--homedir', home, '--batch', '--quiet', '--passphrase', '', ...parameters], {
      encoding: 'buffer',
      stripFinalNewline: false,
      ...(input === undefined ? {} : { input }),
    }).then(({ stdout }) => Buffer.from(stdout));
  await gpg(['--quick-generate-key', `${name} <${name}@tool.example>`, 'ed25519', 'sign', 'never']);
  return {
    key: await gpg(['--export']),
    armored: await gpg(['--armor', '--export']),
    clear: (text: string) => gpg(['--clearsign'], Buffer.from(text)),
    apart: (bytes: Buffer) => gpg(['--armor', '--detach-sign'], bytes),
    remove: async () => {
      await execa('gpgconf', ['--homedir', home, '--kill', 'all'], { reject: false });
      await rm(home, { recursive: true, force: true });
    },
  };
}

describe('a source package of Debian', () => {
  let world: CliWorld;
  let repository: GitRepository;
  let server: Server;
  let uri: string;
  let archive: Awaited<ReturnType<typeof signer>>;
  let project: Awaited<ReturnType<typeof signer>>;
  const served = new Map<string, Buffer>();
  const folder = 'pool/main/t/tool';

  /** Fills the archive with one version. */
  async function publish({
    orig = sourceTarball(toolSource),
    signature = project,
    signed,
  }: {
    orig?: Buffer;
    signature?: typeof project;
    signed?: Buffer;
  } = {}): Promise<void> {
    served.clear();
    const packaging = tarball([
      { path: 'debian/watch', content: 'version=4\nhttps://tool.example/download/ tool-(.*).tar.xz\n' },
      {
        path: 'debian/copyright',
        content: 'Format: https://x/\nFiles-Excluded: tests/data.bin\n doc/*.tx?\n',
      },
      { path: 'debian/upstream/metadata', content: `---\nRepository: ${address}\n` },
      { path: 'debian/upstream/signing-key.asc', content: project.armored },
    ]);
    const files: [string, Buffer][] = [
      ['tool_1.2.3+dfsg.orig.tar.xz', orig],
      ['tool_1.2.3+dfsg.orig.tar.xz.asc', await signature.apart(signed ?? orig)],
      ['tool_1.2.3+dfsg-2.debian.tar.gz', packaging],
    ];
    const description = Buffer.from(
      `Source: tool\nVersion: 1.2.3+dfsg-2\nChecksums-Sha256:\n${files.map(([name, bytes]) => listing(name, bytes)).join('\n')}\n`,
    );
    files.push(['tool_1.2.3+dfsg-2.dsc', description]);
    for (const [name, bytes] of files) served.set(`/${folder}/${name}`, bytes);
    const paragraph = (version: string) =>
      `Package: tool\nVersion: ${version}\nDirectory: ${folder}\nVcs-Git: https://salsa.example/debian/tool.git\nChecksums-Sha256:\n${files.map(([name, bytes]) => listing(name, bytes)).join('\n')}\n`;
    const sources = gzipSync(
      `Package: atool\nVersion: 9-1\n\n${paragraph('1.2.2-1')}\n${paragraph('1.2.3+dfsg-2')}\nPackage: toolb\nVersion: 9-1\n`,
    );
    served.set('/dists/stable/main/source/Sources.gz', sources);
    const release = `Suite: stable\nSHA256:\n${listing('main/source/Sources.gz', sources)}\n`;
    served.set('/dists/stable/InRelease', await archive.clear(release));
  }

  beforeAll(async () => {
    [archive, project] = await Promise.all([signer('archive'), signer('project')]);
    repository = await gitRepository();
    await repository.commit(toolSource);
    await repository.tag('v1.2.3');
    server = createServer((request, response) => {
      const body = served.get(decodeURIComponent(request.url ?? ''));
      response.writeHead(body === undefined ? 404 : 200).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    world = await cliWorld({});
    const keys = join(world.folder, 'archive.gpg');
    await writeFile(keys, archive.key);
    await world.configure({
      sourceMirrors: [{ from: address.replace(/\.git$/, ''), to: repository.path }],
      debianArchives: [{ uri, suites: ['stable'], signedBy: [keys] }],
    });
  });

  afterAll(async () => {
    await world?.remove();
    await repository?.remove();
    await archive?.remove();
    await project?.remove();
    server?.close();
  });

  it.each(['deb:tool', 'deb:tool@1.2.3', 'deb:tool@1.2.3+dfsg-2', 'pkg:deb/debian/tool@1.2.3?arch=source'])(
    'is found, checked and reproduced as %s',
    async (spec) => {
      await publish();
      const { exitCode, result } = await world.run(['verify', spec, '--json']);
      expect(result.verdict).toMatchObject({ kind: 'reproduced' });
      expect(result.source).toMatchObject({ repository: address.replace(/\.git$/, ''), ref: 'v1.2.3' });
      expect(result.release).toMatchObject({
        purl: 'pkg:deb/debian/tool@1.2.3%2Bdfsg-2?arch=source',
        version: '1.2.3',
        origin: 'registry',
      });
      expect(result.release.signatures).toEqual([
        'index of stable signed by archive <archive@tool.example>',
        expect.stringContaining('.dsc not checked'),
        'tarball signed by project <project@tool.example>, a key of the packaging',
      ]);
      expect(exitCode).toBe(0);
    },
  );

  it('lacks what the packaging says was taken out, and nothing else', async () => {
    const { 'tests/data.bin': _, 'doc/tool.txt': __, ...files } = toolSource;
    await publish({ orig: sourceTarball(files) });
    expect((await world.run(['verify', 'deb:tool', '--json'])).result.verdict.kind).toBe('reproduced');
    const { 'tests/run.sh': ___, ...fewer } = files;
    await publish({ orig: sourceTarball(fewer) });
    expect((await world.run(['verify', 'deb:tool', '--json'])).result.verdict).toMatchObject({
      kind: 'differs',
      summary: expect.stringContaining('tests/run.sh'),
    });
  });

  it('is taken from the cache by its digest', async () => {
    await publish();
    await world.run(['verify', 'deb:tool']);
    for (const name of [...served.keys()])
      if (name.includes('/pool/')) served.set(name, Buffer.from('other'));
    const { result } = await world.run(['verify', 'deb:tool', '--json']);
    expect(result.verdict.kind).toBe('reproduced');
  });

  it.each<[string, () => Promise<void> | void, string]>([
    [
      'an index that another key signed',
      async () => {
        const text = 'Suite: stable\n';
        served.set('/dists/stable/InRelease', await project.clear(text));
      },
      'E_BAD_SIGNATURE',
    ],
    [
      'an index that was changed',
      () => {
        const index = served.get('/dists/stable/InRelease')!;
        served.set('/dists/stable/InRelease', Buffer.from(index.toString().replace('stable', 'unstable')));
      },
      'E_BAD_SIGNATURE',
    ],
    [
      'an index without a signature',
      () => void served.set('/dists/stable/InRelease', Buffer.from('Suite: stable\n')),
      'E_BAD_SIGNATURE',
    ],
    [
      'a list of other bytes than the index has',
      () => void served.set('/dists/stable/main/source/Sources.gz', gzipSync('Package: tool\nVersion: 1\n')),
      'E_OTHER_BYTES',
    ],
  ])('is refused for %s', async (_, change, code) => {
    await publish({ orig: sourceTarball({ ...toolSource, 'src/more.c': `int x${code.length};\n` }) });
    await rm(join(world.cache, 'sources'), { recursive: true, force: true });
    await change();
    const { exitCode, stdout } = await world.run(['verify', 'deb:tool', '--json']);
    expect(JSON.parse(stdout).error.code).toBe(code);
    expect(exitCode).toBe(3);
  });

  it('is refused for a tarball of other bytes than the list has', async () => {
    await publish();
    await rm(join(world.cache, 'sources'), { recursive: true, force: true });
    served.set(
      `/${folder}/tool_1.2.3+dfsg.orig.tar.xz`,
      sourceTarball({ ...toolSource, 'src/tool.c': 'int x;\n' }),
    );
    const { stdout } = await world.run(['verify', 'deb:tool', '--json']);
    expect(JSON.parse(stdout).error.code).toBe('E_OTHER_BYTES');
  });

  it("tells that the project's signature is of another tarball", async () => {
    await publish({ signed: Buffer.from('another') });
    const { result } = await world.run(['verify', 'deb:tool', '--json']);
    expect(result.findings).toContainEqual(
      expect.objectContaining({
        signal: 'upstream-signature-invalid',
        severity: 'medium',
        message: expect.stringContaining('not of these bytes'),
      }),
    );
  });

  it("tells that the project's signature is by a key that the packaging has not", async () => {
    await publish({ signature: archive });
    const { result } = await world.run(['verify', 'deb:tool', '--json']);
    expect(result.findings).toContainEqual(
      expect.objectContaining({
        signal: 'upstream-signature-invalid',
        message: expect.stringContaining('its key'),
      }),
    );
  });

  it('says of a version that is not there which ones are', async () => {
    await publish();
    const { exitCode, stderr } = await world.run(['verify', 'deb:tool@0.9']);
    expect(stderr).toContain(
      'tool 0.9 is not in stable, or has left the archive; there are 1.2.3+dfsg-2, 1.2.2-1',
    );
    expect(exitCode).toBe(3);
  });

  it('says of a package that there is none', async () => {
    await publish();
    const { exitCode, stderr } = await world.run(['verify', 'deb:ool']);
    expect(stderr).toContain('no source package ool is in stable');
    expect(exitCode).toBe(3);
  });

  it('downloads an address, and holds it to its checksum', async () => {
    await publish();
    const orig = served.get(`/${folder}/tool_1.2.3+dfsg.orig.tar.xz`)!;
    const url = `${uri}/${folder}/tool_1.2.3+dfsg.orig.tar.xz`;
    const spec = (hex: string) =>
      `pkg:generic/tool@1.2.3?download_url=${encodeURIComponent(url)}&checksum=sha256:${hex}`;
    const { result } = await world.run(['verify', spec(sha256(orig)), '--json']);
    expect(result.verdict.kind).toBe('reproduced');
    expect(result.release.origin).toBe('address');
    const other = await world.run(['verify', spec('0'.repeat(64)), '--json']);
    expect(JSON.parse(other.stdout).error.code).toBe('E_OTHER_BYTES');
    expect(await readFile(join(world.folder, 'archive.gpg'))).toEqual(archive.key);
  });

  it('is verified by a batch, once for as long as the index has the same bytes of it', async () => {
    await publish();
    const other = sourceTarball(toolSource, { compression: 'gzip' });
    served.set('/tool-1.2.3.tar.gz', other);
    const purl = (version: string, bytes: Buffer) =>
      `pkg:generic/tool@${version}?checksum=sha256:${sha256(bytes)}&download_url=${encodeURIComponent(`${uri}/tool-1.2.3.tar.gz`)}`;
    await writeFile(
      join(world.folder, 'sources.txt'),
      `deb:tool\n${purl('1.2.3', other)}\ndeb:gone\n${purl('1.2.3', sourceTarball(toolSource))}\n`,
    );
    const batch = async (): Promise<BatchResult> => {
      const ran = await world.run(['batch', 'sources.txt', '--json', '--state', join(world.folder, 'state')]);
      if (!ran.stdout.startsWith('{')) throw new Error(ran.stderr);
      return JSON.parse(ran.stdout);
    };
    const first = await batch();
    expect(first.counts).toMatchObject({ verified: 2, reused: 0, failed: 2 });
    expect(first.failed.map(({ name, code }) => [name, code])).toEqual([
      ['deb:gone', 'E_NO_SUCH_PACKAGE'],
      ['pkg:generic/tool', 'E_OTHER_BYTES'],
    ]);
    const second = await batch();
    expect(second.counts).toMatchObject({ verified: 2, reused: 2, failed: 2 });
    await publish({ orig: sourceTarball({ ...toolSource, 'src/tool.h': '#define ANSWER 9\n' }) });
    served.set('/tool-1.2.3.tar.gz', other);
    const third = await batch();
    expect(third.counts).toMatchObject({ verified: 2, reused: 1 });
    const known = await world.run([
      'history',
      'pkg:deb/debian/tool',
      '--json',
      '--state',
      join(world.folder, 'state'),
    ]);
    expect(JSON.parse(known.stdout).entries.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
      'differs',
      'reproduced',
    ]);
  }, 120_000);

  it('is held to what an SBOM states of it, beside packages', async () => {
    await publish();
    const bytes = sourceTarball(toolSource, { compression: 'gzip' });
    served.set('/tool-1.2.3.tar.gz', bytes);
    const purl = `pkg:generic/tool@1.2.3?download_url=${encodeURIComponent(`${uri}/tool-1.2.3.tar.gz`)}`;
    const verdictsOf = async (alg: string, content: string) => {
      const components = [
        { name: 'tool', purl, hashes: [{ alg, content }] },
        { name: 'tool', purl: 'pkg:npm/tool@1.2.3' },
        { name: 'tool', purl: 'pkg:deb/debian/tool?arch=source' },
      ];
      await writeFile(join(world.folder, 'bom.json'), JSON.stringify({ bomFormat: 'CycloneDX', components }));
      const ran = await world.run(['batch', 'bom.json', '--json', '--state', join(world.folder, 'pinned')], {
        npm_config_registry: uri,
      });
      const { verdicts, failed }: BatchResult = JSON.parse(ran.stdout);
      return [verdicts, Object.fromEntries(failed.map(({ name, code }) => [name, code]))];
    };
    const hash = (algorithm: string, of: Buffer) => createHash(algorithm).update(of).digest('hex');
    const [right, wrong] = [bytes, Buffer.from('else')];
    // This server is no registry that has it.
    const npm = { tool: 'E_NO_SUCH_PACKAGE' };
    const address = `pkg:generic/tool?download_url=${encodeURIComponent(`${uri}/tool-1.2.3.tar.gz`)}`;
    expect(await verdictsOf('SHA-512', hash('sha512', right))).toEqual([{ reproduced: 2 }, npm]);
    expect(await verdictsOf('SHA-512', hash('sha512', wrong))).toEqual([
      { reproduced: 1 },
      { ...npm, [address]: 'E_OTHER_TARBALL' },
    ]);
    expect(await verdictsOf('SHA-256', hash('sha256', right))).toEqual([{ reproduced: 2 }, npm]);
    expect(await verdictsOf('SHA-256', hash('sha256', wrong))).toEqual([
      { reproduced: 1 },
      { ...npm, 'pkg:generic/tool': 'E_OTHER_BYTES' },
    ]);
  }, 120_000);

  it('is not taken for what another address has under its name and version', async () => {
    await publish();
    const changed = { ...toolSource, 'src/tool.h': '#define ANSWER 9\n' };
    served.set('/one/tool-1.2.3.tar.gz', sourceTarball(toolSource, { compression: 'gzip' }));
    served.set('/two/tool-1.2.3.tar.gz', sourceTarball(changed, { compression: 'gzip' }));
    const batch = ['batch', `${uri}/one/tool-1.2.3.tar.gz`, `${uri}/two/tool-1.2.3.tar.gz`, '--json'];
    const ran = await world.run([...batch, '--state', join(world.folder, 'two')]);
    const { counts, verdicts }: BatchResult = JSON.parse(ran.stdout);
    expect([counts.verified, verdicts]).toEqual([2, { reproduced: 1, differs: 1 }]);
  }, 120_000);
});
