import type { Command } from 'commander';
import type { CatalogueBuildOptions } from '../catalogue/build.js';
import { withCommonOptions, withExamples } from '../help.js';
import type { Session } from '../session.js';

const exitCodes = `
Exit codes:
  0  written, of everything in the list
  2  wrong usage, configuration or list
  4  something in the list could not be had: what was had is written, and the rest named
  Interrupted: 130 (Ctrl-C), 143 (SIGTERM).
`;

/** `reprove catalogue build` */
export function defineCatalogue(program: Command, session: Session): void {
  const catalogue = program
    .command('catalogue')
    .summary('make a list of known build files, for release tarballs')
    .description(
      'Known files of build systems, by which m4 and helper scripts in release tarballs are recognised.',
    );
  const build = catalogue
    .command('build')
    .description(
      'Writes ids and names of the build files in the histories of projects and in packages of Debian (docs/source-tarballs.md). ' +
        "Name the file under 'catalogues' in the configuration.",
    )
    .requiredOption('--to <file>', 'file to write')
    .option(
      '--list <file>',
      'repositories and packages, as data/build-files.json has them; that one unless given',
    );
  withExamples(
    withCommonOptions(build),
    [['reprove catalogue build --to build-files.bin', 'from the usual projects and packages']],
    exitCodes,
  ).action((options: CatalogueBuildOptions) => {
    session.start(
      import('../catalogue/build.js').then(({ runCatalogueBuild }) => runCatalogueBuild(options, session)),
    );
  });
}
