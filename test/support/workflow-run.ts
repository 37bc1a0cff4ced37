import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';

/** One step as it was done, or passed over. */
interface DoneStep {
  name: string;
  exitCode: number | null;
  output: string;
}

/** A step as a workflow or an action writes it. */
interface Step {
  name?: string;
  uses?: string;
  with?: Record<string, string>;
  run?: string;
  if?: string;
  env?: Record<string, string>;
  'working-directory'?: string;
}

/** What stands in for programs of a runner: program and first arguments. */
interface Programs {
  /** The built command line, and an npm that can stage. */
  reprove: readonly string[];
  npm: readonly string[];
}

/** How a workflow's steps are run here. */
interface WorkflowOptions extends Programs {
  /** Gives the folder that a job checks out. */
  checkout(job: string): string | Promise<string>;
  /** An empty folder for what runners have beside it. */
  runner: string;
  env: Record<string, string>;
  /** Values of expressions, as written between `${{` and `}}`. */
  values: Record<string, string>;
}

/** What a workflow came to. */
export interface WorkflowRun {
  steps: DoneStep[];
  failed: boolean;
  /** The job's summary, what was commented, and the outputs of the last step. */
  summary: string;
  comment: string;
  output: string;
}

/** What a runner has on its path: `npm` that installs what is to be tested, `npx` that starts it, `sudo` that does nothing, and `gh` that keeps what it is given. */
export async function runnerPrograms({ runner, reprove, npm }: Programs & { runner: string }) {
  const bin = join(runner, 'bin');
  await mkdir(bin, { recursive: true });
  const files = {
    summary: join(runner, 'summary.md'),
    comment: join(runner, 'comment.md'),
    output: join(runner, 'output'),
  };
  for (const file of Object.values(files)) await writeFile(file, '');
  const { stdout: realNpm } = await execa('sh', ['-c', 'command -v npm']);
  const quoted = (words: readonly string[]) => words.map((word) => `'${word}'`).join(' ');
  const installing = (name: string, command: readonly string[]) =>
    `*" ${name}@"*) mkdir -p "$3/node_modules/.bin"; printf '#!/bin/sh\\nexec %s "$@"\\n' "${quoted(command)}" > "$3/node_modules/.bin/${name}"; chmod +x "$3/node_modules/.bin/${name}"; exit ;;`;
  const programs = {
    sudo: 'exit 0',
    'apt-get': 'exit 0',
    gh: `cat > '${files.comment}'`,
    npm: `case "$1 $2 $*" in\n"install --prefix "*) case " $*" in\n${installing('reprove', reprove)}\n${installing('npm', npm)}\nesac ;;\nesac\nexec '${realNpm}' "$@"`,
    npx: `while [ $# -gt 0 ]; do case "$1" in reprove@*) shift; exec ${quoted(reprove)} "$@" ;; esac; shift; done\nexit 127`,
  };
  for (const [name, body] of Object.entries(programs)) {
    await writeFile(join(bin, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(bin, name), 0o755);
  }
  return { bin, files };
}

/**
 * Runs the `run` steps of every job of a workflow in turn, as a runner does: a failed one ends the job but for steps that say otherwise, and the jobs that need it. Artifacts are
 * handed on; other actions are passed over. What stands in for programs is that of {@link runnerPrograms}.
 */
export async function runWorkflow(content: string, options: WorkflowOptions): Promise<WorkflowRun> {
  const { jobs } = parse(content) as { jobs: Record<string, { steps: Step[]; needs?: string }> };
  const { bin, files } = await runnerPrograms(options);
  const steps: DoneStep[] = [];
  const failed = new Set<string>();
  for (const [name, job] of Object.entries(jobs)) {
    const temp = join(options.runner, name);
    const empty = join(temp, 'empty');
    await mkdir(empty, { recursive: true });
    const isCheckedOut = job.steps.some(({ uses }) => uses?.startsWith('actions/checkout@'));
    const ran = await runSteps(job.steps, {
      folder: isCheckedOut ? await options.checkout(name) : empty,
      temp,
      artifacts: join(options.runner, 'artifacts'),
      values: { ...options.values, 'runner.temp': temp },
      failed: job.needs !== undefined && failed.has(job.needs),
      env: {
        ...options.env,
        PATH: `${bin}${delimiter}${options.env.PATH}`,
        GITHUB_STEP_SUMMARY: files.summary,
        GITHUB_OUTPUT: files.output,
      },
    });
    steps.push(...ran.steps);
    if (ran.failed) failed.add(name);
  }
  const [summary, comment, output] = await Promise.all(
    [files.summary, files.comment, files.output].map((file) => readFile(file, 'utf8')),
  );
  return { steps, failed: failed.size > 0, summary: summary!, comment: comment!, output: output! };
}

/** Runs steps one after the other in a folder; `failed` says that what they need has failed, and then none is run. */
export async function runSteps(
  steps: readonly Step[],
  {
    folder,
    temp,
    artifacts,
    values,
    env,
    ...before
  }: {
    folder: string;
    temp: string;
    artifacts: string;
    values: Record<string, string>;
    env: Record<string, string>;
    failed: boolean;
  },
): Promise<{ steps: DoneStep[]; failed: boolean }> {
  const expression = (text: string): string =>
    text.replace(/\$\{\{\s*(.+?)\s*\}\}/g, (_, key: string) => {
      if (values[key] === undefined) throw new Error(`no value for ${key}`);
      return values[key];
    });
  const done: DoneStep[] = [];
  let { failed } = before;
  for (const step of steps) {
    const name = step.name ?? step.uses ?? '';
    const condition = step.if ?? 'success()';
    const isSkipped =
      before.failed ||
      (condition.startsWith('failure()') ? !failed : failed && !condition.startsWith('always()'));
    const artifact = /^actions\/(upload|download)-artifact@/.exec(step.uses ?? '')?.[1];
    if (artifact !== undefined && !isSkipped) {
      const places = [expression(step.with!.path!), join(artifacts, step.with!.name!)] as const;
      const [from, to] = artifact === 'upload' ? places : [places[1], places[0]];
      await cp(from, to, { recursive: true });
    }
    if (step.run === undefined) continue;
    if (isSkipped) {
      done.push({ name, exitCode: null, output: '' });
      continue;
    }
    const own = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([key, value]) => [key, expression(value)]),
    );
    const ran = await execa('bash', ['-e', '-c', step.run], {
      cwd: join(step['working-directory'] === undefined ? folder : expression(step['working-directory'])),
      extendEnv: false,
      reject: false,
      all: true,
      stdin: 'ignore',
      env: { ...env, RUNNER_TEMP: temp, GITHUB_WORKSPACE: folder, ...own },
    });
    done.push({ name, exitCode: ran.exitCode ?? -1, output: ran.all ?? '' });
    failed ||= ran.exitCode !== 0;
  }
  return { steps: done, failed };
}

