import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { programNames } from '../config/program-endings.js';
import { objectOf } from '../npm/json-object.js';
import { manifestsIn } from '../npm/project-manifests.js';
import { publishableIn } from '../npm/publishing/packages.js';
import { readingEnvironment } from '../source/git-environment.js';

/** Where a project's pipelines run. */
export type Platform = 'github' | 'gitlab';

/** What `reprove init` goes by. */
export interface Project {
  /** Absolute path of the repository's work tree. */
  root: string;
  /** Null where nothing tells. */
  platform: Platform | null;
  /** Lockfile at the root; null without one that can be verified. */
  lockfile: string | null;
  /** What installs by the lockfile in CI. */
  install: string;
  /** Whether anything of it can be published. */
  publishes: boolean;
  /** Name of the program at the root that is its configuration; null without one. */
  program: string | null;
  /** Whether its package.json asks for reprove itself. */
  installsReprove: boolean;
}

const installs: readonly (readonly [lockfile: string, install: string])[] = [
  ['package-lock.json', 'npm ci'],
  ['npm-shrinkwrap.json', 'npm ci'],
  ['pnpm-lock.yaml', 'corepack enable && pnpm install --frozen-lockfile'],
  ['yarn.lock', 'corepack enable && yarn install --immutable'],
  ['bun.lock', 'npx --yes bun install --frozen-lockfile'],
];

/** Looks at the repository that a folder lies in; null where there is none. */
export async function lookAt(folder: string): Promise<Project | null> {
  const root = await rootOf(folder);
  if (root === null) return null;
  let found: (typeof installs)[number] | null = null;
  for (const one of installs) found ??= (await isFile(join(root, one[0]))) ? one : null;
  const classic =
    found?.[0] === 'yarn.lock' &&
    !/^__metadata:/m.test(await readFile(join(root, 'yarn.lock'), 'utf8').catch(() => ''));
  return {
    root,
    platform: await platformOf(root),
    lockfile: found?.[0] ?? null,
    install: classic ? 'corepack enable && yarn install --frozen-lockfile' : (found?.[1] ?? 'npm install'),
    publishes: !('fault' in (await publishableIn(root, ''))),
    program: await programIn(root),
    installsReprove: await asksForReprove(root),
  };
}

async function programIn(root: string): Promise<string | null> {
  for (const name of programNames) if (await isFile(join(root, name))) return name;
  return null;
}

async function asksForReprove(root: string): Promise<boolean> {
  const manifest = await manifestsIn(root).at('');
  return ['dependencies', 'devDependencies'].some((field) => 'reprove' in objectOf(manifest?.[field]));
}

async function rootOf(folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    if ((await stat(join(at, '.git')).catch(() => null)) !== null) return at;
    if (dirname(at) === at) return null;
  }
}

/** By what is there already, else by where the repository is. */
async function platformOf(root: string): Promise<Platform | null> {
  if (await isFile(join(root, '.gitlab-ci.yml'))) return 'gitlab';
  if ((await stat(join(root, '.github')).catch(() => null))?.isDirectory()) return 'github';
  const { stdout } = await execa(
    'git',
    ['--git-dir', join(root, '.git'), 'config', '--get-regexp', '^remote\\..*\\.url$'],
    {
      cwd: '/',
      env: readingEnvironment(),
      extendEnv: false,
      reject: false,
    },
  );
  if (/\bgithub\./i.test(stdout)) return 'github';
  return /\bgitlab\b/i.test(stdout) ? 'gitlab' : null;
}

const isFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null))?.isFile() === true;
