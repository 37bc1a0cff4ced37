/** Ways in which `automake` may have been called: what it writes depends on which helper scripts lie there, and on how it is asked. */
export interface Variant {
  name: string;
  why: string;
  /** Which files that the tag lacks are hidden before; `lent`: macro files that the release lacks, which then are a system's. */
  hides: 'nothing' | 'own-scripts' | 'documents' | 'lent' | 'all';
  options: string[];
  /** Tools of this machine have a part in it: what comes out otherwise says nothing of the release. */
  otherTools?: true;
}

const add = ['--add-missing', '--copy'];
/** The usual way, of which the others are variants. */
export const plain: Variant = {
  name: 'plain',
  why: 'automake, with all helper scripts in place',
  hides: 'nothing',
  options: [],
};
export const variants: readonly Variant[] = [
  {
    name: 'added',
    why: 'automake --add-missing --copy, before its own helper scripts were there',
    hides: 'own-scripts',
    options: add,
  },
  {
    name: 'foreign',
    why: 'automake --foreign, as a makefile that is out of date calls it',
    hides: 'nothing',
    options: ['--foreign'],
  },
  {
    name: 'added-foreign',
    why: 'automake --add-missing --copy --foreign',
    hides: 'own-scripts',
    options: [...add, '--foreign'],
  },
  {
    name: 'before-dist',
    why: 'automake, before make dist wrote what the tag has not',
    hides: 'documents',
    options: [],
  },
  {
    name: 'system-macros',
    why: 'automake, while macro files that the release has not were those of a system',
    hides: 'lent',
    options: [],
  },
  {
    name: 'bare',
    why: 'automake --add-missing --copy, before anything was there that the tag has not',
    hides: 'all',
    options: add,
  },
];

/** Helper scripts that `automake --add-missing` puts in place, by name. */
export const ownScripts = new Set([
  ...['ar-lib', 'compile', 'depcomp', 'missing', 'mdate-sh', 'mkinstalldirs', 'py-compile', 'test-driver'],
  ...['tap-driver.sh', 'tap-driver.pl', 'ylwrap', 'texinfo.tex', 'elisp-comp', 'INSTALL', 'COPYING'],
]);

/**
 * Makes generated files again below one folder. Tools that copy macros or scripts over those that are to be verified (autoreconf, libtoolize,
 * autopoint) have no part in it. A tool that fails leaves nothing, and that is seen later.
 */
export const regenerationScript = `
root=$1 config=$2 makes=$3
shift 3
export PATH="/build/bin:$PATH"
mkdir -p /build/out
[ -d /build/out/plain ] || cp -a /build/tree /build/out/plain
cd "/build/out/plain/$root" || exit 9
rm -rf autom4te.cache
includes=
case " $makes " in *' aclocal '*)
  for folder; do mkdir -p "$folder"; includes="$includes -I $folder"; done
  aclocal --force --automake-acdir="$config/acdir" --system-acdir="$config/sys" $includes;;
esac
case " $makes " in *' autoconf '*) autoconf --force;; esac
case " $makes " in *' autoheader '*) autoheader --force;; esac
case " $makes " in *' automake '*) automake;; esac
exit 0
`;

/**
 * Calls automake in another way, in a copy of the tree of its own. With the name of a folder of macros, what is hidden becomes a system's, and `aclocal` copies it
 * into `aclocal.m4` before; that is put back, as only what automake makes of it counts.
 */
export const variantScript = `
root=$1 variant=$2 config=$3
shift 3
export PATH="/build/bin:$PATH"
[ -d "/build/out/$variant" ] || cp -a /build/out/plain "/build/out/$variant"
cd "/build/out/$variant" || exit 9
if [ -n "$config" ]; then
  mkdir -p "$config/lent"
  (cd /build/out/plain && xargs -0 cp -f -t "$config/lent" --) < "/build/hide-$variant"
fi
xargs -0 rm -f -- < "/build/hide-$variant"
cd "$root" || exit 9
if [ -n "$config" ]; then
  cp "$config"/sys/*.m4 "$config/lent" 2>/dev/null
  cp -p aclocal.m4 "$config/aclocal.m4"
  rm -rf autom4te.cache
  aclocal --force --automake-acdir="$config/acdir" --system-acdir="$config/lent"
fi
automake "$@"
[ -z "$config" ] || cp -p "$config/aclocal.m4" aclocal.m4
exit 0
`;

/**
 * Stands in for git: version scripts ask for the tag, and the tree has no history. Scripts that read the log of the source get it from the history of its commit,
 * by the git of the system that they run in.
 */
export const gitStub = `#!/bin/sh
skip= command=
for word; do
  case "$skip" in 1) skip=; continue;; esac
  case "$word" in -C|-c) skip=1;; --version) command=$word; break;; -*) ;; *) command=$word; break;; esac
done
case "$command" in
--version) exec /usr/bin/git --version;;
log|shortlog|rev-list)
  history="\${HISTORY:-/build/history}"
  [ -f "$history/HEAD" ] || exit 1
  top=$(pwd -P)
  while [ "$top" != / ] && [ ! -e "$top/.git" ]; do top=$(dirname "$top"); done
  export GIT_DIR="$history" GIT_WORK_TREE="$top" GIT_TEST_DATE_NOW="\${SOURCE_DATE_EPOCH:-}"
  [ -n "$GIT_TEST_DATE_NOW" ] || unset GIT_TEST_DATE_NOW
  exec /usr/bin/git "$@";;
esac
while [ "$1" = -C ] || [ "$1" = -c ]; do shift 2; done
case "$1" in
describe) cat /build/tag;;
status|update-index|diff-index) exit 0;;
rev-parse)
  case "$*" in
  *--short*) cut -c1-7 /build/commit;;
  *HEAD) cat /build/commit;;
  *) exit 1;;
  esac;;
*) exit 1;;
esac
`;
