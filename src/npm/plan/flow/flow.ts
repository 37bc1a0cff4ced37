import type { Plan } from '../../../sandbox/schema.js';

/** One command of a publish flow. */
export interface FlowCommand {
  /** Shell text from the source. */
  text: string;
  /** Script of the package that the text does nothing but run; null otherwise. */
  script: string | null;
  /** Folder to run in, relative to the repository's root. */
  directory: string;
  environment: Record<string, string>;
  /** A failure need not mean that the files are incomplete. */
  mayFail: boolean;
}

/** What the source says was done to publish: commands up to the publish, and the folder that was published. */
export interface PublishFlow {
  /** What says so: a job, a script, a target of a Makefile. */
  place: string;
  commands: FlowCommand[];
  /** Published folder, relative to the repository's root; null when only running the last command shows it. */
  folder: string | null;
  /** The tool that publishes runs the package's publish scripts. */
  lifecycle: boolean;
  /** Nothing else could have made what the source lacks. */
  certain: boolean;
  /** Only a program for node publishes, which may do more than a rebuild can follow. */
  byProgram?: boolean;
  omitted: Plan['omitted'];
}
