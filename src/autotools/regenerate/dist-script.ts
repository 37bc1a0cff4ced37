import { configureFunction } from './configure-script.js';
import type { Variant } from './script.js';

/** What `make dist` packs, from the tree with the regenerated files in it. */
export const packed: Variant = {
  name: 'dist',
  why: 'make distdir of that tree, with the tools of this machine',
  hides: 'all',
  options: [],
  otherTools: true,
};

/**
 * Configures the tree and has it packed. Names without content are taken away, so that make makes what it can; all times are the same, so that it
 * makes nothing else. What fails is passed over: other files may come out all the same, but only where nothing failed is it the whole package.
 */
export const distScript = `${configureFunction}
time=$1 into=/build/out/$2
export PATH="/build/bin:$PATH"
cp -a /build/out/plain "$into"
cd "$into" || exit 9
xargs -0 rm -f -- < /build/names
find . -exec touch -h -d "@$time" {} +
mkdir -p "$into-packed"
configured || exit 3
# Makefiles of folders find their way to it from where they are: by an absolute path they get lost.
make -k -j2 distdir distdir=reprove-packed top_distdir=reprove-packed
made=$?
# Without something it is not the package that a maintainer makes.
[ $again = 0 ] || made=4
[ ! -d reprove-packed ] || mv reprove-packed "$into-packed/release"
# Maintainers bring translations of documents up to date before they pack, by a script of the tag that is called as gettext calls its target.
find . -name update-po -type f | while IFS= read -r script; do
  (cd "$(dirname "$script")" && sh ./update-po) || :
done
exit $made
`;
