import type { Release } from '../../../release.js';
import type { PlanStep } from '../../../sandbox/schema.js';
import { plainVersion } from '../versions.js';

/** Folder of the stand-ins, relative to the root; no packer looks into node_modules. */
export const standInsFolder = 'node_modules/.reprove-stand-ins';

/**
 * Where a tarball is left, relative to the root. No packer looks into a package's node_modules (tried with npm 2 to 12, yarn 1
 * and pnpm 6 to 11), and what a package bundles from there it names.
 */
export const outputFolder = 'node_modules/.reprove-output';

/**
 * Stands before a package manager while a release script runs: `publish` packs instead, what needs the registry or git does nothing,
 * checks do nothing, and everything else is handed to the manager itself. Its first lines set `real`, `npm`, `output`, `wanted`
 * and `quiet`.
 */
const managerText = `
case " $* " in *" --dry-run "*) exit 0 ;; esac
verb= arg= skip=
for word in "$@"; do
  if [ -n "$skip" ]; then skip=; continue; fi
  case $word in
    --tag|--access|--otp|--registry|--userconfig|--new-version) skip=yes ;;
    -*) ;;
    *) case $verb in ''|npm|stage) verb=$word ;; *) arg=\${arg:-$word} ;; esac ;;
  esac
done
isCheck() {
  case $1 in test|tests|test[:_-]*|lint|lint[:_-]*|check|check[:_-]*|typecheck|type-check|coverage|audit) return 0 ;; esac
  return 1
}
case $verb in
  publish)
    cd "\${arg:-.}" && [ -f package.json ] || exit 1
    [ "$(node -p 'require("./package.json").name')" = "$wanted" ] || exit 0
    [ -z "$(ls "$output")" ] || exit 0
    for script in prepublishOnly prepack prepare; do "$npm" run --if-present "$script" || true; done
    folder=$PWD
    cd "$output" && PATH="$quiet:$PATH" exec "$npm" pack --ignore-scripts "$folder" ;;
  version) for script in preversion version postversion; do "$npm" run --if-present "$script" || exit 1; done ;;
  bin) echo "$PWD/node_modules/.bin" ;;
  whoami) echo publisher ;;
  ''|i|ci|install|add|link|t|tst|login|adduser|owner|access|view|info|show|dist-tag|tag|audit|outdated|ls|list|ping|deprecate) ;;
  run|run-script) if ! isCheck "$arg"; then exec "$real" "$@"; fi ;;
  *) if ! isCheck "$verb"; then exec "$real" "$@"; fi ;;
esac
`;

/** Stands before git: there is no repository, only its tag on a branch, and nothing is to be committed or pushed. */
const gitText = `
case "$*" in
  *--show-toplevel*) echo "$root" ;;
  *--points-at*|describe*) echo "$tag" ;;
  *--show-current*|*--abbrev-ref*) echo main ;;
esac
exit 0
`;

/** Programs that only reach other hosts, or wait for a person. */
const idle = 'curl wget ssh scp rsync gh hub svn open xdg-open sleep sudo docker aws firebase netlify vercel';

const makeText = `
set -e
root=$PWD
mkdir -p "$1/quiet" "$2"
cd "$1"
head="root='$root' npm='$(command -v npm)' output='$root/$2' wanted='$3' quiet='$root/$1/quiet'"
for name in npm pnpm yarn bun; do
  real=$(command -v $name) || continue
  printf '#!/bin/sh\\n%s real=%s\\n%s' "$head" "'$real'" "$4" > $name
done
printf '#!/bin/sh\\n%s\\n%s' "$head tag='$7'" "$5" > git
for name in $6; do printf '#!/bin/true\\n' > $name; done
printf '#!/bin/true\\n' > quiet/sh
chmod +x quiet/sh $(ls -p | grep -v /)
`;

/** The step that makes the stand-ins, for a release of this name and version. `output` is the folder for the tarball. */
export function standInsStep(release: Pick<Release, 'name' | 'version'>, output: string): PlanStep {
  // They become part of a shell script, and the release says them.
  const wanted = /^[\w@./~-]{1,214}$/.test(release.name) ? release.name : '';
  const plain = plainVersion(release);
  return {
    name: 'make stand-ins',
    phase: 'build',
    command: [
      'sh',
      '-c',
      makeText,
      'sh',
      standInsFolder,
      output,
      wanted,
      managerText,
      gitText,
      idle,
      plain && `v${plain}`,
    ],
    directory: '',
    environment: {},
    network: 'none',
    optional: false,
    reason:
      'the release script publishes by itself: a stand-in for the manager packs at that point, and git does nothing',
  };
}

/** The step after a release script: whether it came to the publish. `output` is where the stand-in leaves the tarball. */
export function releasePackStep(output: string): PlanStep {
  return {
    name: 'pack',
    phase: 'pack',
    command: [
      'sh',
      '-c',
      'test -n "$(ls "$1")" || { echo "the release script did not come to a publish"; exit 1; }',
      'sh',
      output,
    ],
    directory: '',
    environment: {},
    network: 'none',
    optional: false,
    reason: 'the stand-in packed when the release script published',
  };
}
