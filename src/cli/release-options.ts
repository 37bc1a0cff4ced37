import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { VerifyOptions } from '../verify.js';

/** Options of the commands that look at one release's source. */
export interface ReleaseOptions {
  source?: string;
  ref?: string;
  directory?: string;
  recipe?: string;
  offline?: boolean;
  trustedRoot?: string;
}

/** Adds the options that say where the source is. */
export function withReleaseOptions(command: Command, { recipe } = { recipe: true }): Command {
  const located = command
    .option('--source <url>', 'repository to use instead of the one the release states')
    .option('--ref <rev>', 'tag, branch or commit to use instead of looking for one')
    .option('--directory <path>', "the package's folder in the repository");
  if (recipe) located.option('--recipe <file>', 'how to build it, as a YAML or JSON file (docs/recipes.md)');
  return located
    .option(
      '--trusted-root <file>',
      'trusted root of sigstore to check attestations with (docs/provenance.md)',
    )
    .option('--offline', 'ask no registry and no git host; only what is cached counts');
}

/** `--sandbox`; its default is the configuration's. */
export const sandboxOption = (): Option =>
  new Option('--sandbox <engine>', 'where builds run').choices(['auto', 'docker', 'podman', 'bubblewrap']);

/** The stages' options, where those that weren't given are absent. */
export function pipelineOptions(
  { source, ref, directory, recipe }: ReleaseOptions,
  cwd: string,
  rest: Pick<VerifyOptions, 'rebuild' | 'sandbox' | 'fresh' | 'keep'>,
): VerifyOptions {
  return {
    ...rest,
    ...(source === undefined ? {} : { source }),
    ...(ref === undefined ? {} : { ref }),
    ...(directory === undefined ? {} : { directory }),
    ...(recipe === undefined ? {} : { recipe: resolve(cwd, recipe) }),
  };
}
