import type { Command } from 'commander';
import { parseCount, parseDuration } from '../arguments.js';
import { withFormatOption } from '../format-option.js';
import { withCommonOptions, withExamples } from '../help.js';
import { sandboxOption, withReleaseOptions } from '../release-options.js';
import type { Session } from '../session.js';
import type { VerifyCommandOptions } from '../verify/options.js';

/** `reprove verify <spec…>` */
export function defineVerify(program: Command, session: Session): void {
  const command = program
    .command('verify')
    .summary('say which bytes of a release its source accounts for')
    .description(
      'Says which bytes of a published release its source accounts for: by identity with the source, or by a rebuild in a sandbox.',
    )
    .argument(
      '<spec...>',
      'name, name@version, name@tag, a purl, the path of a .tgz, deb:name@version, or a source tarball',
    );
  withFormatOption(withReleaseOptions(command))
    .option('--no-rebuild', 'compare with the source only; nothing is built')
    .option('--fresh', 'rebuild again what an earlier verification rebuilt')
    .addOption(sandboxOption())
    .option('--json', 'print the result as JSON (docs/result.schema.json)')
    .option('-o, --output <file>', 'write the report to a file instead of stdout; with --format, a folder')
    .option('--keep <dir>', 'leave plan, logs and both trees there')
    .option('--timeout <duration>', 'longest time for one release, such as 90s or 20m', parseDuration)
    .option('--concurrency <n>', 'releases verified at the same time', parseCount(1, 64), 2);
  withExamples(withCommonOptions(command), [
    ['reprove verify lru-cache@11.3.6', ''],
    ['reprove verify ./tiny-1.2.3.tgz --source https://git.example/team/tiny', 'before it is published'],
    ['reprove verify deb:xz-utils@5.8.3', 'a source package of Debian'],
    ['reprove verify express ws --json --output report.json', 'several, for a machine'],
    ['reprove verify uuid --no-rebuild', 'fast: nothing is built'],
    ['reprove verify uuid --format html --format sarif --output reports', 'files to show and to upload'],
  ]).action((specs: string[], options: VerifyCommandOptions) => {
    session.start(import('../verify/run.js').then(({ runVerify }) => runVerify(specs, options, session)));
  });
}
