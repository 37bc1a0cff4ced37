import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../../src/sandbox/schema.js';
import { commands, firstPlan, manifest, plan, toolVersion } from './planning.js';

const lock = (version: number, more = ''): string =>
  `{\n  "lockfileVersion": ${version},\n  "packages": {\n${more}  }\n}\n`;
const binary = '#!/usr/bin/env bun\nbun-lockfile-format-v0\n\u0002\u0000';
const withBun = (more: Record<string, string> = {}, fields: object = {}) => ({
  'package.json': manifest(fields),
  'bun.lock': lock(1),
  ...more,
});
const packing = (all: Plan[]) =>
  all
    .find(({ summary }) => summary.endsWith('bun pack'))!
    .steps.at(-1)!
    .command.join(' ');

describe('bun', () => {
  it('installs from its lockfile to the letter and without scripts, beside node and npm', () => {
    const first = firstPlan({ files: withBun() });
    expect(commands(first)[0]).toBe('bun install --frozen-lockfile --ignore-scripts');
    expect(first.tools.map(({ name }) => name)).toEqual(['node', 'bun', 'npm']);
    expect(first.lockfile).toBe('bun.lock');
  });

  it('obeys it where it can in a later plan for a refused install', () => {
    const relaxed = plan({ files: withBun() }).filter(
      ({ remedies, lockfile }) => remedies === 'install' && lockfile !== null,
    );
    expect(relaxed.map((each) => commands(each)[0])).toContain('bun install --ignore-scripts');
  });

  it('writes no lockfile where it is declared and there is none', () => {
    const first = firstPlan({ files: { 'package.json': manifest({ packageManager: 'bun@1.2.23' }) } });
    expect(commands(first)[0]).toBe('bun install --no-save --ignore-scripts');
    expect(toolVersion(first, 'bun')).toBe('1.2.23');
  });

  it.each([
    ['bun.lock', lock(0), '1.1.45'],
    ['bun.lock', lock(1), '1.3.2'],
    ['bun.lockb', binary, '1.1.45'],
  ])('is of a version that writes %s as it is', (path, text, expected) => {
    const first = firstPlan({ files: { 'package.json': manifest(), [path]: text } });
    expect(toolVersion(first, 'bun')).toBe(expected);
    expect(first.lockfile).toBe(path);
  });

  it('is not a pinned version that can not read the lockfile', () => {
    const files = { 'package.json': manifest({ packageManager: 'bun@1.2.23' }), 'bun.lock': lock(2) };
    expect(toolVersion(firstPlan({ files, day: '2026-11-01' }), 'bun')).toBe('1.4.5');
  });

  it('is of the version that CI sets up', () => {
    const workflow = (version: string) =>
      `jobs: {t: {steps: [{uses: oven-sh/setup-bun@v2, with: {bun-version: ${version}}}, {run: bun install}]}}`;
    const version = (wanted: string) =>
      toolVersion(firstPlan({ files: withBun({ '.github/workflows/ci.yml': workflow(wanted) }) }), 'bun');
    expect(version('1.2.23')).toBe('1.2.23');
    expect(version('1.2.x')).toBe('1.2.23');
    expect(version('latest')).toBe('1.3.2');
  });

  it('reads the text where the binary lockfile is left beside it', () => {
    expect(firstPlan({ files: withBun({ 'bun.lockb': binary }) }).lockfile).toBe('bun.lock');
  });

  it('runs the publish scripts in the order of its own publish', () => {
    const scripts = { prepare: 'tsc -b', prepack: 'rollup -c', prepublishOnly: 'node generate.js' };
    const run = commands(firstPlan({ files: withBun({}, { scripts }) })).filter((line) =>
      /^bun run/.test(line),
    );
    expect(run).toEqual(['bun run prepublishOnly', 'bun run prepack', 'bun run prepare']);
  });

  it('takes `bun build` for the bundler, whatever scripts there are', () => {
    const scripts = { prepack: 'bun build ./a.ts --outdir dist', build: 'bun test' };
    expect(commands(firstPlan({ files: withBun({}, { scripts }) }))).toContain('bun run prepack');
  });

  it('packs without scripts where it can, and by npm in older versions', () => {
    expect(packing(plan({ files: withBun() }))).toBe(
      'bun pm pack --ignore-scripts --destination node_modules/.reprove-output',
    );
    const old = { 'package.json': manifest({ packageManager: 'bun@1.1.20' }), 'bun.lockb': binary };
    expect(packing(plan({ files: old }))).toMatch(
      / \.\.\/\.reprove-quiet npm pack --ignore-scripts \.\.\/\.\.$/,
    );
  });

  it('packs first where the source publishes with it', () => {
    const first = firstPlan({ files: withBun({}, { scripts: { release: 'bun publish --access public' } }) });
    expect(first.summary).toMatch(/bun pack$/);
    expect(first.reasons.join()).toContain('packed with bun: the source publishes with it');
  });

  it('is pointed at the proxy where its lockfile or its settings lead to another host', () => {
    const edits = (files: Record<string, string>) =>
      firstPlan({ files: withBun(files) }).edits.map(({ path, edit }) => `${edit} ${path}`);
    expect(edits({})).toEqual([]);
    expect(edits({ 'bun.lock': lock(1, '"a": ["a@1.0.0", "", {}, "sha512-x"],\n') })).toEqual([
      'lockfile-addresses bun.lock',
    ]);
    expect(
      edits({ 'bun.lock': lock(1, '"a": ["a@1.0.0", "https://one.example/a/-/a-1.0.0.tgz", {}, ""],\n') }),
    ).toEqual(['lockfile-addresses bun.lock']);
    expect(edits({ 'bunfig.toml': '[install]\nregistry = "https://one.example"\n' })).toEqual([]);
    expect(edits({ 'bunfig.toml': '[install.scopes]\nteam = "https://one.example"\n' })).toEqual([
      'bunfig-hosts bunfig.toml',
    ]);
  });
});
