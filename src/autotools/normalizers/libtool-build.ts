/** Asked about known build files, and so no `Normalizer` of a pair of files; see `catalogue/stamp.ts`. */
export const libtoolBuild = {
  name: 'libtool-build',
  version: 1,
  needsProof: false,
  makesEqual:
    '`ltmain.sh`, `ltversion.m4` and `libtool.m4` of a known libtool, but for lines in which a build states its own version and homepage, and those that have /lib64 searched.',
  mayHide: 'A version of libtool that states to be another one.',
} as const;
