import { posix } from 'node:path';

/** Configuration of release tools, by the names that the tools look for; in the package's folder and those above it. */
export const releaseConfigurations = [
  '.release-it.json',
  '.release-it.yml',
  '.release-it.yaml',
  '.releaserc',
  '.releaserc.json',
  '.releaserc.yml',
  '.releaserc.yaml',
  '.np-config.json',
  '.clean-publish',
  'Makefile',
  'makefile',
  'GNUmakefile',
  '.travis.yml',
  'jakefile.js',
  'Jakefile',
  'Jakefile.js',
  'gulpfile.js',
  'gulpfile.babel.js',
  'Gruntfile.js',
  'gruntfile.js',
  'Cakefile',
];

const places =
  /^(?:[\w.-]+\/)?(?:(?:scripts?|tools?|bin|build|support|ci|\.ci|release|resources|config|etc)\/){0,3}[\w.-]+$/;
const telling = /(?:^|[-_./])(?:release|publish|deploy|ship)(?:[-_./]|$)/i;
const mostFiles = 40;

/** Files that scripts of a release may be in: shell and JavaScript files in the usual folders with a telling name. */
export function releaseScriptFiles(paths: ReadonlySet<string>): string[] {
  return [...paths]
    .filter((path) => /\.(?:sh|bash|[cm]?[jt]s)$/.test(path) && places.test(path))
    .filter(
      (path) =>
        (telling.test(path) || isShellFile(path)) &&
        !/(?:^|[/._-])(?:tests?|spec|docs?)(?:[/._-]|$)/i.test(path),
    )
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
    .slice(0, mostFiles);
}

/** Shell files that the scripts of a package may start, whatever they are called. */
export function isShellFile(path: string): boolean {
  return /\.(?:sh|bash)$/.test(posix.basename(path));
}
