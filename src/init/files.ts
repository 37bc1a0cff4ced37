import { readFile } from 'node:fs/promises';
import { ownFile } from '../config/own-file.js';
import { version } from '../version.js';
import type { Platform, Project } from './project.js';

/** A file that is to be written. */
export interface InitFile {
  /** Relative to the repository's root. */
  path: string;
  content: string;
  /** Permission bits. */
  mode: number;
}

const config = {
  $schema: 'node_modules/reprove/docs/config.schema.json',
  policy: {
    rules: [{ packages: ['**'], verdicts: ['reproduced', 'inert', 'inconclusive'], reason: 'to begin with' }],
  },
};

/**
 * The files that a project is helped by: workflows for its lockfile where it has one, and for its releases where it has any, and a configuration with a
 * policy to begin with.
 */
export async function initFiles(project: Project, platform: Platform): Promise<InitFile[]> {
  const { lockfile, publishes } = project;
  const names =
    platform === 'github'
      ? [
          ...(lockfile === null ? [] : ['reprove-dependencies.yml', 'reprove-nightly.yml']),
          ...(publishes ? ['reprove-release.yml'] : []),
        ].map((name) => ({ template: `github/${name}`, path: `.github/workflows/${name}` }))
      : [{ template: 'gitlab/reprove.gitlab-ci.yml', path: '.gitlab/reprove.gitlab-ci.yml' }];
  const files = await Promise.all(
    names.map(async ({ template, path }) => ({
      path,
      content: await filled(template, project),
      mode: 0o644,
    })),
  );
  return [
    ...files,
    { path: 'reprove.config.json', content: `${JSON.stringify(config, null, 2)}\n`, mode: 0o644 },
  ];
}

/** A template with what it leaves open. */
export async function filled(
  template: string,
  { lockfile, install }: Pick<Project, 'lockfile' | 'install'>,
): Promise<string> {
  const text = await readFile(ownFile(`templates/${template}`), 'utf8');
  const values: Record<string, string> = { version, lockfile: lockfile ?? 'package-lock.json', install };
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}
