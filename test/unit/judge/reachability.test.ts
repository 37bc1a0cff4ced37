import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentsToJudge } from '../../../src/judge/contents.js';
import { reachability } from '../../../src/judge/reachability.js';
import { entryPoints } from '../../../src/npm/entry-points.js';
import { comparedEntry } from '../../support/result.js';

/** Judges `targets` as entries without evidence among files that are all accounted for. */
function reached(files: Record<string, string>, ...targets: string[]) {
  const entries = Object.entries(files).map(([path, text]) =>
    comparedEntry(path, {
      size: Buffer.byteLength(text),
      ...(targets.includes(path) ? { evidence: { kind: 'none' as const }, phantom: true } : {}),
    }),
  );
  const comparison = { entries, missing: [], bytes: 0, notRead: [] };
  const contents = new Map(
    [...contentsToJudge(comparison, 'package.json')].map((path) => [path, Buffer.from(files[path]!)]),
  );
  const manifest = Buffer.from(files['package.json'] ?? '{}');
  const points = entryPoints(
    manifest,
    entries.map((entry) => ({ ...entry, gitBlob: '' })),
    contents,
  );
  return reachability({ comparison, entryPoints: points, contents, manifestFile: 'package.json' });
}

const prose = 'run(); // or prose';
/** Whether `target` could act where `file` holds `code`. */
const acts = (file: string, code: string, target: string, more: Record<string, string> = {}) =>
  reached({ ...more, [file]: code, [target]: prose }, target).acting.has(target);

describe('a file that cannot act by its kind is reached', () => {
  it.each([
    ['by require', 'lib/a.js', "require('../docs/a.md')", 'docs/a.md'],
    ['by require.resolve', 'lib/a.js', "require.resolve('./a.md')", 'lib/a.md'],
    ['by import', 'a.mjs', "import text from './a.md'", 'a.md'],
    ['by export from', 'a.mjs', "export * from './a.d.ts'", 'a.d.ts'],
    ['by a dynamic import of a declaration file', 'a.js', "if (bun) {import('./a.d.ts')}", 'a.d.ts'],
    ['by createRequire', 'a.mjs', "createRequire(import.meta.url)('./a.md')", 'a.md'],
    ['by import.meta.resolve', 'a.mjs', "import.meta.resolve('./a.md')", 'a.md'],
    ['by a URL', 'a.mjs', "new URL('./a.md', import.meta.url)", 'a.md'],
    ['by an encoded URL', 'a.mjs', "new URL('./%61%2emd', import.meta.url)", 'a.md'],
    ['by a worker', 'a.js', "new Worker('./a.md')", 'a.md'],
    ['by fork', 'a.js', 'fork(`./a.md`)', 'a.md'],
    ['in a command', 'a.js', "execSync('sh docs/a.md --now')", 'docs/a.md'],
    ['in a command of a template', 'a.js', 'await $`sh a.md`', 'a.md'],
    ['by a read', 'a.js', "fs.readFileSync(__dirname + '/a.md')", 'a.md'],
    ['by a joined path', 'lib/a.js', "path.join(__dirname, '..', 'a.md')", 'a.md'],
    ['with a query', 'a.js', "import('./a.md?raw')", 'a.md'],
    ['in another case', 'a.js', "read('A.MD')", 'a.md'],
    ['by escapes', 'a.js', "read('\\x61\\u002e\\u{6d}d')", 'a.md'],
    ['by needless escapes', 'a.js', "read('\\a.\\m\\d')", 'a.md'],
    ['on a line of two', 'a.js', "read('a.\\\nmd')", 'a.md'],
    ['by its own name', 'lib/b.js', "require('tiny/docs/a.md')", 'docs/a.md'],
    ['by a list in JSON', 'list.json', '["a.md"]', 'a.md'],
    ['by a style sheet', 'a.css', '@import url(a.md);', 'a.md'],
    ['by a page', 'a.html', '<script src=docs/a.md></script>', 'docs/a.md'],
    ['by a shell script', 'a.sh', 'sh a.md', 'a.md'],
    ['by a Makefile', 'Makefile', 'all:\n\tsh a.md', 'a.md'],
    ['by gyp', 'binding.gyp', "{'x': '<!(sh a.md)'}", 'a.md'],
    ['by machine code', 'a.node', '\x7fELF\0\0a.md\0', 'a.md'],
  ])('%s', (_, file, code, target) => {
    expect(acts(file, code, target, { 'package.json': '{"name":"tiny"}' })).toBe(true);
  });
});

