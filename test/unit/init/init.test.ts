import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { commandLine } from '../../support/command.js';
import { temporaryFolder } from '../../support/folder.js';

const published = JSON.stringify({ name: 'tiny', version: '1.0.0' });

async function repository(
  files: Record<string, string>,
  remote = 'git@github.com:team/tiny.git',
): Promise<string> {
  const root = await temporaryFolder();
  await execa('git', ['init', '--quiet', root]);
  await execa('git', ['-C', root, 'remote', 'add', 'origin', remote]);
  for (const [name, content] of Object.entries(files)) await writeFile(join(root, name), content);
  return root;
}

const init = async (cwd: string, ...parameters: string[]) =>
  (await commandLine({}, cwd)).run('init', ...parameters);

it('writes what fits, and says that it is there the second time', async () => {
  const root = await repository({ 'package.json': published, 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" });
  const first = await init(root);
  expect(first.exitCode).toBe(0);
  expect(first.stdout.match(/^written .*$/gm)).toEqual([
    'written    .github/workflows/reprove-dependencies.yml',
    'written    .github/workflows/reprove-nightly.yml',
    'written    .github/workflows/reprove-release.yml',
    'written    reprove.config.json',
  ]);
  const release = await readFile(join(root, '.github/workflows/reprove-release.yml'), 'utf8');
  expect(release).toContain('run: corepack enable && pnpm install --frozen-lockfile\n');
  const second = await init(root);
  expect([second.exitCode, second.stdout.match(/^unchanged .*$/gm)?.length]).toEqual([0, 4]);
});

it('leaves alone what is otherwise, unless it is told to', async () => {
  const root = await repository({
    'package.json': published,
    'package-lock.json': '{}',
    'reprove.config.json': '{}',
  });
  const careful = await init(root);
  expect([careful.exitCode, careful.stdout]).toEqual([
    1,
    expect.stringMatching(/^left alone reprove\.config\.json/m),
  ]);
  expect(await readFile(join(root, 'reprove.config.json'), 'utf8')).toBe('{}');
  const dry = await init(root, '--dry-run', '--force');
  expect(dry.stdout).toMatch(/^would overwrite {2}reprove\.config\.json$/m);
  expect(await readFile(join(root, 'reprove.config.json'), 'utf8')).toBe('{}');
  expect(await init(root, '--force')).toMatchObject({ exitCode: 0 });
  expect(await readFile(join(root, 'reprove.config.json'), 'utf8')).toContain('"policy"');
});

it('goes by what is there: GitLab, no lockfile, nothing to publish', async () => {
  const gitlab = await repository({
    '.gitlab-ci.yml': '',
    'package.json': published,
    'yarn.lock': '# yarn lockfile v1\n',
  });
  expect((await init(gitlab)).stdout).toMatch(/^written {4}\.gitlab\/reprove\.gitlab-ci\.yml$/m);
  expect(await readFile(join(gitlab, '.gitlab/reprove.gitlab-ci.yml'), 'utf8')).toContain(
    '- corepack enable && yarn install --frozen-lockfile\n',
  );
  const bare = await repository({ 'package.json': '{ "private": true }' });
  const { stdout } = await init(bare);
  expect(stdout.match(/^written .*$/gm)).toEqual(['written    reprove.config.json']);
  expect(stdout).toMatch(/^There is no lockfile.*\n^Nothing of it can be published/m);
});

it('writes through no link, and outside of no repository', async () => {
  const root = await repository({ 'package.json': published });
  const outside = await temporaryFolder();
  await mkdir(join(root, '.github'));
  await symlink(outside, join(root, '.github/workflows'));
  const linked = await init(root);
  expect([linked.exitCode, linked.stderr]).toEqual([
    2,
    expect.stringMatching(/^error: \.github\/workflows is a link/),
  ]);
  await rm(join(root, '.github'), { recursive: true });
  const nowhere = await init(await temporaryFolder());
  expect([nowhere.exitCode, nowhere.stderr]).toEqual([2, expect.stringMatching(/lies in no git repository/)]);
  const unknown = await repository({ 'package.json': published }, 'https://git.example/team/tiny.git');
  expect(await init(unknown)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/--platform github or --platform gitlab/),
  });
});

it('GitLab gets the jobs that it has a use for, and a program that configures stays the only one', async () => {
  const app = await repository({
    '.gitlab-ci.yml': '',
    'package.json': '{ "private": true, "devDependencies": { "reprove": "1" } }',
    'package-lock.json': '{}',
  });
  expect(await init(app)).toMatchObject({ exitCode: 0 });
  const jobs = await readFile(join(app, '.gitlab/reprove.gitlab-ci.yml'), 'utf8');
  expect(jobs.match(/^[\w.-]+:$/gm)).toEqual(['.reprove:', 'reprove-dependencies:', 'reprove-nightly:']);
  expect(await readFile(join(app, 'reprove.config.json'), 'utf8')).toContain('"$schema"');

  const program = await repository({
    'package.json': published,
    'reprove.config.ts': 'export default {};\n',
  });
  const { stdout } = await init(program);
  expect(stdout.match(/^written .*$/gm)).toEqual(['written    .github/workflows/reprove-release.yml']);
  expect(stdout).toMatch(/add --config reprove\.config\.ts/);
  const plain = await repository({ 'package.json': published });
  await init(plain);
  expect(await readFile(join(plain, 'reprove.config.json'), 'utf8')).not.toContain('$schema');
});
