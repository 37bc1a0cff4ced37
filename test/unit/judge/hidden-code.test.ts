import { describe, expect, it } from 'vitest';
import { judged } from '../../support/judged.js';

const manifest = `${JSON.stringify({ name: 'tiny', version: '1.2.3', main: 'index.js' })}\n`;
const loader = `const { readdirSync } = require('node:fs');
for (const name of readdirSync(__dirname + '/plugins')) require(__dirname + '/plugins/' + name);
`;

/** What is said of one more file in a release that is otherwise its source. */
async function added(source: Record<string, string>, path: string, content = 'globalThis.pwned = 1;\n') {
  const files = { 'package.json': manifest, ...source };
  const { verdict } = await judged({
    release: { ...files, [path]: content },
    source: files,
    rebuilds: [files],
    loaded: ['index.js'],
  });
  return { kind: verdict.kind, ...verdict.unexplained[0] };
}

describe('files that cannot act by their kind, but that honest code runs', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'a document in a folder whose files are all loaded',
      { 'index.js': loader, 'plugins/a.js': 'x' },
      'plugins/z.md',
    ],
    [
      'a document among documents in a folder that names are put together for',
      { 'index.js': loader, 'plugins/a.js': 'x', 'plugins/README.md': '#' },
      'plugins/b.md',
    ],
    [
      'a map in a folder whose files are all imported',
      {
        'index.mjs': "for (const f of await readdir('./plugins')) await import('./plugins/' + f);\n",
        'plugins/a.js': 'x',
      },
      'plugins/a.js.map',
    ],
    [
      'a document that hides a script where case does not count',
      { 'index.js': "require('./lib/support');\n", 'lib/support.js': 'x' },
      'lib/SUPPORT',
    ],
    [
      'a log that a command without an ending reads',
      { 'bin/run': "#!/usr/bin/env node\nrequire('../build.log');\n", 'index.js': 'x' },
      'build.log',
    ],
  ])('%s', async (_, source, path) => {
    expect(await added(source, path)).toMatchObject({ kind: 'differs', path, canAct: true });
  });
});

describe('files of development tools that a template hands on', () => {
  it.each([
    'template/.vscode/tasks.json',
    'template/.idea/workspace.xml',
    'template/package-lock.json',
    'template/yarn.lock',
    'template/.travis.yml',
  ])('%s', async (path) => {
    expect(await added({ 'index.js': 'x' }, path)).toMatchObject({ canAct: true });
  });
});

describe('what stays harmless beside code that loads what it finds', () => {
  it.each<[string, Record<string, string>, string]>([
    ['a readme at the top', { 'index.js': loader, 'plugins/a.js': 'x' }, 'README.md'],
    [
      'a document beside scripts, where folders are only listed',
      { 'index.js': "fs.readdirSync('x'); require('./lib/a.js');\n", 'lib/a.js': 'x' },
      'lib/b.md',
    ],
    ['a licence in capitals that code names without a path', { 'index.js': "read('license');\n" }, 'LICENSE'],
    ['an editor folder at the top', { 'index.js': 'x' }, '.vscode/settings.json'],
    ['a lockfile at the top', { 'index.js': 'x' }, 'package-lock.json'],
  ])('%s', async (_, source, path) => {
    expect(await added(source, path)).toMatchObject({ kind: 'inert', path, canAct: false });
  });
});
