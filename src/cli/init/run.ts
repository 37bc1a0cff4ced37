import { createInterface } from 'node:readline/promises';
import { type ExitCode, exitCodes } from '../../errors.js';
import { initFiles } from '../../init/files.js';
import { lookAt, type Platform } from '../../init/project.js';
import { stateOf, write } from '../../init/write.js';
import { CommandError } from '../error.js';
import type { Session } from '../session.js';

/** `reprove init`'s options as commander hands them over. */
export interface InitCommandOptions {
  platform?: Platform;
  dryRun?: boolean;
  force?: boolean;
}

/** Writes the files that fit a repository, and says what to do next. */
export async function runInit(options: InitCommandOptions, { io, signal }: Session): Promise<ExitCode> {
  const project = await lookAt(io.cwd);
  if (project === null)
    throw new CommandError(`${io.cwd} lies in no git repository`, 'Run it in the repository that it is for.');
  const platform = options.platform ?? project.platform;
  if (platform === null)
    throw new CommandError(
      'nothing tells where its pipelines run',
      'Say it with --platform github or --platform gitlab.',
    );
  const say = (line: string) => void io.stdout.write(`${line}\n`);
  let left = 0;
  const files = await initFiles(project, platform);
  const states = await Promise.all(files.map((file) => stateOf(project.root, file)));
  for (const [at, file] of files.entries()) {
    const state = states[at]!;
    if (state === 'same') say(`unchanged  ${file.path}`);
    else if (options.dryRun) say(`${state === 'new' ? 'would write' : 'would overwrite'}  ${file.path}`);
    else if (state === 'new' || options.force === true || (await mayOverwrite(file.path, io, signal))) {
      await write(project.root, file);
      say(`written    ${file.path}`);
    } else {
      left += 1;
      say(`left alone ${file.path}: it is otherwise; --force overwrites it`);
    }
  }
  say('');
  if (project.lockfile === null)
    say('There is no lockfile at its root: nothing verifies dependencies until there is one.');
  if (!project.publishes) say('Nothing of it can be published: there is no gate to set up.');
  else if (platform === 'github')
    say(
      'Next: on npm, make .github/workflows/reprove-release.yml and the environment "npm" the trusted publisher of the package.',
    );
  if (platform === 'gitlab' && (project.lockfile !== null || project.publishes))
    say("Next: add to .gitlab-ci.yml  include: [{ local: '.gitlab/reprove.gitlab-ci.yml' }]");
  if (project.program !== null)
    say(
      `${project.program} says what passes. Programs are run where they are named alone: add --config ${project.program} to the commands, or make it JSON.`,
    );
  say(
    `Commit the files.${project.program === null ? ' reprove.config.json says what passes (docs/policy.md).' : ''}`,
  );
  return left === 0 ? exitCodes.passed : exitCodes.failed;
}

/** Asks a person; in CI and without a terminal the answer is no. */
async function mayOverwrite(
  path: string,
  { env, stderr }: Session['io'],
  signal: AbortSignal,
): Promise<boolean> {
  if (process.stdin.isTTY !== true || stderr.isTTY !== true || (env.CI !== undefined && env.CI !== ''))
    return false;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test(
      (await asking.question(`${path} is there and otherwise. Overwrite it? [y/N] `, { signal })).trim(),
    );
  } finally {
    asking.close();
  }
}
