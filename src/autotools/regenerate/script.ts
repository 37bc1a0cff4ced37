/** Ways in which `automake` may have been called. What it writes depends on which helper scripts lie there, and on how it was asked. */
export const variants = [
  { name: 'plain', why: 'automake, with all helper scripts in place' },
  { name: 'foreign', why: 'automake --foreign, as a makefile that is out of date calls it' },
  { name: 'bare', why: 'automake --add-missing --copy, before any helper script was there' },
  { name: 'bare-foreign', why: 'automake --add-missing --copy --foreign' },
] as const;
export type Variant = (typeof variants)[number]['name'];

/**
 * Makes generated files again below one folder. Tools that copy macros or scripts over those that are to be verified (autoreconf, libtoolize,
 * autopoint) have no part in it. Each variant has a copy of the tree of its own; a tool that fails leaves nothing, and that is seen later.
 */
export const regenerationScript = `
root=$1 config=$2 makes=$3
shift 3
export PATH="/build/bin:$PATH"
mkdir -p /build/out
[ -d /build/out/plain ] || cp -a /build/tree /build/out/plain
cd "/build/out/plain/$root" || exit 9
rm -rf autom4te.cache
set -- "$@"
for folder; do mkdir -p "$folder"; done
includes=
case " $makes " in *' aclocal '*)
  for folder; do includes="$includes -I $folder"; done
  aclocal --force --automake-acdir="$config/acdir" --system-acdir="$config/sys" $includes;;
esac
case " $makes " in *' autoconf '*) autoconf --force;; esac
case " $makes " in *' autoheader '*) autoheader --force;; esac
case " $makes " in *' automake '*) ;; *) exit 0;; esac
for variant in foreign bare bare-foreign; do
  if [ -d "/build/out/$variant" ]; then
    rm -rf "/build/out/$variant/$root"
    cp -a "/build/out/plain/$root" "/build/out/$variant/$root"
  else
    cp -a /build/out/plain "/build/out/$variant"
  fi
done
for variant in bare bare-foreign; do (cd "/build/out/$variant" && xargs -0 rm -f) < /build/empty; done
(cd "/build/out/plain/$root" && automake) &
(cd "/build/out/foreign/$root" && automake --foreign)
wait
(cd "/build/out/bare/$root" && automake --add-missing --copy) &
(cd "/build/out/bare-foreign/$root" && automake --add-missing --copy --foreign)
wait
exit 0
`;

/** Stands in for git: version scripts ask for the tag, and the tree has no history. */
export const gitStub = `#!/bin/sh
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
