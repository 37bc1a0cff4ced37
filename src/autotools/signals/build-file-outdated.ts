/** Said while files are made again, by what has the toolchain of the release at hand. */
export const buildFileOutdated = {
  id: 'build-file-outdated',
  title: 'Old version of a helper script',
  severity: 'medium',
  looksAt:
    'Helper scripts that the tag lacks, and that are known ones: the date in them, against that of the script which the automake of the release brings.',
} as const;
