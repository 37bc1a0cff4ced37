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

/** The npm that stages; the first that can is 11.15. */
const stagingNpm = '11.21.2';

const policy = {
  rules: [{ packages: ['**'], verdicts: ['reproduced', 'inert', 'inconclusive'], reason: 'to begin with' }],
};

/**
 * The files that a project is helped by: workflows for its lockfile where it has one, and for its releases where it has any, and a configuration with a
 * policy to begin with, unless it has a program for that.
 */
export async function initFiles(project: Project, platform: Platform): Promise<InitFile[]> {
  const { lockfile, publishes, program, installsReprove } = project;
  const wanted =
    platform === 'github'
      ? [
          ...(lockfile === null ? [] : ['reprove-dependencies.yml', 'reprove-nightly.yml']),
          ...(publishes ? ['reprove-release.yml'] : []),
        ].map((name) => ({ template: `github/${name}`, path: `.github/workflows/${name}` }))
      : lockfile === null && !publishes
        ? []
        : [{ template: 'gitlab/reprove.gitlab-ci.yml', path: '.gitlab/reprove.gitlab-ci.yml' }];
  const files = await Promise.all(
    wanted.map(async ({ template, path }) => {
      const content = await filled(template, project);
      return { path, content: platform === 'gitlab' ? withoutJobs(content, project) : content, mode: 0o644 };
    }),
  );
  if (program !== null) return files;
  const $schema = installsReprove ? { $schema: 'node_modules/reprove/docs/config.schema.json' } : {};
  const config = `${JSON.stringify({ ...$schema, policy }, null, 2)}\n`;
  return [...files, { path: 'reprove.config.json', content: config, mode: 0o644 }];
}

/** A template with what it leaves open. */
export async function filled(
  template: string,
  { lockfile, install }: Pick<Project, 'lockfile' | 'install'>,
): Promise<string> {
  const text = await readFile(ownFile(`templates/${template}`), 'utf8');
  const values: Record<string, string> = {
    version,
    npm: stagingNpm,
    lockfile: lockfile ?? 'package-lock.json',
    install,
  };
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

/** GitLab's jobs are in one file, with an empty line between them: those that a project has no use for are left out. */
function withoutJobs(content: string, { lockfile, publishes }: Project): string {
  const idle = [
    ...(lockfile === null ? ['reprove-dependencies:', 'reprove-nightly:'] : []),
    ...(publishes ? [] : ['reprove-pack:', 'reprove-gate:']),
  ];
  const isIdle = (block: string) => idle.some((job) => new RegExp(`^${job}`, 'm').test(block));
  return `${content
    .trimEnd()
    .split('\n\n')
    .filter((block) => !isIdle(block))
    .join('\n\n')}\n`;
}
