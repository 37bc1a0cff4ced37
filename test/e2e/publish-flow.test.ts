import { afterEach, describe, expect, it } from 'vitest';
import { builtFiles } from '../support/built-package.js';
import { type BuiltWorld, builtWorld } from '../support/built-world.js';
import { sandboxEngines } from '../support/sandbox-engines.js';
import { npmTarball } from '../support/tarball.js';

const engines = await sandboxEngines();

/** What the release's manifest is made of, and how: as `assemble.js` of the source does it. */
const generated = ({ scripts: _, ...manifest }: Record<string, unknown>) =>
  `${JSON.stringify({ ...manifest, generated: true }, null, 2)}\n`;
const assemble = `const fs = require('node:fs');
const { scripts, ...manifest } = require('./package.json');
fs.mkdirSync('out', { recursive: true });
fs.cpSync('lib', 'out/lib', { recursive: true });
fs.copyFileSync('README.md', 'out/README.md');
fs.writeFileSync('out/package.json', JSON.stringify({ ...manifest, generated: true }, null, 2) + '\\n');
`;
const scripts = { build: 'node build.js && node assemble.js' };
const releaseOf = (manifest: object) =>
  npmTarball({ ...builtFiles(manifest), 'package.json': generated(manifest as Record<string, unknown>) });

describe.each(engines.usable)('what the source says was published, in %s', (engine) => {
  let built: BuiltWorld | undefined;
  afterEach(() => built?.remove());
  const verify = async (manifest: object, files: Record<string, string>, tarballOf = releaseOf) => {
    built = await builtWorld({
      manifest,
      files: { 'assemble.js': assemble, ...files },
      release: (honest) => ({ tarball: tarballOf(honest) }),
    });
    return built.world.run(['verify', 'tiny-built', '--json', '--sandbox', engine]);
  };
  const job = `jobs:
  publish:
    steps:
      - run: npm ci
      - run: npm run build
      - run: npm publish
        working-directory: out
`;
  const script = `#!/bin/sh
set -e
if [ -z "\${DEPLOY_TO+x}" ]
then
  echo 'set DEPLOY_TO to staging or production'
  exit 1
fi
printf 'Which version? '
read version
git tag "v$version"
npm run test
./scripts/of-old.js
for step in build assemble; do node $step.js; done
git push --tags
cd out
npm publish --access public
curl https://hooks.example/released
exit 1
`;

  it('is the folder that a job publishes, with its generated manifest', { timeout: 240_000 }, async () => {
    const { result, stderr } = await verify({ scripts }, { '.github/workflows/publish.yml': job });
    expect(result.verdict, stderr).toMatchObject({ kind: 'reproduced' });
    expect(result.rebuilds).toHaveLength(1);
  });

  it('is what a release script publishes when it is run with stand-ins', { timeout: 240_000 }, async () => {
    const manifest = { scripts: { test: 'exit 1', release: 'sh scripts/release.sh' } };
    const { result, stderr } = await verify(manifest, { 'scripts/release.sh': script });
    expect(result.verdict, stderr).toMatchObject({ kind: 'reproduced' });
    expect(result.rebuilds[0]!.plan.steps.map(({ name }) => name)).toContain('run release script');
  });

  it('is what a program publishes that a job starts', { timeout: 240_000 }, async () => {
    const program = `const { execSync } = require('node:child_process');
const tag = execSync('git tag --list --points-at HEAD').toString().trim();
if (tag !== 'v1.2.3') throw new Error('no version');
execSync(\`npm publish \${require('node:path').resolve('out')} --tag latest\`, { stdio: 'inherit' });
`;
    const job = 'jobs: {p: {steps: [{run: npm ci}, {run: npm run build}, {run: node scripts/publish.js}]}}';
    const { result, stderr } = await verify(
      { scripts },
      { '.github/workflows/release.yml': job, 'scripts/publish.js': program },
    );
    expect(result.verdict, stderr).toMatchObject({ kind: 'reproduced' });
    expect(result.rebuilds.at(-1)!.plan.steps.map(({ name }) => name)).toContain('run release script');
  });

  it('explains no file that the release has beside it', { timeout: 240_000 }, async () => {
    const withMore = (manifest: object) =>
      npmTarball({
        ...builtFiles(manifest),
        'package.json': generated(manifest as Record<string, unknown>),
        'lib/index.js': 'module.exports = require("node:child_process");\n',
      });
    const { result } = await verify({ scripts }, { '.github/workflows/publish.yml': job }, withMore);
    expect(['differs', 'suspicious']).toContain(result.verdict.kind);
  });
});
