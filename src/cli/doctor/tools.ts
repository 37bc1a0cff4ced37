import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import semver from 'semver';
import { ownFile } from '../../config/own-file.js';
import { type Check, failing, ok, warning } from './check.js';

/** Oldest git whose options we use: `safe.directory` from the command line came with it (2.35.3). */
const oldestGit = '2.35.3';

/** The Node that runs us against package.json's `engines`. */
export async function checkNode(running: string = process.versions.node): Promise<Check> {
  const manifest = JSON.parse(await readFile(ownFile('package.json'), 'utf8'));
  const range: string = manifest.engines.node;
  return semver.satisfies(running, range)
    ? ok('node', running)
    : failing('node', `${running} is not ${range}`, `Install Node ${range}.`);
}

/** git, and whether it is new enough. */
export async function checkGit(path: string | undefined): Promise<Check> {
  const env = path === undefined ? {} : { env: { PATH: path } };
  const { failed, stdout } = await execa('git', ['--version'], { reject: false, timeout: 10_000, ...env });
  if (failed) return failing('git', 'not found', 'Install git (Debian: apt install git).');
  const version = semver.coerce(stdout)?.version ?? '0.0.0';
  return semver.gte(version, oldestGit)
    ? ok('git', version)
    : failing('git', `${version} is older than ${oldestGit}`, 'Install a newer git.');
}

/** Whether the kernel filters system calls; engines without it are one barrier poorer. */
export async function checkSeccomp(file: string = '/proc/sys/kernel/seccomp/actions_avail'): Promise<Check> {
  const actions = await readFile(file, 'utf8').catch(() => '');
  return actions.includes('errno')
    ? ok('seccomp', 'the kernel filters system calls')
    : warning(
        'seccomp',
        'the kernel has no system call filters',
        'Use a kernel with CONFIG_SECCOMP_FILTER, or gVisor.',
      );
}
