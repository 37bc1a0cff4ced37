import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { GateResult } from '../../src/gate/schema.js';
import { builtPackage } from './built-package.js';
import { type CliWorld, cliWorld } from './cli.js';
import { type GitRepository, gitRepository } from './git-repository.js';
import { gitServer } from './git-server.js';
import { type Publishing, publishing } from './publishing.js';
import { type LocalRegistry, registry } from './registry.js';

/** A maintainer's checkout of a small built package, its repository on a code host, and a registry that takes releases. */
export interface GateWorld {
  cli: CliWorld;
  /** The work tree. */
  checkout: string;
  repository: GitRepository;
  address: string;
  registry: LocalRegistry;
  publishing: Publishing;
  /** Git in the checkout. */
  git(...parameters: string[]): Promise<string>;
  write(path: string, content: string): Promise<void>;
  /** The maintainer's npm, or another program, in the checkout. */
  run(
    program: string,
    parameters: readonly string[],
    environment?: Record<string, string>,
  ): Promise<{ exitCode: number; stdout: string; stderr: string }>;
  /** `reprove gate … --json` in the checkout. */
  gate(
    parameters: readonly string[],
    environment?: Record<string, string>,
  ): Promise<{ exitCode: number; stderr: string; gated: GateResult | null }>;
  remove(): Promise<void>;
}

const identity = [
  '-c',
  'user.name=Maintainer',
  '-c',
  'user.email=maintainer@git.example',
  '-c',
  'commit.gpgsign=false',
];

/** @param engine Sandbox in which gates rebuild. @param files Besides those of the package. */
export async function gateWorld(
  engine: string,
  files: Record<string, string | object | null> = {},
  cache?: string,
): Promise<GateWorld> {
  const repository = await gitRepository();
  const server = await gitServer(dirname(repository.path));
  const address = server.url(repository.path);
  const manifest = builtPackage.manifest(address);
  const { name, version, license, engines } = manifest;
  await repository.commit({
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'package-lock.json': `${JSON.stringify({ name, version, lockfileVersion: 3, requires: true, packages: { '': { name, version, license, engines } } }, null, 2)}\n`,
    '.nvmrc': `${process.version.slice(1)}\n`,
    '.gitignore': 'lib\nnode_modules\ngated\n',
    'build.js': builtPackage.build,
    'README.md': '# tiny-built\n',
    'source/index.js': builtPackage.source['index.js'],
    'source/add.js': builtPackage.source['add.js'],
    ...files,
  });
  await repository.tag(`v${version}`);
  let serve: LocalRegistry['serve'] = () => undefined;
  const taking = publishing((served) => serve(served));
  const local = await registry({ packages: [], fallthrough: true, first: taking.answer });
  serve = local.serve;
  const cli = await cliWorld(local.env, cache);
  const checkout = join(cli.folder, 'checkout');
  await execa('git', ['clone', '--quiet', `${address}/`, checkout]);
  await execa('git', ['-C', checkout, 'remote', 'set-url', 'origin', address]);
  const environment = { PATH: process.env.PATH ?? '', HOME: cli.folder, ...local.env };
  const options = { cwd: checkout, extendEnv: false, reject: false, stdin: 'ignore' } as const;
  return {
    cli,
    checkout,
    repository,
    address,
    registry: local,
    publishing: taking,
    async git(...parameters) {
      const { stdout } = await execa('git', [...identity, ...parameters], { cwd: checkout });
      return stdout;
    },
    async write(path, content) {
      await mkdir(dirname(join(checkout, path)), { recursive: true });
      await writeFile(join(checkout, path), content);
    },
    async run(program, parameters, extra = {}) {
      const ran = await execa(program, parameters, { ...options, env: { ...environment, ...extra } });
      return { exitCode: ran.exitCode ?? -1, stdout: ran.stdout, stderr: ran.stderr };
    },
    async gate(parameters, extra = {}) {
      const ran = await cli.run(['gate', '--json', '--sandbox', engine, ...parameters], extra, checkout);
      const { exitCode, stdout, stderr } = ran;
      if (!stdout.startsWith('{')) return { exitCode, stderr, gated: null };
      return { exitCode, stderr, gated: JSON.parse(stdout) as GateResult };
    },
    async remove() {
      await cli.remove();
      await local.close();
      await server.close();
      await repository.remove();
      await rm(checkout, { recursive: true, force: true });
    },
  };
}