/**
 * Runs one job of a GitLab configuration in a folder, as a runner does: what comes before, the script, and what comes after it even so. Its `/tmp` is a folder of
 * the job's own.
 */
export async function runGitlabJob(
  content: string,
  name: string,
  { folder, temp, env }: { folder: string; temp: string; env: Record<string, string> },
): Promise<{ exitCode: number; output: string }> {
  const jobs = parse(content.replaceAll('/tmp', temp)) as Record<string, GitlabJob>;
  const job = { ...jobs[jobs[name]!.extends!], ...jobs[name]! };
  const options = {
    cwd: folder,
    extendEnv: false,
    reject: false,
    all: true,
    stdin: 'ignore',
    env: { ...env, ...job.variables, CI_PROJECT_DIR: folder },
  } as const;
  const ran = await execa(
    'bash',
    ['-eo', 'pipefail', '-c', [...job.before_script!, ...job.script!].join('\n')],
    options,
  );
  if (job.after_script !== undefined) await execa('bash', ['-c', job.after_script.join('\n')], options);
  return { exitCode: ran.exitCode ?? -1, output: ran.all ?? '' };
}

interface GitlabJob {
  extends?: string;
  variables?: Record<string, string>;
  before_script?: string[];
  script?: string[];
  after_script?: string[];
}
