import { type Command, InvalidArgumentError, Option } from 'commander';
import { type VariationName, variationNames } from '../../why/variation.js';
import { parseDuration } from '../arguments.js';
import { withCommonOptions, withExamples } from '../help.js';
import { sandboxOption, withReleaseOptions } from '../release-options.js';
import type { Session } from '../session.js';
import type { WhyCommandOptions } from '../why/run.js';

const exitCodes = `
Exit codes:
  0  every build came out the same, and so is the release (but for gzip at most)
  1  something differs: causes and fixes are told
  2  wrong usage or configuration, no checkout
  3  its source was not found, or it could not be built
  4  this machine is the cause: registry unreachable, no sandbox, disk full
  Interrupted: 130 (Ctrl-C), 143 (SIGTERM).
`;

function parseVariations(text: string): VariationName[] {
  return text.split(',').map((name) => {
    const known = variationNames.find((each) => each === name.trim());
    if (known === undefined) throw new InvalidArgumentError(`There are ${variationNames.join(', ')}.`);
    return known;
  });
}

/** `reprove why [what]` */
export function defineWhy(program: Command, session: Session): void {
  const command = withReleaseOptions(
    program
      .command('why')
      .summary('find out why a release is not reproducible')
      .description(
        'Builds a commit several times, with time, time zone, locale, umask, path, user, host and more varied, holds the builds against each other and against the ' +
          'release, and names what makes them differ, where it comes from, and how it is mended. Of a source tarball: what it was made with, and why what is left is not made again (docs/why.md).',
      )
      .argument('[what]', 'folder of a checkout, whose commit is built (the current one), or a release'),
    { recipe: false },
  )
    .option('--fix', 'show the edits that are mechanical, and make them in the checkout')
    .addOption(
      new Option('--vary <names>', 'what is varied, by commas (default: all)').argParser(parseVariations),
    )
    .addOption(sandboxOption())
    .option('--json', 'print what came of it as JSON (docs/why.schema.json)')
    .option('-o, --output <file>', 'write the report to a file instead of stdout')
    .option('--timeout <duration>', 'longest time, such as 90s or 20m', parseDuration);
  withExamples(
    withCommonOptions(command),
    [
      ['reprove why', 'what the checkout would publish'],
      ['reprove why --fix', ''],
      ['reprove why lru-cache@11.3.6', 'a release'],
      ['reprove why deb:xz-utils@5.8.1', 'a source tarball'],
    ],
    exitCodes,
  ).action((what: string | undefined, options: WhyCommandOptions) => {
    session.start(import('../why/run.js').then(({ runWhy }) => runWhy(what ?? '.', options, session)));
  });
}
