/** How an install treats the lockfile: obeys it or fails, or obeys it where it can. */
export type InstallMode = 'frozen' | 'relaxed';

/** A package manager: what it is told on each occasion, for a given version of it. Pure. */
export interface Manager {
  /** Name of its tool, as plans and `PlanningInput.tools` spell it. */
  name: 'npm' | 'pnpm' | 'yarn' | 'yarn-berry' | 'bun';
  /** Names of its lockfiles, the one that counts first. */
  lockfiles: readonly string[];
  /** Versions of it that write the format of this lockfile, as a range; null when the text is not a lockfile of it. */
  writersOf(lockfile: string): string | null;
  /** Whether it takes over this lockfile of another program. */
  migrates?(lockfile: string): boolean;
  /** Range of node versions that a version of it runs on. */
  runsOn(version: string): string;
  /** First day (ISO 8601) of its majors: registries' publish times can be years late. */
  majors: Readonly<Record<string, string>>;
  /** Scripts of the package that publishing runs before the tarball is made, in order. */
  publishScripts(version: string): readonly string[];
  /** Whether running `x` also runs `prex` and `postx`. */
  runsPreAndPost(version: string): boolean;
  /** Installs without running any script. */
  install(options: { version: string; lockfile: boolean; mode: InstallMode }): string[];
  /** Environment of an install that obeys the lockfile where it can. */
  relaxedEnvironment?: Record<string, string>;
  /** Runs the scripts that dependencies have for their installation. */
  rebuildDependencies(): string[];
  /** Runs a script of the package by a name that `isScriptName` accepts. */
  run(script: string): string[];
  /** Runs shell text as a script of the package; for managers whose dependencies' programs are in no folder. */
  execute?(text: string): string[];
  /**
   * Packs the package in folder `directory` without running its scripts and leaves the tarball in folder `output`, both relative
   * to the repository's root. Gives the folder to run in and the command.
   */
  pack(options: { version: string; directory: string; output: string }): {
    directory: string;
    command: string[];
  };
  /** Environment that every step needs when this version of it is there. */
  environment(version: string): Record<string, string>;
}

/** Declares a package manager. */
export function defineManager(manager: Manager): Manager {
  return manager;
}
