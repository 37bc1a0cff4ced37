import type { PlanStep } from '../../sandbox/schema.js';
import { defineVariation } from '../variation.js';

/** A repository whose commit is another one, and the next after a tag: what `git describe`, `rev-parse` and `log` tell is new. */
const text =
  'rm -rf .git && git init -q . && git config user.name another && git config user.email another@localhost && ' +
  "git add -A . ':(exclude,glob)**/node_modules/**' && git commit -q -m first && git tag v0.0.1-other && " +
  'git commit -q --allow-empty -m second';

const date = '2001-02-03T04:05:06Z';

const step: PlanStep = {
  name: 'make another git repository',
  phase: 'build',
  command: ['sh', '-c', text],
  directory: '',
  environment: { GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  network: 'none',
  optional: true,
  reason: 'a build may ask git for commit, tag or date',
};

export const git = defineVariation({
  name: 'git',
  title: 'git history',
  vary(setting) {
    const { steps } = setting.plan;
    // Where the plan makes a repository of its own, this one takes its place.
    const own = steps.findIndex(({ name }) => name === 'make a git repository');
    const installed = steps.findIndex(({ phase }) => phase !== 'install');
    const at = own === -1 ? Math.max(installed, 0) : own + 1;
    return { ...setting, plan: { ...setting.plan, steps: steps.toSpliced(at, 0, step) } };
  },
});
