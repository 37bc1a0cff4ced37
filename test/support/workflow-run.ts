import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';

/** One step as it was done, or passed over. */
interface DoneStep {
  name: string;
  exitCode: number | null;
  output: string;
}

/** How a workflow's steps are run here. */
interface WorkflowOptions {
  /** Folder that is checked out. */
  checkout: string;
  /** An empty folder for what a runner has beside it. */
  runner: string;
  env: Record<string, string>;
  /** Values of expressions, as written between `${{` and `}}`. */
  values: Record<string, string>;
  /** The built command line, and an npm that can stage: program and first arguments. */
  reprove: readonly string[];
  npm: readonly string[];
}

/** What a workflow came to. */
export interface WorkflowRun {
  steps: DoneStep[];
  failed: boolean;
  /** The job's summary, and what was commented. */
  summary: string;
  comment: string;
}

/** What a runner has on its path: `npx` that starts what is to be tested, `sudo` that does nothing, and `gh` that keeps what it is given. */
export async function runnerPrograms({
  runner,
  reprove,
  npm,
}: Pick<WorkflowOptions, 'runner' | 'reprove' | 'npm'>) {
  const bin = join(runner, 'bin');
  await mkdir(bin, { recursive: true });
  const files = { summary: join(runner, 'summary.md'), comment: join(runner, 'comment.md') };
  await writeFile(files.summary, '');
  await writeFile(files.comment, '');
  const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ');
  const programs = {
    sudo: 'exit 0',
    gh: `cat > '${files.comment}'`,
    npx: `shift\ncase "$1" in\nreprove@*) shift; exec ${quoted(reprove)} "$@" ;;\nnpm@*) shift; exec ${quoted(npm)} "$@" ;;\nesac\nexit 127`,
  };
  for (const [name, body] of Object.entries(programs)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(bin, name), 0o755);
  }
  return { bin, files };
}

/**
 * Runs the `run` steps of every job of a workflow in turn, as a runner does: a failed one ends the job but for steps that say otherwise. Actions are passed over; `npx` starts
 * what is to be tested; `sudo` does nothing, and `gh` keeps what it is given.
 */
export async function runWorkflow(content: string, options: WorkflowOptions): Promise<WorkflowRun> {
  const { checkout, runner, env, values } = options;
  const { bin, files } = await runnerPrograms(options);
  const { jobs } = parse(content) as {
    jobs: Record<
      string,
      { steps: { name?: string; run?: string; if?: string; env?: Record<string, string> }[] }
    >;
  };
  const expression = (text: string): string =>
    text.replace(/\$\{\{\s*(.+?)\s*\}\}/g, (_, key: string) => {
      if (values[key] === undefined) throw new Error(`no value for ${key}`);
      return values[key];
    });
  const steps: DoneStep[] = [];
  let failed = false;
  for (const step of Object.values(jobs).flatMap((job) => job.steps)) {
    if (step.run === undefined) continue;
    const name = step.name ?? step.run;
    const condition = step.if ?? 'success()';
    if (condition.startsWith('failure()') ? !failed : failed && !condition.startsWith('always()')) {
      steps.push({ name, exitCode: null, output: '' });
      continue;
    }
    const own = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([key, value]) => [key, expression(value)]),
    );
    const ran = await execa('bash', ['-e', '-c', step.run], {
      cwd: checkout,
      extendEnv: false,
      reject: false,
      all: true,
      stdin: 'ignore',
      env: {
        ...env,
        PATH: `${bin}${delimiter}${env.PATH}`,
        RUNNER_TEMP: runner,
        GITHUB_STEP_SUMMARY: files.summary,
        ...own,
      },
    });
    steps.push({ name, exitCode: ran.exitCode ?? -1, output: ran.all ?? '' });
    failed ||= ran.exitCode !== 0;
  }
  return {
    steps,
    failed,
    summary: await readFile(files.summary, 'utf8'),
    comment: await readFile(files.comment, 'utf8'),
  };
}