describe('a file whose name is put together is reached', () => {
  it.each([
    ['from its start', 'a.js', "read('./docs/' + name)", 'docs/a.md'],
    ['from start and end', 'a.js', "read('./docs/' + name + '.md')", 'docs/deep/a.md'],
    ['from pieces without gap', 'a.js', "read('./do' + 'cs/a' + '.m' + 'd')", 'docs/a.md'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code that is judged
    ['by a template', 'a.js', 'read(`./docs/${name}.md`)', 'docs/a.md'],
    ['by concat', 'a.js', "read('docs/'.concat(name, '.md'))", 'docs/a.md'],
    ['from the folder of the script', 'lib/a.js', "read(__dirname + '/' + name)", 'lib/a.md'],
    ['by join', 'lib/a.js', "read(path.join(__dirname, '../docs', name))", 'docs/a.md'],
    ['by join in a module', 'a.mjs', "join(dirname(fileURLToPath(import.meta.url)), 'docs', x)", 'docs/a.md'],
    ['from a folder that is a variable', 'a.js', "read(folder + '/docs/' + name)", 'docs/a.md'],
    ['from its ending', 'a.js', "read(name + '.md')", 'docs/a.md'],
    ['from the start of its name', 'a.js', "require('./read' + name)", 'readme.txt'],
    ['by a format', 'a.js', "util.format('./docs/%s.md', name)", 'docs/a.md'],
    ['by a pattern', 'a.js', "glob('docs/**/*.md')", 'docs/a/b.md'],
    ['by a context', 'a.js', "require.context('./docs', true)", 'docs/a.md'],
    ['by import.meta.glob', 'a.js', "import.meta.glob('./docs/*')", 'docs/a.md'],
    ['in a folder that is listed', 'a.js', "const d = join(__dirname, 'docs'); readdirSync(d)", 'docs/a.md'],
    ['in the own folder', 'lib/a.js', 'readdirSync(__dirname).forEach(run)', 'lib/a.md'],
    ["in the package's folder", 'lib/a.js', "readdirSync(join(__dirname, '..'))", 'a.md'],
    ['by require of a variable', 'lib/a.js', 'require(name)', 'lib/a.md'],
    ['by require of a joined path of variables', 'lib/a.js', 'require(path.join(folder, name))', 'lib/a.md'],
    ['by another name of require', 'lib/a.js', 'names.map(require)', 'lib/a.md'],
    ['by code that is decoded and run', 'a.js', "eval(atob('cmVhZCgnYS5tZCcp'))", 'a.md'],
  ])('%s', (_, file, code, target) => {
    expect(acts(file, code, target)).toBe(true);
  });
});

describe('a file is not reached', () => {
  it.each([
    ['by prose in a comment', 'a.js', '// see a.md and docs/a.md for more', 'docs/a.md'],
    ['by a name that only ends alike', 'a.js', "read('xa.md')", 'a.md'],
    ['by an address', 'a.js', "'https://example.org/docs/a.md'", 'docs/a.md'],
    ['by an address that is put together', 'a.js', "fetch('https://example.org/docs/' + x)", 'docs/a.md'],
    ['by another folder', 'a.js', "read('./data/' + name)", 'docs/a.md'],
    ['by another ending', 'a.js', "require('./docs/' + name + '.js')", 'docs/a.md'],
    ['by separators', 'a.js', "names.join('.') + '/' + other.join('')", 'a.md'],
    ['by its words', 'a.js', "emit('a' + kind)", 'a.md'],
    ['by a type in JSDoc', 'a.js', "/** @type {import('./a.d.ts').A} */", 'a.d.ts'],
    ['by a type in JSDoc of many lines', 'a.js', " * @param {import('./a.d.ts').A} a", 'a.d.ts'],
    ['as the map of a script', 'a.js', '//# sourceMappingURL=a.js.map', 'a.js.map'],
    ['by a function that is called require', 'lib/a.js', 'function require(name) {}', 'lib/a.md'],
    ['by a listing of elsewhere', 'a.js', "readdirSync(join(home, 'x'))", 'docs/a.md'],
    ['by a document', 'docs/b.md', '[a](a.md)', 'docs/a.md'],
  ])('%s', (_, file, code, target) => {
    expect(acts(file, code, target)).toBe(false);
  });

  it.each(['# Title', '<p>Title</p>', '{"version": 3}', 'The MIT License', '\u0000'])(
    'by require of a variable where it is no program: %j',
    (text) => {
      const files = { 'lib/a.js': 'require(name)', 'lib/a.log': text };
      expect(reached(files, 'lib/a.log').inert.has('lib/a.log')).toBe(text !== '\u0000');
    },
  );
});

describe('the way that leads to a file', () => {
  const files = {
    'package.json': '{"name":"tiny","exports":{".":"./index.js"},"scripts":{"postinstall":"node setup"}}',
    'index.js': "require('./lib/a')",
    'lib/a.js': "require('tiny/lib/b.js')",
    'lib/b.js': "read('a.md')",
    'setup.js': "require('./lib/c')",
    'lib/c.js': '1',
    'lib/d.js': "read('d.md')",
    'a.md': '',
    'd.md': '',
  };

  it.each([
    ['index.js', { from: 'exports', through: [] }],
    ['lib/b.js', { from: 'exports', through: ['index.js', 'lib/a.js'] }],
    ['a.md', { from: 'exports', through: ['index.js', 'lib/a.js', 'lib/b.js'] }],
    ['setup.js', { from: 'postinstall', through: [] }],
    ['lib/c.js', { from: 'postinstall', through: ['setup.js'] }],
    ['d.md', { from: null, through: ['lib/d.js'] }],
  ])('%s', (path, lead) => {
    expect(reached(files, path).leads.get(path)).toEqual(lead);
  });

  it('is none to code that nothing loads, which could act all the same', () => {
    const { acting, leads } = reached(files, 'lib/d.js');
    expect([acting.get('lib/d.js'), leads.has('lib/d.js')]).toEqual(['script', false]);
  });
});

it('a nested manifest and a bundled package load and run files', () => {
  const files = {
    'package.json': '{"main":"index.js"}',
    'index.js': '1',
    'fp/package.json': '{"main":"../docs/a.md"}',
    'node_modules/x/package.json': '{"scripts":{"install":"sh ./b.md"}}',
    'docs/a.md': prose,
    'node_modules/x/b.md': prose,
    'docs/c.md': prose,
  };
  const found = reached(files, 'docs/a.md', 'node_modules/x/b.md', 'docs/c.md');
  expect([...found.acting]).toEqual([
    ['docs/a.md', 'entry point (main of fp/package.json)'],
    ['node_modules/x/b.md', 'named by the install of node_modules/x/package.json script'],
  ]);
});

it('a file that a field nobody knows names could act, one that is packed or described could not', () => {
  const manifest = (field: string) => ({
    'package.json': JSON.stringify({ [field]: ['./a.md'] }),
    'a.md': prose,
  });
  const acting = (field: string) => reached(manifest(field), 'a.md').acting.has('a.md');
  expect([acting('payload'), acting('files'), acting('readmeFilename')]).toEqual([true, false, false]);
});

describe('any form of reference reaches any file', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
  const ending = fc.constantFrom('.md', '.d.ts', '.log', '.js.map', '.js.flow');
  const form = fc.constantFrom<(specifier: string) => string>(
    (path) => `require(${JSON.stringify(path)})`,
    (path) => `import '${path}'`,
    (path) => `export * from "${path}"`,
    (path) => `await import(\`${path}\`)`,
    (path) => `new URL('${path}', import.meta.url)`,
    (path) => `new Worker(/* x */ '${path}')`,
    (path) => `read(__dirname + '/' + '${path}')`,
    (path) => `join(__dirname, '${path.replaceAll('/', "', '")}')`,
    (path) => `require('${path.slice(0, -4)}' + '${path.slice(-4)}')`,
    (path) => `require('${path.slice(0, -4)}' + rest)`,
    (path) => `require(\`${path.slice(0, path.lastIndexOf('/') + 1)}\${x}\`)`,
    (path) =>
      `import('${[...path].map((sign) => (/[a-z.]/.test(sign) ? `\\x${sign.charCodeAt(0).toString(16)}` : sign)).join('')}')`,
    (path) => `execSync('node ${path}')`,
    (path) => `eval("require('${path}')")`,
  );
  const noise = fc.constantFrom(
    '',
    "// don't\n",
    'const r = /[\'"`]/;\n',
    '"use strict";',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code that is judged
    'a = `x${`y`}`;\n',
  );

  it('from any folder', () => {
    fc.assert(
      fc.property(
        fc.array(name, { maxLength: 3 }),
        fc.array(name, { maxLength: 3 }),
        name,
        ending,
        form,
        noise,
        noise,
        (from, to, stem, end, write, before, after) => {
          const file = [...from, 'entry.js'].join('/');
          const target = [...to, `${stem}${end}`].join('/');
          const relative = posix.relative(posix.dirname(file), target);
          const specifier = relative.startsWith('.') ? relative : `./${relative}`;
          const code = `${before}${write(specifier)}\n${after}`;
          const manifest = JSON.stringify({ main: file });
          expect(acts(file, code, target, { 'package.json': manifest })).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

it('takes time that grows with the text, whatever it is', () => {
  const shapes = [
    "'",
    '"',
    '`',
    '${',
    "'a'+",
    "join('",
    'join(',
    '/*',
    "'\\",
    'exec(',
    '../',
    '{[(',
    '%61',
    'x/',
    ' ',
  ];
  const spent = () => process.cpuUsage().user / 1_000;
  for (const shape of shapes) {
    const started = spent();
    acts('a.js', `\`${shape.repeat(30_000)}`, 'docs/a.md');
    expect([shape, spent() - started < 3_000]).toEqual([shape, true]);
  }
}, 300_000);

describe('a file that only the release has is expected', () => {
  const expects = (code: string) =>
    reached({ 'dist/a.js': code, 'lib/bundle.js': prose }, 'lib/bundle.js').expected.has('lib/bundle.js');

  it.each([
    ['by its path', "require('../lib/bundle')"],
    ['by its name', "load(path.join(root, 'bundle.js'))"],
  ])('where what is accounted for asks for it %s', (_, code) => {
    expect(expects(code)).toBe(true);
  });

  it.each([
    ['another package', "require('@scope/bundle')"],
    ['some text', "log('bundle')"],
  ])('not where %s ends like its name', (_, code) => {
    expect(expects(code)).toBe(false);
  });
});
