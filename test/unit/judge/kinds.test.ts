import { describe, expect, it } from 'vitest';
import { kindOf } from '../../../src/judge/kinds.js';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2]);
const elf = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);

describe('what cannot act', () => {
  it.each<[string, string | Buffer]>([
    ['README.md', '# x'],
    ['LICENSE', 'MIT'],
    ['CHANGELOG.txt', 'x'],
    ['docs/guide.md', 'x'],
    ['index.d.ts', 'export {}'],
    ['index.js.map', '{}'],
    ['index.js.flow', '// @flow'],
    ['logo.png', png],
    ['npm-debug.log', 'x'],
    ['.npmignore', 'x'],
    ['yarn.lock', 'x'],
    ['.DS_Store', Buffer.from([0, 0, 0, 1])],
  ])('%s', (path, content) => {
    expect(kindOf(path, 0o644, Buffer.from(content))).toMatchObject({ inert: true });
  });
});

describe('what could act', () => {
  it.each<[string, string | Buffer]>([
    ['a.js', 'x'],
    ['README.js', 'x'],
    ['LICENSE.sh', 'x'],
    ['readme.ts', 'x'],
    ['NOTICE.json', '{}'],
    ['data.json', '{}'],
    ['package.json', '{}'],
    ['npm-shrinkwrap.json', '{}'],
    ['node_modules/x/package.json', '{}'],
    ['binding.gyp', '{}'],
    ['.npmrc', 'x'],
    ['Makefile', 'all:'],
    ['blob', 'x'],
    ['words.txt', 'x'],
    ['logo.svg', '<svg/>'],
    ['page.html', '<p>'],
    ['style.css', 'a{}'],
    ['ip_fetcher', elf],
    ['ip_fetcher.c', 'int main'],
    ['README.md', '#!/bin/sh\n'],
    ['README.md', elf],
    ['README.md', 'a\0b'],
    ['logo.png', 'not a picture'],
    ['logo.png', elf],
    ['index.js.map', elf],
    ['index.d.ts', '#!/bin/sh'],
  ])('%s with %j', (path, content) => {
    expect(kindOf(path, 0o644, Buffer.from(content))).toMatchObject({ inert: false });
  });

  it('a document that is executable', () => {
    expect(kindOf('README.md', 0o755, Buffer.from('x'))).toMatchObject({ inert: false });
  });

  it('a document that was not read', () => {
    expect(kindOf('README.md', 0o644, undefined)).toMatchObject({ inert: false });
  });
});

describe('what acts under its name', () => {
  it.each([
    'AGENTS.md',
    'docs/CLAUDE.md',
    'CLAUDE.local.md',
    '.claude/commands/x.md',
    '.cursor/rules/x.md',
    '.github/copilot-instructions.md',
    'skills/x/SKILL.md',
    '.vscode/tasks.json',
    '.idea/runConfigurations/x.xml',
    '.husky/README.md',
  ])('%s', (path) => {
    expect(kindOf(path, 0o644, Buffer.from('x'))).toMatchObject({ inert: false });
  });

  it.each([
    'AGENTS-of-change.md',
    'docs/claude/README.md',
    'agents.d.ts',
    '.vscode/settings.json',
    'husky/README.md',
  ])('not %s', (path) => {
    expect(kindOf(path, 0o644, Buffer.from('x'))).toMatchObject({ inert: true });
  });

  it.each([
    ['.npmrc', 'npm'],
    ['lib/.babelrc.json', 'compilers'],
    ['postcss.config.cjs', 'bundlers'],
    ['tsconfig.build.json', 'compilers'],
    ['.eslintrc', 'linters'],
    ['src/CMakeLists.txt', 'build'],
    ['common.gypi', 'build'],
    ['.env.local', 'environment'],
    ['prebuilds/linux-x64/x.node', 'addon loader'],
  ])('%s, and says so', (path, what) => {
    expect(kindOf(path, 0o644, Buffer.from('x'))).toEqual({
      inert: false,
      what: expect.stringContaining(what),
    });
  });
});
