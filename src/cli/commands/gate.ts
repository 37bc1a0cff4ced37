import type { Command } from 'commander';
import { parseDuration } from '../arguments.js';
import { withFormatOption } from '../format-option.js';
import type { GateCommandOptions } from '../gate/options.js';
import { withCommonOptions, withExamples } from '../help.js';
import { sandboxOption } from '../release-options.js';
import type { Session } from '../session.js';

const exitCodes = `
Exit codes:
  0  everything that is to be published comes from the commit, and nothing stops it
  1  something stops it: the reasons are told
  2  wrong usage or configuration, no checkout, nothing to publish
  3  it could not be judged, could not be packed, or did not appear in the registry
  4  this machine is the cause: registry unreachable, no sandbox, disk full
  Of several packages the first of 1, 2, 4, 3, 0 that occurs. Interrupted: 130 (Ctrl-C), 143 (SIGTERM).
`;

const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** `reprove gate [what...]` */
export function defineGate(program: Command, session: Session): void {
  const command = program
    .command('gate')
    .summary('hold what is about to be published against its commit')
    .description(
      'Packs what is about to be published (or takes a tarball, or what waits in the registry), rebuilds the commit that is checked out from a clean clone in ' +
        'the sandbox, compares, and says whether it may go out. After publishing, --published proves that the registry has what the gate saw (docs/gate.md).',
    )
    .argument('[what...]', 'folder of a package or workspace (the current one), or tarballs')
    .option('--tag <tag>', 'git tag that is being released (in CI: the tag that started the job)')
    .option('--branch <glob>', 'branch that releases are made from; may be repeated', collect)
    .option(
      '--before-push',
      'commit and tag are about to be pushed: that the remote has neither is no finding',
    )
    .option(
      '--pack-only',
      'pack what is about to be published into the folder of --output, and hold no gate: for a job of its own, before the one that gates',
    )
    .option('--staged <id>', 'what waits in the registry for approval under this id (npm stage)')
    .option('--published', 'after publishing: hold what the registry has against the record of the gate')
    .option('--record <file>', 'record of the gate (default: gate.json in the folder of --output)')
    .option('--dist-tag <tag>', 'dist-tag that has to lead to the release (default: latest)')
    .option('--no-dist-tag', 'ask nothing of dist-tags')
    .option(
      '--wait <duration>',
      'longest wait for the registry to have it, such as 90s or 10m',
      parseDuration,
      300_000,
    )
    .option('-o, --output <dir>', 'folder for the record, the tarballs that were gated, and reports');
  withFormatOption(command)
    .option('--fresh', 'rebuild again what an earlier verification rebuilt')
    .addOption(sandboxOption())
    .option('--offline', 'ask no registry and no git host')
    .option('--json', 'print what came of it as JSON (docs/gate.schema.json)')
    .option('--timeout <duration>', 'longest time for everything, such as 90s or 20m', parseDuration);
  withExamples(
    withCommonOptions(command),
    [
      ['reprove gate', 'in the checkout, before npm publish'],
      [
        'reprove gate --output gated && npm publish ./gated/*.tgz',
        'publish what was gated, and nothing else',
      ],
      ['reprove gate packed/*.tgz', 'what another job packed'],
      ['reprove gate tool-1.2.3.tar.xz', 'the source release that make dist made'],
      ['reprove gate --staged 1f0c… --output gated', 'before npm stage approve'],
      ['reprove gate --published --output gated', 'after it is published'],
    ],
    exitCodes,
  ).action((what: string[], options: GateCommandOptions) => {
    session.start(import('../gate/run.js').then(({ runGate }) => runGate(what, options, session)));
  });
}
