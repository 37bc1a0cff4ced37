import type { Variant } from './script.js';

/** What the tag's own script writes of the version into its files. */
export const versioned: Variant = {
  name: 'version',
  why: "the source's own script, which writes the version of a release into its files",
  hides: 'nothing',
  options: [],
};

/** Scripts of tags that make a release of a version, and with `only` write the version and no more. */
export const versionScripts = ['maketgz', 'scripts/maketgz'];

/** What may be handed to such a script as a version. */
export const isVersion = (text: string): boolean => /^\d+(?:\.\d+){0,3}(?:-?[a-z]+\d*)?$/i.test(text);

/** Runs the script in a copy of the tree; the day of the release is that of its commit. */
export const versionScript = `
script=$1 version=$2
into=/build/out/version
cp -a /build/out/plain "$into"
cd "$into" || exit 9
export PATH="/build/bin:$PATH" SOURCE_DATE_EPOCH=$3
sh "./$script" "$version" only
exit 0
`;
