import type { Variant } from './script.js';

/** What the tag's own script for releases packs. */
export const released: Variant = {
  name: 'release',
  why: "the source's own script, which makes the tarball of a release",
  hides: 'all',
  options: [],
  otherTools: true,
};

/**
 * Has the tag's own script make the release, in a copy of the tree that `make distdir` was run in, as its maintainers do it; what its tarball holds is what counts.
 * Its log is the history of the commit, with the tag of the release or, as `untagged`, as it was before that was made; its clock stands at the time that the
 * release itself has.
 */
export const releaseScript = `
from=/build/out/$1 into=/build/out/$2 script=$3 version=$4 clock=$5 untagged=$6
export PATH="/build/bin:$PATH"
cp -a "$from" "$into"
cd "$into" || exit 9
[ -f config.status ] || exit 3
rm -f ./*-"$version".tar.*
mkdir -p "$into-packed/all"
if [ -n "$untagged" ] && [ -d /build/history ]; then
  export HISTORY=/build/untagged
  [ -d "$HISTORY" ] || cp -r /build/history "$HISTORY"
  /usr/bin/git --git-dir "$HISTORY" tag --points-at HEAD | while IFS= read -r tag; do
    /usr/bin/git --git-dir "$HISTORY" tag -d "$tag"
  done
fi
export SOURCE_DATE_EPOCH=$clock
if [ -x "$script" ]; then "./$script" "$version"; else sh "./$script" "$version"; fi
made=$?
for archive in ./*-"$version".tar.*; do
  tar xf "$archive" -C "$into-packed/all" && break
done
for folder in "$into-packed/all"/*/; do
  mv "$folder" "$into-packed/release"
  break
done
exit $made
`;

/** Stands in for date: where a time is given for what is made, it is that time. */
export const dateStub = `#!/bin/sh
case "\${SOURCE_DATE_EPOCH:-}" in '') exec /usr/bin/date "$@";; esac
for word; do
  case "$word" in -d*|--date*|-r*|--reference*|-f*|--file*|-s*|--set*) exec /usr/bin/date "$@";; esac
done
exec /usr/bin/date -d "@$SOURCE_DATE_EPOCH" "$@"
`;
