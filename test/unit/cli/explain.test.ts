import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { pages, readPage } from '../../../src/report/pages.js';
import { commandLine } from '../../support/command.js';

describe('reprove explain', () => {
  it.each([
    ['code-inserted', /^# Code inserted/],
    ['line-endings', /^# line-endings/],
    ['inert', /^# Verdicts/],
  ])('prints the page of %s', async (name, start) => {
    const { exitCode, stdout, stderr } = await (await commandLine()).run('explain', name);
    expect(stdout).toMatch(start);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('lists every name', async () => {
    const { exitCode, stdout } = await (await commandLine()).run('explain');
    for (const { name, title } of pages) expect(stdout).toMatch(new RegExp(`^  ${name} +${title[0]}`, 'm'));
    expect(exitCode).toBe(0);
  });

  it('guesses what was meant', async () => {
    const { exitCode, stdout, stderr } = await (await commandLine()).run('explain', 'code-insertd');
    expect(stderr).toBe('error: nothing is called code-insertd (E_USAGE)\n  Did you mean code-inserted?\n');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  it('every page is there, once, and in the package', async () => {
    const { files } = JSON.parse(await readFile(new URL('../../../package.json', import.meta.url), 'utf8'));
    expect(files).toEqual(expect.arrayContaining(['docs/*.md', 'docs/normalizers', 'docs/signals']));
    expect(new Set(pages.map(({ name }) => name)).size).toBe(pages.length);
    for (const { file } of pages) expect(await readPage(file)).toMatch(/^# /);
  });
});
